"""The contents of messages and reasoning: parts, their annotations and log probabilities.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from ...core.results.base import Result, items, kept_text, result
from ...core.results.decoding import register_tagged_union
from ..logprobs import LogprobsDetail
from ..prompt_cache import PromptCacheBreakpoint
from ..types import ImageDetail, ResponseAnnotationType, ResponseContentType, ResponseItemContentType
from .flat import no_items


class AnnotationView(Result):
    """All fields of the annotations."""

    __slots__ = ()

    file_id: str = ""
    filename: str = ""
    index: int | None = None
    container_id: str = ""
    start_index: int | None = None
    end_index: int | None = None
    title: str = ""
    url: str = ""


@result
class ResponseMessageAnnotation(AnnotationView):
    """The source of a piece of text."""

    type: ResponseAnnotationType | str | None = None


@result
class AnnotationFileCitation(ResponseMessageAnnotation):
    """A cited file; ``index`` is its position in the list of files."""

    file_id: str = ""
    filename: str = ""
    index: int | None = None


@result
class AnnotationUrlCitation(ResponseMessageAnnotation):
    """A cited web page, for the characters from ``start_index`` to ``end_index``."""

    start_index: int | None = None
    end_index: int | None = None
    title: str = ""
    url: str = ""


@result
class AnnotationFilePath(ResponseMessageAnnotation):
    """The path of a file."""

    file_id: str = ""
    index: int | None = None


@result
class AnnotationContainerFileCitation(ResponseMessageAnnotation):
    """A file of a code interpreter's container."""

    container_id: str = ""
    file_id: str = ""
    filename: str = ""
    start_index: int | None = None
    end_index: int | None = None


register_tagged_union(
    ResponseMessageAnnotation,
    "type",
    {
        "file_citation": AnnotationFileCitation,
        "url_citation": AnnotationUrlCitation,
        "file_path": AnnotationFilePath,
        "container_file_citation": AnnotationContainerFileCitation,
    },
)


@result
class ItemInputAudio(Result):
    """Audio input. data: base64. format: ``mp3`` or ``wav``."""

    data: str = ""
    format: str = ""


class ContentView(Result):
    """All fields of the parts."""

    __slots__ = ()

    text: str = ""
    annotations: list[ResponseMessageAnnotation] = no_items()
    logprobs: list[LogprobsDetail] = no_items()
    refusal: str = ""
    detail: ImageDetail | str | None = None
    file_id: str = ""
    image_url: str = ""
    file_data: str = ""
    file_url: str = ""
    filename: str = ""
    input_audio: ItemInputAudio | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@result
class ResponseContent(ContentView):
    """A part of a message's or a reasoning item's content."""

    type: ResponseContentType | ResponseItemContentType | str | None = None


@result
class ResponseMessageContent(ResponseContent):
    """``output_text``: text of the model. Local servers may omit ``annotations``."""

    annotations: list[ResponseMessageAnnotation] = items(kept=True)
    text: str = kept_text()
    logprobs: list[LogprobsDetail] = items()


@result
class ResponseMessageRefusal(ResponseContent):
    """``refusal``: why the model does not answer."""

    refusal: str = kept_text()


@result
class ResponseReasoningSummary(ResponseContent):
    """``summary_text`` or ``reasoning_text``: reasoning of the model."""

    text: str = kept_text()


@result
class ResponseItemContentTextInput(ResponseContent):
    """``input_text`` or ``text``: an input text."""

    text: str = kept_text()
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@result
class ResponseItemContentImageInput(ResponseContent):
    """``input_image``: an input image, as a URL, a data URI or a file id."""

    detail: ImageDetail | str | None = None
    file_id: str = ""
    image_url: str = ""
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@result
class ResponseItemContentScreenshot(ResponseItemContentImageInput):
    """``computer_screenshot``: a screenshot of a computer."""


@result
class ResponseItemContentFileInput(ResponseContent):
    """``input_file``: an input file, as a data URI, a URL or a file id."""

    detail: ImageDetail | str | None = None
    file_data: str = ""
    file_id: str = ""
    file_url: str = ""
    filename: str = ""
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@result
class ResponseItemAudioInput(ResponseContent):
    """``input_audio``: audio input."""

    input_audio: ItemInputAudio | None = None


register_tagged_union(
    ResponseContent,
    "type",
    {
        "output_text": ResponseMessageContent,
        "refusal": ResponseMessageRefusal,
        "summary_text": ResponseReasoningSummary,
        "reasoning_text": ResponseReasoningSummary,
        "input_text": ResponseItemContentTextInput,
        "text": ResponseItemContentTextInput,
        "input_image": ResponseItemContentImageInput,
        "computer_screenshot": ResponseItemContentScreenshot,
        "input_file": ResponseItemContentFileInput,
        "input_audio": ResponseItemAudioInput,
    },
)

# The original has the same parts once more for each place they appear in.
ResponseMessageAnnotationCommon = ResponseMessageAnnotation
InstructionsAnnotation = ResponseMessageAnnotation
ResponseItemContent = ResponseContent
ResponseItemContentCommon = ResponseContent
ResponseMessageContentCommon = ResponseContent
InstructionsContent = ResponseContent
InstructionsContentInputMessage = ResponseContent
InstructionsOutput = ResponseContent
ResponseItemContentOutputText = ResponseMessageContent
ResponseItemContentRefusal = ResponseMessageRefusal
InstructionsReasoningSummary = ResponseReasoningSummary
