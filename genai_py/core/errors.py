"""The exceptions of the SDK, and the rules that turn a reply into one. Pure functions, no socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from multidict import CIMultiDict

from .spelling import BothSpellings

_EXCERPT = 500
_LONGEST = 4000
"""How many letters of a server's own message an exception shows."""
_KEPT = 65536
"""How many letters of a reply's body an exception keeps."""


class GenAIException(BothSpellings, Exception):
    """Base of all errors of the SDK.

    code: the HTTP status, 0 where no reply came. error_message: what the server said, or what went wrong.
    error_code, type, param: from the server's error object, else ""; ``error_code`` is its word for the error, such as
    ``model_not_found``. request_id: the server's id of the request, else "".
    headers: those of the reply, found in any case. body: the reply's text, possibly cut.
    Source: https://platform.openai.com/docs/guides/error-codes
    """

    def __init__(
        self,
        code: int = 0,
        error_message: str = "",
        *,
        error_code: str = "",
        type: str = "",
        param: str = "",
        request_id: str = "",
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> None:
        super().__init__(f"error {code}: {error_message}" if code else error_message)
        self.code = code
        self.error_message = error_message
        self.error_code = error_code
        self.type = type
        self.param = param
        self.request_id = request_id
        self.headers: Mapping[str, str] = CIMultiDict(headers or {})
        self.body = body

    def __reduce__(self) -> Any:
        return _rebuild, (type(self), self.args, self.__dict__)

    @property
    def message(self) -> str:
        """The same as ``error_message``."""
        return self.error_message

    @property
    def Code(self) -> int:
        """The original's spelling of ``code``."""
        return self.code

    @property
    def ErrorMessage(self) -> str:
        """The original's spelling of ``error_message``."""
        return self.error_message

    @property
    def Message(self) -> str:
        """What a Delphi program reads of any exception: the whole text."""
        return str(self)

    @property
    def Param(self) -> str:
        """The original's spelling of ``param``."""
        return self.param


def _rebuild(kind: type[GenAIException], args: tuple[Any, ...], state: dict[str, Any]) -> GenAIException:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class GenAIAPIException(GenAIException):
    """The client is not set up for the call: no key, or no usable base URL."""


class GenAIBadRequestError(GenAIException):
    """400: the server cannot read the request, or does not take a parameter of it."""


class GenAIAuthError(GenAIException):
    """401: the key is missing, wrong or revoked."""


class GenAICountryNotSupportedError(GenAIException):
    """403: the country or the account is not allowed to do this."""


class GenAINotFoundError(GenAIException):
    """404: the server has no such path, model or object; the message names the path."""


class GenAIConflictError(GenAIException):
    """409: the object was changed meanwhile, or is in a state that does not allow this."""


class GenAIUnprocessableEntityError(GenAIException):
    """422: a parameter of the request has a value that the server does not take."""


class GenAIRateLimitError(GenAIException):
    """429: too many requests, or the quota is used up."""


class GenAIServerError(GenAIException):
    """500 and other 5xx: the server failed."""


class GenAIEngineOverloadedError(GenAIServerError):
    """503: the server is overloaded; try again later."""


class GenAIInvalidResponseError(GenAIException):
    """The reply is not what the API promises: no JSON, a broken event, a stream that ended too early."""


class GenAIConnectionError(GenAIException):
    """No connection to the server, or it broke.

    before_reply: whether it happened before anything of a reply had come, so that sending again does no harm.
    """

    before_reply = False


class GenAITimeoutError(GenAIConnectionError):
    """The server was silent for longer than ConnectionTimeout, SendTimeOut or ResponseTimeout."""


class GenAICancelledError(GenAIException):
    """The operation was cancelled by the program."""


_BY_STATUS: dict[int, type[GenAIException]] = {
    400: GenAIBadRequestError,
    401: GenAIAuthError,
    403: GenAICountryNotSupportedError,
    404: GenAINotFoundError,
    409: GenAIConflictError,
    422: GenAIUnprocessableEntityError,
    429: GenAIRateLimitError,
    503: GenAIEngineOverloadedError,
}


def error_class(status: int) -> type[GenAIException]:
    """The exception class of an HTTP status."""
    kind = _BY_STATUS.get(status)
    if kind is None:
        kind = GenAIServerError if status >= 500 else GenAIException
    return kind


def excerpt(text: str, size: int = _EXCERPT) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text[: size * 2].split())
    return line if len(line) <= size else line[:size] + "…"


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# Keys of a reply that says what went wrong. A reply that has other keys is an answer.
_WORDS_OF_ERRORS = frozenset(
    {
        "code", "detail", "error", "error_code", "error_message", "error_type", "errors", "message", "msg", "param",
        "path", "request_id", "requestId", "status", "statusCode", "status_code", "success", "timestamp", "type",
    }
)  # fmt: skip
_MESSAGES = ("error_message", "message", "detail", "msg", "error_type", "errors")
_STATUSES = ("code", "status", "status_code", "statusCode", "error_code")


