"""The displayed parts of chats, completions and responses, complete or streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from .. import (
    Chat,
    ChatMessage,
    Choice,
    Completion,
    Response,
    ResponseContent,
    ResponseOutput,
    ResponseOutputCodeInterpreter,
    ResponseOutputFileSearch,
    ResponseOutputFunction,
    ResponseOutputImageGeneration,
    ResponseOutputMCPList,
    ResponseOutputMCPTool,
    ResponseOutputMessage,
    ResponseOutputReasoning,
    ResponseOutputWebSearch,
    ResponsesEventData,
    ResponseStream,
    ToolCallKind,
    TranscriptionStream,
)
from ..resources.chat.results import MessageBase
from .parts import Call, Part, Saved, Table, Text, cell, tree
from .shown import flat, shown, text_of


@shown.register
def _chat(value: Chat) -> Iterable[Part]:
    for choice in value.choices:
        yield from shown(choice)


@shown.register
def _choice(value: Choice) -> Iterable[Part]:
    message: Any = value.message if value.message is not None else value.delta
    if isinstance(message, MessageBase):
        yield from _message(message)
    if value.finish_reason in ("length", "content_filter"):
        yield Text(f"incomplete: {text_of('', value.finish_reason)}", "note")


@shown.register
def _role_and_message(value: ChatMessage) -> Iterable[Part]:
    if value.role:
        yield Text(f"{text_of('', value.role)}:", "note")
    yield from _message(value)


def _message(message: MessageBase) -> Iterator[Part]:
    thought = message.reasoning_content or message.reasoning
    if thought:
        yield Text(thought, "note")
    if message.content:
        yield Text(message.content)
    if message.refusal:
        yield Text(message.refusal, "error")
    if isinstance(message, ChatMessage):
        if message.audio is not None:
            audio = message.audio
            yield Text(audio.transcript)
            yield Saved("audio", lambda: audio.GetStream().getvalue(), ending=".mp3")
        for note in message.annotations:
            if note.url_citation is not None:
                yield Text(f"{note.url_citation.title} {note.url_citation.url}".strip(), "note")
    for call in message.tool_calls:
        if call.function is not None:
            yield Call(call.function.name, call.function.arguments)


@shown.register
def _completion(value: Completion) -> Iterable[Part]:
    for choice in value.choices:
        yield Text(choice.text)


@shown.register
def _response(value: Response) -> Iterable[Part]:
    if isinstance(value.instructions, list):
        for instruction in value.instructions:
            role = text_of("", instruction.role) or text_of("", instruction.type)
            yield Text(f"* {role}: {instruction.text}", "note")
    for item in value.output:
        yield from shown(item)
    if value.error is not None:
        yield Text(f"{value.error.code}: {value.error.message}", "error")
    if value.incomplete_details is not None:
        yield Text(f"incomplete: {value.incomplete_details.reason}", "note")
    if not value.output:
        yield Text(f"{value.id} {text_of('', value.status)}".strip() or "no output", "note")


@shown.register
def _item(value: ResponseOutput) -> Iterable[Part]:
    yield Text(f"{text_of('', value.type)} {value.status}".strip(), "note")
    about = {name: inner for name, inner in value.ToJson().items() if name not in ("id", "type", "status")}
    if about:
        yield Text("\n".join(tree(about)))


@shown.register
def _item_message(value: ResponseOutputMessage) -> Iterable[Part]:
    content: Any = value.content
    if isinstance(content, str):
        yield Text(content)
        return
    for part in content:
        yield from shown(part)


@shown.register
def _content(value: ResponseContent) -> Iterable[Part]:
    if value.refusal:
        yield Text(value.refusal, "error")
    elif value.text:
        yield Text(value.text)
    else:
        about = value.ToJson()
        kind = about.pop("type", "")
        yield Text(f"{kind}: {flat(about)[:200]}", "note")
    for note in value.annotations:
        source = " ".join(filter(None, (note.title or note.filename, note.url or note.file_id)))
        yield Text(f"{text_of('', note.type)}: {source}", "note")


@shown.register
def _reasoning(value: ResponseOutputReasoning) -> Iterable[Part]:
    thought = "\n".join(part.text for part in (*value.summary, *value.content) if part.text)
    if thought:
        yield Text(thought, "note")


@shown.register
def _function_call(value: ResponseOutputFunction) -> Iterable[Part]:
    yield Call(value.name, value.arguments)


@shown.register
def _picture(value: ResponseOutputImageGeneration) -> Iterable[Part]:
    if value.revised_prompt:
        yield Text(value.revised_prompt, "note")
    if value.result:
        yield Saved("image", lambda: value.GetStream().getvalue())
    else:
        yield Text(f"image {value.status}".strip(), "note")


@shown.register
def _web_search(value: ResponseOutputWebSearch) -> Iterable[Part]:
    about = value.action.ToJson() if value.action is not None else {}
    kind = about.pop("type", "search")
    yield Text(f"web search, {kind}: {flat(about)}", "note")


@shown.register
def _file_search(value: ResponseOutputFileSearch) -> Iterable[Part]:
    yield Text(f"file search: {'; '.join(value.queries)}", "note")
    if value.results:
        rows = [[text_of("", each.score), each.filename, cell(each.text)] for each in value.results]
        yield Table(["score", "filename", "text"], rows)


@shown.register
def _code(value: ResponseOutputCodeInterpreter) -> Iterable[Part]:
    yield Text(value.code, "note")
    for output in value.outputs:
        yield Text(output.logs or output.url)


@shown.register
def _mcp_tool(value: ResponseOutputMCPTool) -> Iterable[Part]:
    yield Text(f"{value.server_label}: {value.name}({value.arguments})", "note")
    if value.error:
        yield Text(flat(value.error), "error")
    elif value.output:
        yield Text(value.output)


@shown.register
def _mcp_tools(value: ResponseOutputMCPList) -> Iterable[Part]:
    yield Text(f"tools of {value.server_label}", "note")
    if value.tools:
        yield Table(["name", "description"], [[tool.name, cell(tool.description)] for tool in value.tools])


@shown.register
def _events(value: ResponsesEventData) -> Iterable[Part]:
    for thought in (value.thought, value.reasoning_summary):
        if thought:
            yield Text(thought, "note")
    if value.text:
        yield Text(value.text)
    if value.refusal or value.message:
        yield Text(value.refusal or value.message, "error")
    for call in value.tool_calls:
        if call.kind is ToolCallKind.tcFunction:
            yield Call(call.tool_name, call.input_json)


@singledispatch
def streamed(value: Any) -> Iterable[Text]:
    """Yield the text in a chunk of a stream; nothing for chunks without text."""
    return ()


@streamed.register
def _piece(value: str) -> Iterable[Text]:
    yield Text(value)


@streamed.register
def _chat_chunk(value: Chat) -> Iterable[Text]:
    for choice in value.choices:
        message: Any = choice.delta if choice.delta is not None else choice.message
        if isinstance(message, MessageBase):
            yield Text(message.reasoning_content or message.reasoning, "note")
            yield Text(message.content or message.refusal)


@streamed.register
def _completion_chunk(value: Completion) -> Iterable[Text]:
    for choice in value.choices:
        yield Text(choice.text)


_REASONING_EVENTS = ("response.reasoning_text.delta", "response.reasoning_summary_text.delta")
_TEXT_EVENTS = ("response.output_text.delta", "response.refusal.delta")


@streamed.register
def _event(value: ResponseStream) -> Iterable[Text]:
    if value.type in _TEXT_EVENTS:
        yield Text(value.delta)
    elif value.type in _REASONING_EVENTS:
        yield Text(value.delta, "note")


@streamed.register
def _transcription_event(value: TranscriptionStream) -> Iterable[Text]:
    if value.IsDelta():
        yield Text(value.delta)
    elif value.IsSegment():
        yield Text(f"{value.speaker}: {value.text.strip()}\n")
