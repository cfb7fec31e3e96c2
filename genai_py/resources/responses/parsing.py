"""``Responses.Parse``: its builder, and the form of its requests and replies.

Source: https://platform.openai.com/docs/guides/structured-outputs
"""

from __future__ import annotations

import logging
from typing import Any

from ...core.building.params import JsonParam
from ...toolkit.parsing import Answer, ParseSettings, Parsing
from ...toolkit.schemas import Schema
from ..chat.parsing import ASK_AGAIN, ChatParseParams, ChatParsing
from .acting import ResponsesDialogue
from .as_chat import chat_fields
from .content import ResponseMessageRefusal
from .output_items import ResponseOutputMessage
from .params import ResponsesParams
from .results import Response

logger = logging.getLogger("genai_py")


class ResponsesParseParams(ParseSettings, ResponsesParams):
    """The request of a response whose answer is parsed."""

    __slots__ = ()


class ResponsesParsing(ResponsesDialogue, Parsing[Response]):
    """The requests and replies of ``responses``, or of ``chat/completions`` for a local server."""

    params = ResponsesParseParams

    @classmethod
    def begin(cls, request: JsonParam, local: bool) -> Parsing[Any]:
        """Return the dialogue, on chat for a local server: LM Studio and llama.cpp ignore ``text.format``."""
        _check_format(request)
        if not local:
            return cls(request)
        fields = chat_fields(request.ToJson())
        if fields is None:
            logger.debug("Responses.Parse: chat cannot express the request; a server may ignore its text.format")
            return cls(request)
        logger.debug("Responses.Parse: local servers may ignore text.format of responses; chat/completions is used")
        made = ChatParseParams()
        made._fields = fields
        return ChatParsing(made)

    def set_format(self, name: str, schema: Schema, strict: bool) -> None:
        """Ask for answers that conform to a schema."""
        fields = self.request._fields
        named = {"type": "json_schema", "name": name, "schema": schema, **({"strict": True} if strict else {})}
        text = fields.get("text") or {}
        fields["text"] = {**(text._fields if isinstance(text, JsonParam) else text), "format": named}

    def read(self, reply: Response) -> Answer:
        """Return the text of the output, or its refusal."""
        messages = [item for item in reply.output if isinstance(item, ResponseOutputMessage)]
        refusals = [
            part.refusal
            for item in messages
            for part in (item.content if isinstance(item.content, list) else [])
            if isinstance(part, ResponseMessageRefusal)
        ]
        cut_short = ""
        if reply.incomplete_details is not None:
            cut_short = reply.incomplete_details.reason or "it is incomplete"
        calls = ", ".join(call.name for call in self.calls_of(reply))
        return Answer(reply.output_text, "".join(refusals), cut_short, calls)

    def ask_again(self, reply: Response, problem: str) -> None:
        """Add the answer, and what is wrong with it."""
        self.add_reply(reply, [])
        asked = {"role": "user", "content": ASK_AGAIN.format(problem)}
        self._items.append(asked)
        fields = self.request._fields
        fields["input"] = [asked] if fields.get("conversation") else list(self._items)


def _check_format(request: JsonParam) -> None:
    text = request._fields.get("text")
    fields = text._fields if isinstance(text, JsonParam) else text or {}
    if "format" in fields:
        raise ValueError("Parse sets the format of Text itself, by the class of the answer")
