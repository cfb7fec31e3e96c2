"""The exceptions of the SDK, and the rules that turn a reply into one. Pure functions, no socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from multidict import CIMultiDict

from .spelling import BothSpellings

_EXCERPT = 500


class GenAIException(BothSpellings, Exception):
    """Base of all errors of the SDK.

    code: the HTTP status, 0 where no reply came. error_message: what the server said, or what went wrong.
    type, param: from the server's error object, else "". request_id: the server's id of the request, else "".
    headers: those of the reply, found in any case. body: the reply's text, possibly cut.
    Source: https://platform.openai.com/docs/guides/error-codes
    """

    def __init__(
        self,
        code: int = 0,
        error_message: str = "",
        *,
        type: str = "",
        param: str = "",
        request_id: str = "",
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> None:
        super().__init__(f"error {code}: {error_message}" if code else error_message)
        self.code = code
        self.error_message = error_message
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


class GenAIAuthError(GenAIException):
    """401: the key is missing, wrong or revoked."""


class GenAICountryNotSupportedError(GenAIException):
    """403: the country or the account is not allowed to do this."""


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
    401: GenAIAuthError,
    403: GenAICountryNotSupportedError,
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


def error_from_object(status: int, error: Any, **details: Any) -> GenAIException:
    """The exception for an ``error`` value: the API's object, or a plain text as some servers send.

    A numeric ``code`` inside the object names the status where the reply's own is 200 (an error inside a stream).
    """
    if isinstance(error, Mapping):
        inner = error.get("code")
        if status < 400:
            status = inner if isinstance(inner, int) and 400 <= inner < 600 else 0
        message = _as_text(error.get("message")) or excerpt(_as_text(dict(error)))
        if isinstance(inner, str) and inner and inner not in message:
            message = f"({inner}) {message}"
        return error_class(status)(
            status, message, type=_as_text(error.get("type")), param=_as_text(error.get("param")), **details
        )
    return error_class(status)(status if status >= 400 else 0, excerpt(_as_text(error)), **details)


def error_from_reply(status: int, reason: str, headers: Mapping[str, str], body: bytes) -> GenAIException:
    """The exception for a reply whose status is not 2xx, whatever its body is."""
    text = body.decode("utf-8", "replace")
    details: dict[str, Any] = {
        "request_id": headers.get("x-request-id", ""),
        "headers": headers,
        "body": text[:65536],
    }
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        parsed = None
    # Gemini wraps its object into a list.
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    if isinstance(parsed, dict):
        for key in ("error", "detail", "message"):
            error = parsed.get(key)
            if error and isinstance(error, (str, dict, list)):
                return error_from_object(status, error, **details)
    message = f"{reason or 'no reason given'}; the server said: {excerpt(text) or 'nothing'}"
    return error_class(status)(status, message, **details)
