"""The exceptions of the SDK, and the functions that create them from replies. Sans-I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from multidict import CIMultiDict

from .spelling import BothSpellings

_EXCERPT = 500
_LONGEST = 4000
"""The maximum length of a server's message in an exception."""
_KEPT = 65536
"""The maximum length of a reply's body in an exception."""


class GenAIException(BothSpellings, Exception):
    """Base of all errors of the SDK.

    code: the HTTP status, 0 without a reply. error_message: the server's message, or a description of the failure.
    error_code, type, param: from the server's error object, else ""; ``error_code`` is a symbolic name such as
    ``model_not_found``. request_id: the server's id of the request, else "".
    headers: those of the reply, case-insensitive. body: the text of the reply, possibly truncated.
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
        """Another name of ``error_message``."""
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
        """The whole text, as a Delphi program reads it from any exception."""
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
    """The client is not configured: no key, or no valid base URL."""


class GenAIBadRequestError(GenAIException):
    """400: the request is malformed, or a parameter is invalid."""


class GenAIAuthError(GenAIException):
    """401: the key is missing, wrong or revoked."""


class GenAICountryNotSupportedError(GenAIException):
    """403: access is denied for the country or the account."""


class GenAINotFoundError(GenAIException):
    """404: the server has no such path, model or object; the message names the path."""


class GenAIConflictError(GenAIException):
    """409: the request conflicts with the state of the object."""


class GenAIUnprocessableEntityError(GenAIException):
    """422: a parameter of the request has an unsupported value."""


class GenAIRateLimitError(GenAIException):
    """429: too many requests, or the quota is used up."""


class GenAIServerError(GenAIException):
    """500 and other 5xx: the server failed."""


class GenAIEngineOverloadedError(GenAIServerError):
    """503: the server is overloaded; try again later."""


class GenAIInvalidResponseError(GenAIException):
    """The reply violates the API: invalid JSON, a malformed event, a stream that ended too early."""


class GenAIConnectionError(GenAIException):
    """The connection could not be made, or broke.

    before_reply: whether the failure happened before the reply began, so that the request may be sent again.
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


INVALID_KEY = "invalid_api_key"
_MANAGE_TOKENS = "LM Studio's tokens are made under Developer > Server Settings > Manage Tokens"


def add_token_hint(error: GenAIException, has_token: bool) -> None:
    """Add how to get a token to the error of a local server that refuses a request. has_token: whether one was sent."""
    if isinstance(error, GenAIAuthError):
        problem = (
            "the server refuses the API token that was sent"
            if has_token
            else "the server requires an API token; pass it to CreateLMSInstance as AAPIKey, or set LM_API_TOKEN"
        )
    elif isinstance(error, GenAICountryNotSupportedError) and has_token:
        problem = "the API token may lack the permission for this request"
    else:
        return
    error.error_message = f"{error.error_message}. {problem[0].upper()}{problem[1:]}. {_MANAGE_TOKENS}"
    error.args = (f"error {error.code}: {error.error_message}" if error.code else error.error_message,)


def error_class(status: int) -> type[GenAIException]:
    """Return the exception class for an HTTP status."""
    kind = _BY_STATUS.get(status)
    if kind is None:
        kind = GenAIServerError if status >= 500 else GenAIException
    return kind


def excerpt(text: str, size: int = _EXCERPT) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text[: size * 2].split())
    return line if len(line) <= size else line[:size] + "…"


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# The keys of an error reply. A reply with other keys is an answer.
_ERROR_KEYS = frozenset(
    {
        "Message", "__type", "code", "detail", "err", "error", "errorCode", "errorMessage", "errorMsg", "errorType",
        "error_code", "error_description", "error_message", "error_msg", "error_type", "errors", "fault", "instance",
        "log_id", "message", "messages", "msg", "param", "path", "reason", "request_id", "requestId", "result",
        "status", "statusCode", "status_code", "success", "timestamp", "title", "traceId", "type",
    }
)  # fmt: skip
_ONLY_IN_ERRORS = ("error_message", "error_msg", "errorMessage", "errorMsg", "error_type")
_MESSAGES = (
    *_ONLY_IN_ERRORS[:4], "message", "error_description", "faultstring", "detail", "msg", "Message", "error", "err",
    "fault", "error_type", "errors", "title",
)  # fmt: skip
_BESIDE = ("message", "error_description", "error_message", "detail", "msg")
_STATUSES = ("code", "status", "status_code", "statusCode", "error_code", "errorCode")
_NOTHING: tuple[Any, ...] = (None, "", {})