def error_in(reply: Mapping[str, Any], *, may_hold_error: bool = False) -> Any | None:
    """What a reply of 200 says went wrong: the value for ``error_from_object``, or None for an answer.

    may_hold_error: whether an answer has an ``error`` field of its own, as a failed response has, which then is told
    from an error by its ``id``, ``object`` or ``status``.
    """
    kind, status = reply.get("object"), reply.get("status")
    named = isinstance(kind, str) and kind not in ("", "error")
    stated = isinstance(status, str) and status not in ("", "error")
    identified = bool(reply.get("id") or reply.get("custom_id"))
    if error := reply.get("error"):
        is_answer = identified or named or stated if may_hold_error else stated and (identified or named)
        # Some say that there is one, and elsewhere which.
        return None if is_answer else error if isinstance(error, (str, dict, list)) else dict(reply)
    if kind == "error" or reply.get("error_message") or reply.get("error_type"):
        return dict(reply)
    if _WORDS_OF_ERRORS.issuperset(reply) and any(reply.get(key) for key in _MESSAGES):
        return dict(reply)
    return None


def _message_in(error: Mapping[str, Any]) -> str:
    return next((_shortened(error[key]) for key in _MESSAGES if error.get(key)), "")


def _shortened(value: Any) -> str:
    text = _as_text(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _status_in(error: Mapping[str, Any]) -> int:
    """The HTTP status that an error object names, 0 where it does not."""
    for key in _STATUSES:
        number = error.get(key)
        if isinstance(number, str) and number.isdecimal() and len(number) == 3:
            number = int(number)
        if isinstance(number, int) and 400 <= number < 600:
            return number
    return 0


def error_from_object(status: int, error: Any, *, where: str = "", **details: Any) -> GenAIException:
    """The exception for an ``error`` value: the API's object, or a plain text as some servers send.

    A number inside the object names the status where the reply's own is 200 (an error inside a stream).
    where: the request, which the message of a 404 names.
    """
    if not isinstance(error, Mapping):
        status = status if status >= 400 else 0
        return error_class(status)(status, _located(status, excerpt(_as_text(error)), where), **details)
    if status < 400:
        status = _status_in(error)
    code = error.get("code") or error.get("error_code")
    word = "" if code is None or isinstance(code, bool) else _shortened(code)
    message = _message_in(error) or excerpt(_as_text(dict(error)))
    if isinstance(code, str) and code not in message:
        message = f"({excerpt(code, 200)}) {message}"
    kind = error.get("type") or error.get("error_type")
    return error_class(status)(
        status,
        _located(status, message, where),
        error_code=word,
        type=_shortened(kind),
        param=_shortened(error.get("param")),
        **details,
    )


def _located(status: int, message: str, where: str) -> str:
    # A wrong base URL is the commonest reason of a 404.
    return f"{message} ({where})" if status == 404 and where and where not in message else message


def error_from_reply(
    status: int,
    reason: str,
    headers: Mapping[str, str],
    body: bytes,
    where: str = "",
    redacted: Callable[[Any], Any] = lambda value: value,
) -> GenAIException:
    """The exception for a reply whose status is not 2xx, whatever its body is.

    where: verb and URL of the request, which the message of a 404 names. redacted: returns a text or a JSON value
    without secrets; it is called before anything is shortened, so that no part of a secret is left.
    """
    text = body.decode("utf-8", "replace")
    shown: str = redacted(text[: 2 * _KEPT])
    details: dict[str, Any] = {
        "request_id": headers.get("x-request-id", ""),
        "headers": headers,
        "body": shown[:_KEPT],
    }
    try:
        parsed = redacted(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        parsed = None
    # Gemini wraps its object into a list.
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    if isinstance(parsed, dict):
        error = parsed.get("error")
        if error and isinstance(error, (str, dict, list)):
            return error_from_object(status, error, where=where, **details)
        if _message_in(parsed):
            return error_from_object(status, parsed, where=where, **details)
    message = f"{excerpt(reason, 200) or 'no reason given'}; the server said: {excerpt(shown) or 'nothing'}"
    return error_class(status)(status, _located(status, message, where), **details)
