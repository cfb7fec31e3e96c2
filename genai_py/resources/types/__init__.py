"""The enumerations of the API; their values are those on the wire.

A value in a result that is not listed here stays a string. ``sdk_unknown`` represents such a value in the original;
it is never sent. Source: https://platform.openai.com/docs/api-reference; each module names its pages.
"""

from __future__ import annotations

from .audio import (
    AudioVoice as AudioVoice,
    SpeechFormat as SpeechFormat,
    SpeechStreamFormat as SpeechStreamFormat,
    TimestampGranularity as TimestampGranularity,
    TranscriptionChunkingStrategyType as TranscriptionChunkingStrategyType,
    TranscriptionInclude as TranscriptionInclude,
    TranscriptionResponseFormat as TranscriptionResponseFormat,
)
from .chat import (
    AudioFormat as AudioFormat,
    ChatVoice as ChatVoice,
    FinishReason as FinishReason,
    ImageDetail as ImageDetail,
    Modalities as Modalities,
    ReasoningEffort as ReasoningEffort,
    Role as Role,
    SchemaType as SchemaType,
    SearchWebOptions as SearchWebOptions,
    ThinkingLevelType as ThinkingLevelType,
    ToolCalls as ToolCalls,
    ToolChoice as ToolChoice,
    VerbosityType as VerbosityType,
)
from .data import (
    BatchStatus as BatchStatus,
    BatchUrl as BatchUrl,
    ChunkingStrategyType as ChunkingStrategyType,
    ContainerMemoryLimit as ContainerMemoryLimit,
    EncodingFormat as EncodingFormat,
    FilesPurpose as FilesPurpose,
    FineTunedStatus as FineTunedStatus,
    HarmCategories as HarmCategories,
    JobMethodType as JobMethodType,
    RunStatus as RunStatus,
)
from .decisions import (
    DecisionType as DecisionType,
    SystemOneType as SystemOneType,
)
from .images import (
    BackGroundType as BackGroundType,
    ImageInputFidelity as ImageInputFidelity,
    ImageModerationType as ImageModerationType,
    ImageQualityType as ImageQualityType,
    ImageSize as ImageSize,
    ImageStyle as ImageStyle,
    OutputFormatType as OutputFormatType,
    ResponseFormat as ResponseFormat,
)
from .messages import (
    MessageBlockType as MessageBlockType,
    MessageDeltaType as MessageDeltaType,
    MessageSourceType as MessageSourceType,
    MessageStopReason as MessageStopReason,
    MessageStreamType as MessageStreamType,
    MessageThinkingType as MessageThinkingType,
    MessageToolChoiceType as MessageToolChoiceType,
)
from .response_parts import (
    JsonNodeKind as JsonNodeKind,
    ResponseAnnotationType as ResponseAnnotationType,
    ResponseComputerType as ResponseComputerType,
    ResponseContentType as ResponseContentType,
    ResponseItemContentType as ResponseItemContentType,
    ResponsesBlockType as ResponsesBlockType,
    ResponseStatus as ResponseStatus,
    ResponseStreamType as ResponseStreamType,
    ResponseToolsFilterType as ResponseToolsFilterType,
    ResponseToolsType as ResponseToolsType,
    ResponseTypes as ResponseTypes,
    ToolCallKind as ToolCallKind,
    ToolResultKind as ToolResultKind,
)
from .responses import (
    AllowedToolsMode as AllowedToolsMode,
    ComparisonFilterType as ComparisonFilterType,
    CompoundFilterType as CompoundFilterType,
    FidelityType as FidelityType,
    FileSearchToolCallType as FileSearchToolCallType,
    HostedTooltype as HostedTooltype,
    ImageGenActionType as ImageGenActionType,
    InputItemType as InputItemType,
    MCPConnectorType as MCPConnectorType,
    MessageStatus as MessageStatus,
    MouseButton as MouseButton,
    OutputIncluding as OutputIncluding,
    PromptCacheRetention as PromptCacheRetention,
    ReasoningGenerateSummary as ReasoningGenerateSummary,
    ResponseFormatType as ResponseFormatType,
    ResponseOption as ResponseOption,
    ResponseTruncationType as ResponseTruncationType,
    ServiceTier as ServiceTier,
    SyntaxFormatType as SyntaxFormatType,
    ToolCallStatus as ToolCallStatus,
    ToolParamsFormatType as ToolParamsFormatType,
    ToolSearchExecution as ToolSearchExecution,
    WebSearchPreviewType as WebSearchPreviewType,
    WebSearchType as WebSearchType,
)