def error_in(reply: Any, *, may_hold_error: bool = False, is_whole: bool = False) -> Any | None:
    """Return the error in a 200 reply, for ``error_from_object``; None if the reply is an answer.

    reply: parsed JSON. Gemini sends an error as a list with one object.
    may_hold_error: whether an answer may have an ``error`` field, as a failed response has; an ``id``, ``object`` or
    ``status`` then identifies it as an answer.
    is_whole: the reply is not a part of a stream, so that an empty ``error`` alone is one, too.
    """
    if isinstance(reply, list) and len(reply) == 1:
        reply = reply[0]
    if not isinstance(reply, Mapping):
        return None
    kind, status = reply.get("object"), reply.get("status")
    named = isinstance(kind, str) and kind not in ("", "error")
    stated = isinstance(status, str) and status not in ("", "error")
    identified = bool(reply.get("id") or reply.get("custom_id"))
    if reply.get("error"):
        is_answer = identified or named or stated if may_hold_error else stated and (identified or named)
        return None if is_answer else _error_beside(reply)
    if isinstance(message := reply.get("message"), Mapping) and "role" in message:
        # The message of a model, in an event of its own.
        return None
    if kind == "error" or any(reply.get(key) for key in _ONLY_IN_ERRORS):
        return dict(reply)
    said = {key: value for key, value in reply.items() if value not in _NOTHING}
    is_empty = is_whole and reply.get("error") not in (None, False)
    if _ERROR_KEYS.issuperset(said) and (is_empty or any(map(said.get, _MESSAGES))):
        # Some servers confirm an operation with a message.
        return None if reply.get("success") is True or status in ("ok", "success") else dict(reply)
    # MiniMax reports errors beside empty answers.
    base = reply.get("base_resp")
    if isinstance(base, Mapping) and base.get("status_code"):
        return {"message": base.get("status_msg"), "code": base["status_code"]}
    return None


def _error_beside(reply: Mapping[str, Any]) -> Any:
    """Return the ``error`` of a reply, with what the fields beside it say. An ``error`` of True says nothing itself."""
    error = reply["error"]
    if isinstance(error, (dict, list)):
        return error
    beside = {key: value for key, value in reply.items() if key in _ERROR_KEYS and key != "error"}
    if not isinstance(error, str):
        return dict(reply)
    more = next((beside[key] for key in _BESIDE if isinstance(beside.get(key), str) and beside[key]), "")
    if more not in error:
        error = more if error in more else f"{error}: {more}"
    return {**beside, "message": error} if any(beside.values()) else error


def _message_in(error: Mapping[str, Any]) -> str:
    found = next((error[key] for key in _MESSAGES if error.get(key)), "")
    return (_message_in(found) if isinstance(found, Mapping) else "") or _shortened(found)


def _shortened(value: Any) -> str:
    text = _as_text(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _status_in(error: Mapping[str, Any]) -> int:
    """Return the HTTP status in an error object, 0 without one."""
    for key in _STATUSES:
        number = error.get(key)
        if isinstance(number, str) and number.isdecimal() and len(number) == 3:
            number = int(number)
        if isinstance(number, int) and 400 <= number < 600:
            return number
    return 0


def error_from_object(status: int, error: Any, *, where: str = "", **details: Any) -> GenAIException:
    """Return the exception for an ``error`` value: an error object, or a plain text.

    If the reply's own status is 200, as for an error inside a stream, a number in the object supplies the status;
    without one, the message begins with the server's code.
    where: the request, which the message of a 404 names.
    """
    if not isinstance(error, Mapping):
        status = status if status >= 400 else 0
        return error_class(status)(status, _located(status, excerpt(_as_text(error)), where), **details)
    if status < 400:
        status = _status_in(error)
    code = error.get("code") or error.get("error_code") or error.get("errorCode")
    if status < 400 and code == INVALID_KEY:
        status = 401
    word = "" if code is None or isinstance(code, bool) else _shortened(code)
    message = _message_in(error) or excerpt(_as_text(dict(error)))
    # The original names the code where there is no status.
    if not status and isinstance(code, str) and code not in message:
        message = f"({excerpt(code, 200)}) {message}"
    kind = error.get("type") or error.get("error_type") or error.get("errorType")
    # Some servers refuse a key with another status.
    made = GenAIAuthError if code == INVALID_KEY else error_class(status)
    return made(
        status,
        _located(status, message, where),
        error_code=word,
        type=_shortened(kind),
        param=_shortened(error.get("param")),
        **details,
    )


def _located(status: int, message: str, where: str) -> str:
    # The most common cause of a 404 is a wrong base URL.
    return f"{message} ({where})" if status == 404 and where and where not in message else message


def _of_event(text: str) -> str:
    """Return the data of a body that is an event of a stream, as the error of a streamed request may be."""
    start = text.lstrip()[:6]
    if not start.startswith(("data:", "event:")):
        return text
    return "\n".join(line[5:] for line in text.splitlines() if line.startswith("data:")).partition("[DONE]")[0]


def error_from_reply(
    status: int,
    reason: str,
    headers: Mapping[str, str],
    body: bytes,
    where: str = "",
    redacted: Callable[[Any], Any] = lambda value: value,
) -> GenAIException:
    """Return the exception for a reply with a status other than 2xx and any body.

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
        parsed = redacted(json.loads(_of_event(text), strict=False))
    except (ValueError, RecursionError):
        parsed = None
    # Gemini sends a list with one object.
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    if isinstance(parsed, dict):
        error = parsed.get("error")
        if error and isinstance(error, (str, dict, list)):
            return error_from_object(status, _error_beside(parsed), where=where, **details)
        if _message_in(parsed):
            return error_from_object(status, parsed, where=where, **details)
    content = excerpt(shown)
    described = f"the body is: {content}" if content else "the body is empty"
    message = f"{excerpt(reason, 200) or 'no reason given'}; {described}"
    return error_class(status)(status, _located(status, message, where), **details)
