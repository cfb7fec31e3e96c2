from .client import (
    CurrentVersion as CurrentVersion,
)
from .client import (
    GenAI as GenAI,
)
from .client import (
    GenAIFactory as GenAIFactory,
)
from .core.api import (
    GenAIAPI as GenAIAPI,
)
from .core.callbacks import (
    AsynCallBack as AsynCallBack,
)
from .core.callbacks import (
    AsynStreamCallBack as AsynStreamCallBack,
)
from .core.callbacks import (
    ErrorText as ErrorText,
)
from .core.callbacks import (
    PromiseCallBack as PromiseCallBack,
)
from .core.callbacks import (
    PromiseStreamCallBack as PromiseStreamCallBack,
)
from .core.dispatchers import (
    Dispatcher as Dispatcher,
)
from .core.dispatchers import (
    LoopDispatcher as LoopDispatcher,
)
from .core.dispatchers import (
    ManualDispatcher as ManualDispatcher,
)
from .core.dispatchers import (
    ThreadDispatcher as ThreadDispatcher,
)
from .core.errors import (
    GenAIAPIException as GenAIAPIException,
)
from .core.errors import (
    GenAIAuthError as GenAIAuthError,
)
from .core.errors import (
    GenAICancelledError as GenAICancelledError,
)
from .core.errors import (
    GenAIConnectionError as GenAIConnectionError,
)
from .core.errors import (
    GenAICountryNotSupportedError as GenAICountryNotSupportedError,
)
from .core.errors import (
    GenAIEngineOverloadedError as GenAIEngineOverloadedError,
)
from .core.errors import (
    GenAIException as GenAIException,
)
from .core.errors import (
    GenAIInvalidResponseError as GenAIInvalidResponseError,
)
from .core.errors import (
    GenAIRateLimitError as GenAIRateLimitError,
)
from .core.errors import (
    GenAIServerError as GenAIServerError,
)
from .core.errors import (
    GenAITimeoutError as GenAITimeoutError,
)
from .core.event_stream import (
    EventStreamDecoder as EventStreamDecoder,
)
from .core.event_stream import (
    ServerSentEvent as ServerSentEvent,
)
from .core.execution import (
    Operation as Operation,
)
from .core.media import (
    Media as Media,
)
from .core.monitoring import (
    HttpMonitoring as HttpMonitoring,
)
from .core.monitoring import (
    RequestMonitor as RequestMonitor,
)
from .core.operations import (
    CancelToken as CancelToken,
)
from .core.parallel import (
    BundleError as BundleError,
)
from .core.parallel import (
    BundleItem as BundleItem,
)
from .core.parallel import (
    BundleList as BundleList,
)
from .core.parameters import (
    Parameters as Parameters,
)
from .core.params import (
    JsonParam as JsonParam,
)
from .core.params import (
    UrlAdvancedParams as UrlAdvancedParams,
)
from .core.params import (
    UrlPaginationParams as UrlPaginationParams,
)
from .core.params import (
    UrlParam as UrlParam,
)
from .core.promise import (
    AsynchronousHelper as AsynchronousHelper,
)
from .core.promise import (
    Promise as Promise,
)
from .core.promise import (
    PromiseState as PromiseState,
)
from .core.results import (
    Result as Result,
)
from .core.streams import (
    Stream as Stream,
)
from .core.transport import (
    AiohttpClient as AiohttpClient,
)
from .core.transport import (
    HttpClientAPI as HttpClientAPI,
)
from .helpers.arrays import (
    AcknowledgedSafetyChecks as AcknowledgedSafetyChecks,
)
from .helpers.arrays import (
    Annotations as Annotations,
)
from .helpers.arrays import (
    CodeOutputs as CodeOutputs,
)
from .helpers.arrays import (
    ContainerSkills as ContainerSkills,
)
from .helpers.arrays import (
    FileSearchResults as FileSearchResults,
)
from .helpers.arrays import (
    FunctionOutputs as FunctionOutputs,
)
from .helpers.arrays import (
    InputItems as InputItems,
)
from .helpers.arrays import (
    LocalSkills as LocalSkills,
)
from .helpers.arrays import (
    MCPToolList as MCPToolList,
)
from .helpers.arrays import (
    OutputContent as OutputContent,
)
from .helpers.arrays import (
    ReasoningSummary as ReasoningSummary,
)
from .helpers.arrays import (
    ShellCallOutputs as ShellCallOutputs,
)
from .helpers.arrays import (
    Tools as Tools,
)
from .helpers.generation import (
    Generation as Generation,
)
from .helpers.generation import (
    GenerationManager as GenerationManager,
)
from .helpers.managers import (
    AnnotationManager as AnnotationManager,
)
from .helpers.managers import (
    ComputerActionManager as ComputerActionManager,
)
from .helpers.managers import (
    ContentManager as ContentManager,
)
from .helpers.managers import (
    ContextManager as ContextManager,
)
from .helpers.managers import (
    OutputContentManager as OutputContentManager,
)
from .helpers.managers import (
    Payload as Payload,
)
from .helpers.managers import (
    ShellManager as ShellManager,
)
from .helpers.managers import (
    ToolChoiceManager as ToolChoiceManager,
)
from .helpers.managers import (
    ToolManager as ToolManager,
)
from .resources.batches import (
    AsynBatch as AsynBatch,
)
from .resources.batches import (
    AsynBatches as AsynBatches,
)
from .resources.batches import (
    Batch as Batch,
)
from .resources.batches import (
    BatchCreateParams as BatchCreateParams,
)
from .resources.batches import (
    BatchErrors as BatchErrors,
)
from .resources.batches import (
    BatchErrorsData as BatchErrorsData,
)
from .resources.batches import (
    Batches as Batches,
)
from .resources.batches import (
    BatchInputTokensDetails as BatchInputTokensDetails,
)
from .resources.batches import (
    BatchOutputTokensDetails as BatchOutputTokensDetails,
)
from .resources.batches import (
    BatchRequestCounts as BatchRequestCounts,
)
from .resources.batches import (
    BatchRoute as BatchRoute,
)
from .resources.batches import (
    BatchTimeStamp as BatchTimeStamp,
)
from .resources.batches import (
    BatchUsage as BatchUsage,
)
from .resources.batches import (
    PromiseBatch as PromiseBatch,
)
from .resources.batches import (
    PromiseBatches as PromiseBatches,
)
from .resources.bundle import (
    AsynBundleList as AsynBundleList,
)
from .resources.bundle import (
    BundleParams as BundleParams,
)
from .resources.bundle import (
    PromiseBundleList as PromiseBundleList,
)
from .resources.chat.content import (
    AssistantContentParams as AssistantContentParams,
)
from .resources.chat.content import (
    ContentParams as ContentParams,
)
from .resources.chat.content import (
    ContentPart as ContentPart,
)
from .resources.chat.content import (
    ImageUrl as ImageUrl,
)
from .resources.chat.content import (
    InputAudio as InputAudio,
)
from .resources.chat.content import (
    InputFile as InputFile,
)
from .resources.chat.content import (
    PredictionParams as PredictionParams,
)
from .resources.chat.content import (
    PredictionPart as PredictionPart,
)
from .resources.chat.content import (
    PredictionPartParams as PredictionPartParams,
)
from .resources.chat.extra_body import (
    ExtraBody as ExtraBody,
)
from .resources.chat.extra_body import (
    ThinkingConfig as ThinkingConfig,
)
from .resources.chat.messages import (
    FromAssistant as FromAssistant,
)
from .resources.chat.messages import (
    FromAssistantAudioId as FromAssistantAudioId,
)
from .resources.chat.messages import (
    FromDeveloper as FromDeveloper,
)
from .resources.chat.messages import (
    FromSystem as FromSystem,
)
from .resources.chat.messages import (
    FromTool as FromTool,
)
from .resources.chat.messages import (
    FromUser as FromUser,
)
from .resources.chat.messages import (
    MessagePayload as MessagePayload,
)
from .resources.chat.params import (
    AudioParams as AudioParams,
)
from .resources.chat.params import (
    ChatParams as ChatParams,
)
from .resources.chat.params import (
    ChatUpdateParams as ChatUpdateParams,
)
from .resources.chat.params import (
    UrlChatListParams as UrlChatListParams,
)
from .resources.chat.params import (
    UrlChatParams as UrlChatParams,
)
from .resources.chat.params import (
    UserLocation as UserLocation,
)
from .resources.chat.params import (
    UserLocationApproximate as UserLocationApproximate,
)
from .resources.chat.results import (
    Annotation as Annotation,
)
from .resources.chat.results import (
    Audio as Audio,
)
from .resources.chat.results import (
    AudioData as AudioData,
)
from .resources.chat.results import (
    Chat as Chat,
)
from .resources.chat.results import (
    ChatCompletion as ChatCompletion,
)
from .resources.chat.results import (
    ChatCompletionMessage as ChatCompletionMessage,
)
from .resources.chat.results import (
    ChatContentKind as ChatContentKind,
)
from .resources.chat.results import (
    ChatDelete as ChatDelete,
)
from .resources.chat.results import (
    ChatMessage as ChatMessage,
)
from .resources.chat.results import (
    ChatMessages as ChatMessages,
)
from .resources.chat.results import (
    Choice as Choice,
)
from .resources.chat.results import (
    Delta as Delta,
)
from .resources.chat.results import (
    Function as Function,
)
from .resources.chat.results import (
    Logprobs as Logprobs,
)
from .resources.chat.results import (
    LogprobsDetail as LogprobsDetail,
)
from .resources.chat.results import (
    ToolCall as ToolCall,
)
from .resources.chat.results import (
    TopLogprobs as TopLogprobs,
)
from .resources.chat.results import (
    UrlCitation as UrlCitation,
)
from .resources.chat.route import (
    AsynChat as AsynChat,
)
from .resources.chat.route import (
    AsynChatCompletion as AsynChatCompletion,
)
from .resources.chat.route import (
    AsynChatDelete as AsynChatDelete,
)
from .resources.chat.route import (
    AsynChatMessages as AsynChatMessages,
)
from .resources.chat.route import (
    AsynChatStream as AsynChatStream,
)
from .resources.chat.route import (
    ChatRoute as ChatRoute,
)
from .resources.chat.route import (
    PromiseChat as PromiseChat,
)
from .resources.chat.route import (
    PromiseChatCompletion as PromiseChatCompletion,
)
from .resources.chat.route import (
    PromiseChatDelete as PromiseChatDelete,
)
from .resources.chat.route import (
    PromiseChatMessages as PromiseChatMessages,
)
from .resources.chat.route import (
    PromiseChatStream as PromiseChatStream,
)
from .resources.chat.stream_options import (
    IncludeObfuscation as IncludeObfuscation,
)
from .resources.chat.stream_options import (
    IncludeUsage as IncludeUsage,
)
from .resources.chat.stream_options import (
    StreamOptions as StreamOptions,
)
from .resources.chat.tools import (
    FunctionParams as FunctionParams,
)
from .resources.chat.tools import (
    ToolCallsParams as ToolCallsParams,
)
from .resources.chat.tools import (
    ToolChoiceFunctionParams as ToolChoiceFunctionParams,
)
from .resources.chat.tools import (
    ToolChoiceParams as ToolChoiceParams,
)
from .resources.chat.tools import (
    ToolName as ToolName,
)
from .resources.completions import (
    AsynCompletion as AsynCompletion,
)
from .resources.completions import (
    AsynCompletionStream as AsynCompletionStream,
)
from .resources.completions import (
    ChoicesLogprobs as ChoicesLogprobs,
)
from .resources.completions import (
    Completion as Completion,
)
from .resources.completions import (
    CompletionChoice as CompletionChoice,
)
from .resources.completions import (
    CompletionParams as CompletionParams,
)
from .resources.completions import (
    CompletionRoute as CompletionRoute,
)
from .resources.completions import (
    PromiseCompletion as PromiseCompletion,
)
from .resources.completions import (
    PromiseCompletionStream as PromiseCompletionStream,
)
from .resources.containers import (
    AsynContainer as AsynContainer,
)
from .resources.containers import (
    AsynContainerList as AsynContainerList,
)
from .resources.containers import (
    AsynContainersDelete as AsynContainersDelete,
)
from .resources.containers import (
    Container as Container,
)
from .resources.containers import (
    ContainerList as ContainerList,
)
from .resources.containers import (
    ContainerNetworkPolicy as ContainerNetworkPolicy,
)
from .resources.containers import (
    ContainerNetworkPolicyParams as ContainerNetworkPolicyParams,
)
from .resources.containers import (
    ContainerParams as ContainerParams,
)
from .resources.containers import (
    ContainersDelete as ContainersDelete,
)
from .resources.containers import (
    ContainersRoute as ContainersRoute,
)
from .resources.containers import (
    ExpiresAfter as ExpiresAfter,
)
from .resources.containers import (
    ExpiresAfterParams as ExpiresAfterParams,
)
from .resources.containers import (
    PromiseContainer as PromiseContainer,
)
from .resources.containers import (
    PromiseContainerList as PromiseContainerList,
)
from .resources.containers import (
    PromiseContainersDelete as PromiseContainersDelete,
)
from .resources.containers import (
    UrlContainerParams as UrlContainerParams,
)
from .resources.conversations import (
    AsynConversationList as AsynConversationList,
)
from .resources.conversations import (
    AsynConversations as AsynConversations,
)
from .resources.conversations import (
    AsynConversationsDeleted as AsynConversationsDeleted,
)
from .resources.conversations import (
    AsynConversationsItem as AsynConversationsItem,
)
from .resources.conversations import (
    ConversationList as ConversationList,
)
from .resources.conversations import (
    Conversations as Conversations,
)
from .resources.conversations import (
    ConversationsDeleted as ConversationsDeleted,
)
from .resources.conversations import (
    ConversationsItem as ConversationsItem,
)
from .resources.conversations import (
    ConversationsItemParams as ConversationsItemParams,
)
from .resources.conversations import (
    ConversationsParams as ConversationsParams,
)
from .resources.conversations import (
    ConversationsRoute as ConversationsRoute,
)
from .resources.conversations import (
    PromiseConversationList as PromiseConversationList,
)
from .resources.conversations import (
    PromiseConversations as PromiseConversations,
)
from .resources.conversations import (
    PromiseConversationsDeleted as PromiseConversationsDeleted,
)
from .resources.conversations import (
    PromiseConversationsItem as PromiseConversationsItem,
)
from .resources.conversations import (
    UpdateConversationsParams as UpdateConversationsParams,
)
from .resources.conversations import (
    UrlConversationsItemParams as UrlConversationsItemParams,
)
from .resources.conversations import (
    UrlListItemsParams as UrlListItemsParams,
)
from .resources.deletion import (
    AsynDeletion as AsynDeletion,
)
from .resources.deletion import (
    Deletion as Deletion,
)
from .resources.deletion import (
    PromiseDeletion as PromiseDeletion,
)
from .resources.embeddings import (
    AsynEmbeddings as AsynEmbeddings,
)
from .resources.embeddings import (
    Embedding as Embedding,
)
from .resources.embeddings import (
    Embeddings as Embeddings,
)
from .resources.embeddings import (
    EmbeddingsParams as EmbeddingsParams,
)
from .resources.embeddings import (
    EmbeddingsRoute as EmbeddingsRoute,
)
from .resources.embeddings import (
    PromiseEmbeddings as PromiseEmbeddings,
)
from .resources.fine_tuning import (
    AsynFineTuningJob as AsynFineTuningJob,
)
from .resources.fine_tuning import (
    AsynFineTuningJobs as AsynFineTuningJobs,
)
from .resources.fine_tuning import (
    AsynJobCheckpoints as AsynJobCheckpoints,
)
from .resources.fine_tuning import (
    AsynJobEvents as AsynJobEvents,
)
from .resources.fine_tuning import (
    Dpo as Dpo,
)
from .resources.fine_tuning import (
    DpoFineTuningMethod as DpoFineTuningMethod,
)
from .resources.fine_tuning import (
    DpoMethodParams as DpoMethodParams,
)
from .resources.fine_tuning import (
    EventData as EventData,
)
from .resources.fine_tuning import (
    FineTuningJob as FineTuningJob,
)
from .resources.fine_tuning import (
    FineTuningJobError as FineTuningJobError,
)
from .resources.fine_tuning import (
    FineTuningJobIntegration as FineTuningJobIntegration,
)
from .resources.fine_tuning import (
    FineTuningJobParams as FineTuningJobParams,
)
from .resources.fine_tuning import (
    FineTuningJobs as FineTuningJobs,
)
from .resources.fine_tuning import (
    FineTuningMethod as FineTuningMethod,
)
from .resources.fine_tuning import (
    FineTuningRoute as FineTuningRoute,
)
from .resources.fine_tuning import (
    Hyperparameters as Hyperparameters,
)
from .resources.fine_tuning import (
    HyperparametersParams as HyperparametersParams,
)
from .resources.fine_tuning import (
    JobCheckpoint as JobCheckpoint,
)
from .resources.fine_tuning import (
    JobCheckpoints as JobCheckpoints,
)
from .resources.fine_tuning import (
    JobEvent as JobEvent,
)
from .resources.fine_tuning import (
    JobEvents as JobEvents,
)
from .resources.fine_tuning import (
    JobIntegrationParams as JobIntegrationParams,
)
from .resources.fine_tuning import (
    JobMethodParams as JobMethodParams,
)
from .resources.fine_tuning import (
    Metrics as Metrics,
)
from .resources.fine_tuning import (
    PromiseFineTuningJob as PromiseFineTuningJob,
)
from .resources.fine_tuning import (
    PromiseFineTuningJobs as PromiseFineTuningJobs,
)
from .resources.fine_tuning import (
    PromiseJobCheckpoints as PromiseJobCheckpoints,
)
from .resources.fine_tuning import (
    PromiseJobEvents as PromiseJobEvents,
)
from .resources.fine_tuning import (
    Reinforcement as Reinforcement,
)
from .resources.fine_tuning import (
    ReinforcementFineTuningMethod as ReinforcementFineTuningMethod,
)
from .resources.fine_tuning import (
    ReinforcementHyperparameters as ReinforcementHyperparameters,
)
from .resources.fine_tuning import (
    Supervised as Supervised,
)
from .resources.fine_tuning import (
    SupervisedFineTuningMethod as SupervisedFineTuningMethod,
)
from .resources.fine_tuning import (
    SupervisedMethodParams as SupervisedMethodParams,
)
from .resources.fine_tuning import (
    WanDB as WanDB,
)
from .resources.fine_tuning import (
    WandbParams as WandbParams,
)
from .resources.functions import (
    CalledFunction as CalledFunction,
)
from .resources.functions import (
    CalledFunctionSpecifics as CalledFunctionSpecifics,
)
from .resources.functions import (
    ChatMessageTool as ChatMessageTool,
)
from .resources.functions import (
    FunctionCore as FunctionCore,
)
from .resources.functions import (
    WeatherReportFunction as WeatherReportFunction,
)
from .resources.lists import (
    AdvancedList as AdvancedList,
)
from .resources.lists import (
    PaginatedList as PaginatedList,
)
from .resources.models import (
    AsynModel as AsynModel,
)
from .resources.models import (
    AsynModels as AsynModels,
)
from .resources.models import (
    Model as Model,
)
from .resources.models import (
    Models as Models,
)
from .resources.models import (
    ModelsRoute as ModelsRoute,
)
from .resources.models import (
    PromiseModel as PromiseModel,
)
from .resources.models import (
    PromiseModels as PromiseModels,
)
from .resources.moderations import (
    AsynModeration as AsynModeration,
)
from .resources.moderations import (
    FlaggedItem as FlaggedItem,
)
from .resources.moderations import (
    ImageModerationParams as ImageModerationParams,
)
from .resources.moderations import (
    Moderation as Moderation,
)
from .resources.moderations import (
    ModerationCategories as ModerationCategories,
)
from .resources.moderations import (
    ModerationCategoryApplied as ModerationCategoryApplied,
)
from .resources.moderations import (
    ModerationCategoryScores as ModerationCategoryScores,
)
from .resources.moderations import (
    ModerationParams as ModerationParams,
)
from .resources.moderations import (
    ModerationResult as ModerationResult,
)
from .resources.moderations import (
    ModerationRoute as ModerationRoute,
)
from .resources.moderations import (
    PromiseModeration as PromiseModeration,
)
from .resources.moderations import (
    TextModerationParams as TextModerationParams,
)
from .resources.moderations import (
    UrlModerationParams as UrlModerationParams,
)
from .resources.responses.actions import (
    AcknowledgedSafetyCheck as AcknowledgedSafetyCheck,
)
from .resources.responses.actions import (
    Action as Action,
)
from .resources.responses.actions import (
    CodeInterpreterOutput as CodeInterpreterOutput,
)
from .resources.responses.actions import (
    CodeInterpreterResult as CodeInterpreterResult,
)
from .resources.responses.actions import (
    CodeInterpreterResultFiles as CodeInterpreterResultFiles,
)
from .resources.responses.actions import (
    ComputerAction as ComputerAction,
)
from .resources.responses.actions import (
    ComputerActionClick as ComputerActionClick,
)
from .resources.responses.actions import (
    ComputerActionCommon as ComputerActionCommon,
)
from .resources.responses.actions import (
    ComputerActionDoubleClick as ComputerActionDoubleClick,
)
from .resources.responses.actions import (
    ComputerActionDrag as ComputerActionDrag,
)
from .resources.responses.actions import (
    ComputerActionKeyPressed as ComputerActionKeyPressed,
)
from .resources.responses.actions import (
    ComputerActionMove as ComputerActionMove,
)
from .resources.responses.actions import (
    ComputerActionScreenshot as ComputerActionScreenshot,
)
from .resources.responses.actions import (
    ComputerActionScroll as ComputerActionScroll,
)
from .resources.responses.actions import (
    ComputerActionType as ComputerActionType,
)
from .resources.responses.actions import (
    ComputerActionWait as ComputerActionWait,
)
from .resources.responses.actions import (
    ComputerOutput as ComputerOutput,
)
from .resources.responses.actions import (
    DragPath as DragPath,
)
from .resources.responses.actions import (
    DragPoint as DragPoint,
)
from .resources.responses.actions import (
    FileSearchResult as FileSearchResult,
)
from .resources.responses.actions import (
    FindActionResult as FindActionResult,
)
from .resources.responses.actions import (
    InstructionsAction as InstructionsAction,
)
from .resources.responses.actions import (
    InstructionsOutputs as InstructionsOutputs,
)
from .resources.responses.actions import (
    InstructionsResults as InstructionsResults,
)
from .resources.responses.actions import (
    InstructionsSafetyChecks as InstructionsSafetyChecks,
)
from .resources.responses.actions import (
    InstructionsTools as InstructionsTools,
)
from .resources.responses.actions import (
    MCPListTool as MCPListTool,
)
from .resources.responses.actions import (
    OpenPageActionResult as OpenPageActionResult,
)
from .resources.responses.actions import (
    PendingSafetyChecks as PendingSafetyChecks,
)
from .resources.responses.actions import (
    ResponseApplyPatchOperation as ResponseApplyPatchOperation,
)
from .resources.responses.actions import (
    ResponseCodeInterpreterOutput as ResponseCodeInterpreterOutput,
)
from .resources.responses.actions import (
    ResponseShellAction as ResponseShellAction,
)
from .resources.responses.actions import (
    ResponseShellOutcome as ResponseShellOutcome,
)
from .resources.responses.actions import (
    ResponseShellOutput as ResponseShellOutput,
)
from .resources.responses.actions import (
    SearchActionResult as SearchActionResult,
)
from .resources.responses.actions import (
    SearchActionSource as SearchActionSource,
)
from .resources.responses.actions import (
    ToolCallAction as ToolCallAction,
)
from .resources.responses.array_builder import (
    ArrayBuilder as ArrayBuilder,
)
from .resources.responses.content import (
    AnnotationContainerFileCitation as AnnotationContainerFileCitation,
)
from .resources.responses.content import (
    AnnotationFileCitation as AnnotationFileCitation,
)
from .resources.responses.content import (
    AnnotationFilePath as AnnotationFilePath,
)
from .resources.responses.content import (
    AnnotationUrlCitation as AnnotationUrlCitation,
)
from .resources.responses.content import (
    InstructionsAnnotation as InstructionsAnnotation,
)
from .resources.responses.content import (
    InstructionsContent as InstructionsContent,
)
from .resources.responses.content import (
    InstructionsContentInputMessage as InstructionsContentInputMessage,
)
from .resources.responses.content import (
    InstructionsOutput as InstructionsOutput,
)
from .resources.responses.content import (
    InstructionsReasoningSummary as InstructionsReasoningSummary,
)
from .resources.responses.content import (
    ItemInputAudio as ItemInputAudio,
)
from .resources.responses.content import (
    LogProb as LogProb,
)
from .resources.responses.content import (
    ResponseContent as ResponseContent,
)
from .resources.responses.content import (
    ResponseItemAudioInput as ResponseItemAudioInput,
)
from .resources.responses.content import (
    ResponseItemContent as ResponseItemContent,
)
from .resources.responses.content import (
    ResponseItemContentCommon as ResponseItemContentCommon,
)
from .resources.responses.content import (
    ResponseItemContentFileInput as ResponseItemContentFileInput,
)
from .resources.responses.content import (
    ResponseItemContentImageInput as ResponseItemContentImageInput,
)
from .resources.responses.content import (
    ResponseItemContentOutputText as ResponseItemContentOutputText,
)
from .resources.responses.content import (
    ResponseItemContentRefusal as ResponseItemContentRefusal,
)
from .resources.responses.content import (
    ResponseItemContentTextInput as ResponseItemContentTextInput,
)
from .resources.responses.content import (
    ResponseMessageAnnotation as ResponseMessageAnnotation,
)
from .resources.responses.content import (
    ResponseMessageAnnotationCommon as ResponseMessageAnnotationCommon,
)
from .resources.responses.content import (
    ResponseMessageContent as ResponseMessageContent,
)
from .resources.responses.content import (
    ResponseMessageContentCommon as ResponseMessageContentCommon,
)
from .resources.responses.content import (
    ResponseMessageRefusal as ResponseMessageRefusal,
)
from .resources.responses.content import (
    ResponseOutputLogprob as ResponseOutputLogprob,
)
from .resources.responses.content import (
    ResponseOutputLogprobItem as ResponseOutputLogprobItem,
)
from .resources.responses.content import (
    ResponseReasoningSummary as ResponseReasoningSummary,
)
from .resources.responses.content import (
    TopLogProb as TopLogProb,
)
from .resources.responses.content_params import (
    Content as Content,
)
from .resources.responses.content_params import (
    FunctionInputFile as FunctionInputFile,
)
from .resources.responses.content_params import (
    FunctionInputImage as FunctionInputImage,
)
from .resources.responses.content_params import (
    FunctionInputText as FunctionInputText,
)
from .resources.responses.content_params import (
    FunctionOutput as FunctionOutput,
)
from .resources.responses.content_params import (
    ItemAudioContent as ItemAudioContent,
)
from .resources.responses.content_params import (
    ItemContent as ItemContent,
)
from .resources.responses.content_params import (
    OutputLogprobs as OutputLogprobs,
)
from .resources.responses.content_params import (
    OutputMessageContent as OutputMessageContent,
)
from .resources.responses.content_params import (
    OutputNotation as OutputNotation,
)
from .resources.responses.content_params import (
    OutputTopLogprobs as OutputTopLogprobs,
)
from .resources.responses.content_params import (
    ReasoningTextContent as ReasoningTextContent,
)
from .resources.responses.engine import (
    ResponsesEventDispatcher as ResponsesEventDispatcher,
)
from .resources.responses.engine import (
    ResponsesEventEngineManager as ResponsesEventEngineManager,
)
from .resources.responses.engine import (
    ResponsesEventEngineManagerFactory as ResponsesEventEngineManagerFactory,
)
from .resources.responses.engine import (
    ResponseStreamEventCallBack as ResponseStreamEventCallBack,
)
from .resources.responses.event_data import (
    ResponsesEventData as ResponsesEventData,
)
from .resources.responses.event_data import (
    ToolCallSnapshot as ToolCallSnapshot,
)
from .resources.responses.event_data import (
    ToolResultSnapshot as ToolResultSnapshot,
)
from .resources.responses.input_items import (
    AcknowledgedSafetyCheckParams as AcknowledgedSafetyCheckParams,
)
from .resources.responses.input_items import (
    ApplyPatchCallOutputParams as ApplyPatchCallOutputParams,
)
from .resources.responses.input_items import (
    ApplyPatchCallParams as ApplyPatchCallParams,
)
from .resources.responses.input_items import (
    ApplyPatchOperationParams as ApplyPatchOperationParams,
)
from .resources.responses.input_items import (
    CodeInterpreterOutputImage as CodeInterpreterOutputImage,
)
from .resources.responses.input_items import (
    CodeInterpreterOutputLogs as CodeInterpreterOutputLogs,
)
from .resources.responses.input_items import (
    CodeInterpreterOutputs as CodeInterpreterOutputs,
)
from .resources.responses.input_items import (
    CodeInterpreterToolCall as CodeInterpreterToolCall,
)
from .resources.responses.input_items import (
    CompactionItemParams as CompactionItemParams,
)
from .resources.responses.input_items import (
    ComputerClick as ComputerClick,
)
from .resources.responses.input_items import (
    ComputerDoubleClick as ComputerDoubleClick,
)
from .resources.responses.input_items import (
    ComputerDrag as ComputerDrag,
)
from .resources.responses.input_items import (
    ComputerDragPoint as ComputerDragPoint,
)
from .resources.responses.input_items import (
    ComputerKeyPressed as ComputerKeyPressed,
)
from .resources.responses.input_items import (
    ComputerMove as ComputerMove,
)
from .resources.responses.input_items import (
    ComputerScreenshot as ComputerScreenshot,
)
from .resources.responses.input_items import (
    ComputerScroll as ComputerScroll,
)
from .resources.responses.input_items import (
    ComputerToolCall as ComputerToolCall,
)
from .resources.responses.input_items import (
    ComputerToolCallAction as ComputerToolCallAction,
)
from .resources.responses.input_items import (
    ComputerToolCallOutput as ComputerToolCallOutput,
)
from .resources.responses.input_items import (
    ComputerToolCallOutputObject as ComputerToolCallOutputObject,
)
from .resources.responses.input_items import (
    ComputerType as ComputerType,
)
from .resources.responses.input_items import (
    ComputerWait as ComputerWait,
)
from .resources.responses.input_items import (
    CustomToolCall as CustomToolCall,
)
from .resources.responses.input_items import (
    CustomToolCallOutput as CustomToolCallOutput,
)
from .resources.responses.input_items import (
    FileSearchToolCall as FileSearchToolCall,
)
from .resources.responses.input_items import (
    FileSearchToolCallResult as FileSearchToolCallResult,
)
from .resources.responses.input_items import (
    FindAction as FindAction,
)
from .resources.responses.input_items import (
    FunctionCallOutput as FunctionCallOutput,
)
from .resources.responses.input_items import (
    FunctionToolCall as FunctionToolCall,
)
from .resources.responses.input_items import (
    FunctionToolCalloutput as FunctionToolCalloutput,
)
from .resources.responses.input_items import (
    ImageGeneration as ImageGeneration,
)
from .resources.responses.input_items import (
    InputItemReference as InputItemReference,
)
from .resources.responses.input_items import (
    InputListItem as InputListItem,
)
from .resources.responses.input_items import (
    InputMessage as InputMessage,
)
from .resources.responses.input_items import (
    ItemInputMessage as ItemInputMessage,
)
from .resources.responses.input_items import (
    ItemOutputMessage as ItemOutputMessage,
)
from .resources.responses.input_items import (
    LocalShellCall as LocalShellCall,
)
from .resources.responses.input_items import (
    LocalShellCallAction as LocalShellCallAction,
)
from .resources.responses.input_items import (
    LocalShellCallOutput as LocalShellCallOutput,
)
from .resources.responses.input_items import (
    MCPApprovalRequest as MCPApprovalRequest,
)
from .resources.responses.input_items import (
    MCPApprovalResponse as MCPApprovalResponse,
)
from .resources.responses.input_items import (
    MCPListTools as MCPListTools,
)
from .resources.responses.input_items import (
    MCPToolCall as MCPToolCall,
)
from .resources.responses.input_items import (
    MCPTools as MCPTools,
)
from .resources.responses.input_items import (
    OpenPageAction as OpenPageAction,
)
from .resources.responses.input_items import (
    PendingSafetyCheck as PendingSafetyCheck,
)
from .resources.responses.input_items import (
    ReasoningObject as ReasoningObject,
)
from .resources.responses.input_items import (
    SearchAction as SearchAction,
)
from .resources.responses.input_items import (
    SearchActionSourceParam as SearchActionSourceParam,
)
from .resources.responses.input_items import (
    ShellCallActionParams as ShellCallActionParams,
)
from .resources.responses.input_items import (
    ShellCallOutputContentParams as ShellCallOutputContentParams,
)
from .resources.responses.input_items import (
    ShellCallOutputOutcomeParams as ShellCallOutputOutcomeParams,
)
from .resources.responses.input_items import (
    ShellCallOutputParams as ShellCallOutputParams,
)
from .resources.responses.input_items import (
    ShellCallParams as ShellCallParams,
)
from .resources.responses.input_items import (
    ToolSearchCallParams as ToolSearchCallParams,
)
from .resources.responses.input_items import (
    ToolSearchOutputParams as ToolSearchOutputParams,
)
from .resources.responses.input_items import (
    WebSearchAction as WebSearchAction,
)
from .resources.responses.input_items import (
    WebSearchToolCall as WebSearchToolCall,
)
from .resources.responses.output_items import (
    InputOutputMessage as InputOutputMessage,
)
from .resources.responses.output_items import (
    Instructions as Instructions,
)
from .resources.responses.output_items import (
    InstructionsCommon as InstructionsCommon,
)
from .resources.responses.output_items import (
    ResponseApplyPatchCall as ResponseApplyPatchCall,
)
from .resources.responses.output_items import (
    ResponseApplyPatchCallOutput as ResponseApplyPatchCallOutput,
)
from .resources.responses.output_items import (
    ResponseCompactionItem as ResponseCompactionItem,
)
from .resources.responses.output_items import (
    ResponseCustomTool as ResponseCustomTool,
)
from .resources.responses.output_items import (
    ResponseCustomToolOutput as ResponseCustomToolOutput,
)
from .resources.responses.output_items import (
    ResponseItem as ResponseItem,
)
from .resources.responses.output_items import (
    ResponseItemCodeInterpreter as ResponseItemCodeInterpreter,
)
from .resources.responses.output_items import (
    ResponseItemCommon as ResponseItemCommon,
)
from .resources.responses.output_items import (
    ResponseItemComputerToolCall as ResponseItemComputerToolCall,
)
from .resources.responses.output_items import (
    ResponseItemComputerToolCallOutput as ResponseItemComputerToolCallOutput,
)
from .resources.responses.output_items import (
    ResponseItemFileSearchToolCall as ResponseItemFileSearchToolCall,
)
from .resources.responses.output_items import (
    ResponseItemFunctionToolCall as ResponseItemFunctionToolCall,
)
from .resources.responses.output_items import (
    ResponseItemFunctionToolCallOutput as ResponseItemFunctionToolCallOutput,
)
from .resources.responses.output_items import (
    ResponseItemImageGeneration as ResponseItemImageGeneration,
)
from .resources.responses.output_items import (
    ResponseItemInputMessage as ResponseItemInputMessage,
)
from .resources.responses.output_items import (
    ResponseItemLocalShellCall as ResponseItemLocalShellCall,
)
from .resources.responses.output_items import (
    ResponseItemLocalShellCallOutput as ResponseItemLocalShellCallOutput,
)
from .resources.responses.output_items import (
    ResponseItemMCPApprovalRequest as ResponseItemMCPApprovalRequest,
)
from .resources.responses.output_items import (
    ResponseItemMCPApprovalResponse as ResponseItemMCPApprovalResponse,
)
from .resources.responses.output_items import (
    ResponseItemMCPList as ResponseItemMCPList,
)
from .resources.responses.output_items import (
    ResponseItemMCPTool as ResponseItemMCPTool,
)
from .resources.responses.output_items import (
    ResponseItemMCPToolCall as ResponseItemMCPToolCall,
)
from .resources.responses.output_items import (
    ResponseItemOutputMessage as ResponseItemOutputMessage,
)
from .resources.responses.output_items import (
    ResponseItemWebSearchToolCall as ResponseItemWebSearchToolCall,
)
from .resources.responses.output_items import (
    ResponseMCPApproval as ResponseMCPApproval,
)
from .resources.responses.output_items import (
    ResponseOutput as ResponseOutput,
)
from .resources.responses.output_items import (
    ResponseOutputCodeInterpreter as ResponseOutputCodeInterpreter,
)
from .resources.responses.output_items import (
    ResponseOutputCommon as ResponseOutputCommon,
)
from .resources.responses.output_items import (
    ResponseOutputComputer as ResponseOutputComputer,
)
from .resources.responses.output_items import (
    ResponseOutputFileSearch as ResponseOutputFileSearch,
)
from .resources.responses.output_items import (
    ResponseOutputFunction as ResponseOutputFunction,
)
from .resources.responses.output_items import (
    ResponseOutputImageGeneration as ResponseOutputImageGeneration,
)
from .resources.responses.output_items import (
    ResponseOutputLocalShell as ResponseOutputLocalShell,
)
from .resources.responses.output_items import (
    ResponseOutputMCPList as ResponseOutputMCPList,
)
from .resources.responses.output_items import (
    ResponseOutputMCPTool as ResponseOutputMCPTool,
)
from .resources.responses.output_items import (
    ResponseOutputMessage as ResponseOutputMessage,
)
from .resources.responses.output_items import (
    ResponseOutputReasoning as ResponseOutputReasoning,
)
from .resources.responses.output_items import (
    ResponseOutputWebSearch as ResponseOutputWebSearch,
)
from .resources.responses.output_items import (
    ResponseShellCall as ResponseShellCall,
)
from .resources.responses.output_items import (
    ResponseShellCallOutput as ResponseShellCallOutput,
)
from .resources.responses.output_items import (
    ResponseToolSearchCall as ResponseToolSearchCall,
)
from .resources.responses.output_items import (
    ResponseToolSearchOutput as ResponseToolSearchOutput,
)
from .resources.responses.params import (
    ContextManagementParams as ContextManagementParams,
)
from .resources.responses.params import (
    ConversationParams as ConversationParams,
)
from .resources.responses.params import (
    PromptParams as PromptParams,
)
from .resources.responses.params import (
    ReasoningParams as ReasoningParams,
)
from .resources.responses.params import (
    ResponseCompactParams as ResponseCompactParams,
)
from .resources.responses.params import (
    ResponsesParams as ResponsesParams,
)
from .resources.responses.params import (
    TextFormatParams as TextFormatParams,
)
from .resources.responses.params import (
    TextFormatTextPrams as TextFormatTextPrams,
)
from .resources.responses.params import (
    TextJSONObjectParams as TextJSONObjectParams,
)
from .resources.responses.params import (
    TextJSONSchemaParams as TextJSONSchemaParams,
)
from .resources.responses.params import (
    TextParams as TextParams,
)
from .resources.responses.params import (
    URLIncludeParams as URLIncludeParams,
)
from .resources.responses.params import (
    UrlIncludeParams as UrlIncludeParams,
)
from .resources.responses.params import (
    UrlResponseListParams as UrlResponseListParams,
)
from .resources.responses.results import (
    Conversation as Conversation,
)
from .resources.responses.results import (
    CustomTool as CustomTool,
)
from .resources.responses.results import (
    CustomToolFormat as CustomToolFormat,
)
from .resources.responses.results import (
    InputImageMask as InputImageMask,
)
from .resources.responses.results import (
    InputTokensDetails as InputTokensDetails,
)
from .resources.responses.results import (
    OutputTokensDetails as OutputTokensDetails,
)
from .resources.responses.results import (
    Prompt as Prompt,
)
from .resources.responses.results import (
    Response as Response,
)
from .resources.responses.results import (
    ResponseApplyPatchTool as ResponseApplyPatchTool,
)
from .resources.responses.results import (
    ResponseCodeInterpreter as ResponseCodeInterpreter,
)
from .resources.responses.results import (
    ResponseCompaction as ResponseCompaction,
)
from .resources.responses.results import (
    ResponseDelete as ResponseDelete,
)
from .resources.responses.results import (
    ResponseError as ResponseError,
)
from .resources.responses.results import (
    ResponseFileSearchFilters as ResponseFileSearchFilters,
)
from .resources.responses.results import (
    ResponseFileSearchFiltersCommon as ResponseFileSearchFiltersCommon,
)
from .resources.responses.results import (
    ResponseFileSearchFiltersComparaison as ResponseFileSearchFiltersComparaison,
)
from .resources.responses.results import (
    ResponseFileSearchFiltersCompound as ResponseFileSearchFiltersCompound,
)
from .resources.responses.results import (
    ResponseFormatJSONObject as ResponseFormatJSONObject,
)
from .resources.responses.results import (
    ResponseFormatJSONSchema as ResponseFormatJSONSchema,
)
from .resources.responses.results import (
    ResponseFormatText as ResponseFormatText,
)
from .resources.responses.results import (
    ResponseImageGenerationTool as ResponseImageGenerationTool,
)
from .resources.responses.results import (
    ResponseIncompleteDetails as ResponseIncompleteDetails,
)
from .resources.responses.results import (
    ResponseLocalShellTool as ResponseLocalShellTool,
)
from .resources.responses.results import (
    ResponseMCPTool as ResponseMCPTool,
)
from .resources.responses.results import (
    ResponseNamespaceTool as ResponseNamespaceTool,
)
from .resources.responses.results import (
    ResponseRankingOptions as ResponseRankingOptions,
)
from .resources.responses.results import (
    ResponseReasoning as ResponseReasoning,
)
from .resources.responses.results import (
    Responses as Responses,
)
from .resources.responses.results import (
    ResponseShellTool as ResponseShellTool,
)
from .resources.responses.results import (
    ResponseText as ResponseText,
)
from .resources.responses.results import (
    ResponseTextFormat as ResponseTextFormat,
)
from .resources.responses.results import (
    ResponseTextFormatCommon as ResponseTextFormatCommon,
)
from .resources.responses.results import (
    ResponseTool as ResponseTool,
)
from .resources.responses.results import (
    ResponseToolChoice as ResponseToolChoice,
)
from .resources.responses.results import (
    ResponseToolCommon as ResponseToolCommon,
)
from .resources.responses.results import (
    ResponseToolComputerUse as ResponseToolComputerUse,
)
from .resources.responses.results import (
    ResponseToolContainer as ResponseToolContainer,
)
from .resources.responses.results import (
    ResponseToolFileSearch as ResponseToolFileSearch,
)
from .resources.responses.results import (
    ResponseToolFunction as ResponseToolFunction,
)
from .resources.responses.results import (
    ResponseToolSearchTool as ResponseToolSearchTool,
)
from .resources.responses.results import (
    ResponseToolWebSearch as ResponseToolWebSearch,
)
from .resources.responses.results import (
    ResponseToolWebSearchPreview as ResponseToolWebSearchPreview,
)
from .resources.responses.results import (
    ResponseUsage as ResponseUsage,
)
from .resources.responses.results import (
    ResponseWebSearchLocation as ResponseWebSearchLocation,
)
from .resources.responses.results import (
    WebSearchFilter as WebSearchFilter,
)
from .resources.responses.route import (
    AsynResponse as AsynResponse,
)
from .resources.responses.route import (
    AsynResponseCompaction as AsynResponseCompaction,
)
from .resources.responses.route import (
    AsynResponseDelete as AsynResponseDelete,
)
from .resources.responses.route import (
    AsynResponses as AsynResponses,
)
from .resources.responses.route import (
    AsynResponseStream as AsynResponseStream,
)
from .resources.responses.route import (
    PromiseResponse as PromiseResponse,
)
from .resources.responses.route import (
    PromiseResponseCompaction as PromiseResponseCompaction,
)
from .resources.responses.route import (
    PromiseResponseDelete as PromiseResponseDelete,
)
from .resources.responses.route import (
    PromiseResponses as PromiseResponses,
)
from .resources.responses.route import (
    PromiseResponseStream as PromiseResponseStream,
)
from .resources.responses.route import (
    ResponsesRoute as ResponsesRoute,
)
from .resources.responses.stream_events import (
    ResponseCodeInterpreterCallCodeDelta as ResponseCodeInterpreterCallCodeDelta,
)
from .resources.responses.stream_events import (
    ResponseCodeInterpreterCallCodeDone as ResponseCodeInterpreterCallCodeDone,
)
from .resources.responses.stream_events import (
    ResponseCodeInterpreterCallCompleted as ResponseCodeInterpreterCallCompleted,
)
from .resources.responses.stream_events import (
    ResponseCodeInterpreterCallInProgress as ResponseCodeInterpreterCallInProgress,
)
from .resources.responses.stream_events import (
    ResponseCodeInterpreterCallInterpreting as ResponseCodeInterpreterCallInterpreting,
)
from .resources.responses.stream_events import (
    ResponseCompleted as ResponseCompleted,
)
from .resources.responses.stream_events import (
    ResponseContentpartAdded as ResponseContentpartAdded,
)
from .resources.responses.stream_events import (
    ResponseContentpartDone as ResponseContentpartDone,
)
from .resources.responses.stream_events import (
    ResponseCreated as ResponseCreated,
)
from .resources.responses.stream_events import (
    ResponseCustomToolCallInputDelta as ResponseCustomToolCallInputDelta,
)
from .resources.responses.stream_events import (
    ResponseCustomToolCallInputDone as ResponseCustomToolCallInputDone,
)
from .resources.responses.stream_events import (
    ResponseFailed as ResponseFailed,
)
from .resources.responses.stream_events import (
    ResponseFileSearchCallCompleted as ResponseFileSearchCallCompleted,
)
from .resources.responses.stream_events import (
    ResponseFileSearchCallInprogress as ResponseFileSearchCallInprogress,
)
from .resources.responses.stream_events import (
    ResponseFileSearchCallSearching as ResponseFileSearchCallSearching,
)
from .resources.responses.stream_events import (
    ResponseFunctionCallArgumentsDelta as ResponseFunctionCallArgumentsDelta,
)
from .resources.responses.stream_events import (
    ResponseFunctionCallArgumentsDone as ResponseFunctionCallArgumentsDone,
)
from .resources.responses.stream_events import (
    ResponseImageGenerationCallCompleted as ResponseImageGenerationCallCompleted,
)
from .resources.responses.stream_events import (
    ResponseImageGenerationCallGenerating as ResponseImageGenerationCallGenerating,
)
from .resources.responses.stream_events import (
    ResponseImageGenerationCallInProgress as ResponseImageGenerationCallInProgress,
)
from .resources.responses.stream_events import (
    ResponseImageGenerationCallPartialImage as ResponseImageGenerationCallPartialImage,
)
from .resources.responses.stream_events import (
    ResponseIncomplete as ResponseIncomplete,
)
from .resources.responses.stream_events import (
    ResponseInProgress as ResponseInProgress,
)
from .resources.responses.stream_events import (
    ResponseMcpCallArgumentsDelta as ResponseMcpCallArgumentsDelta,
)
from .resources.responses.stream_events import (
    ResponseMcpCallArgumentsDone as ResponseMcpCallArgumentsDone,
)
from .resources.responses.stream_events import (
    ResponseMcpCallCompleted as ResponseMcpCallCompleted,
)
from .resources.responses.stream_events import (
    ResponseMcpCallFailed as ResponseMcpCallFailed,
)
from .resources.responses.stream_events import (
    ResponseMcpCallInProgress as ResponseMcpCallInProgress,
)
from .resources.responses.stream_events import (
    ResponseMcpListToolsCompleted as ResponseMcpListToolsCompleted,
)
from .resources.responses.stream_events import (
    ResponseMcpListToolsFailed as ResponseMcpListToolsFailed,
)
from .resources.responses.stream_events import (
    ResponseMcpListToolsInProgress as ResponseMcpListToolsInProgress,
)
from .resources.responses.stream_events import (
    ResponseOutputItemAdded as ResponseOutputItemAdded,
)
from .resources.responses.stream_events import (
    ResponseOutputItemDone as ResponseOutputItemDone,
)
from .resources.responses.stream_events import (
    ResponseOutputTextAnnotationAdded as ResponseOutputTextAnnotationAdded,
)
from .resources.responses.stream_events import (
    ResponseOutputTextDelta as ResponseOutputTextDelta,
)
from .resources.responses.stream_events import (
    ResponseOutputTextDone as ResponseOutputTextDone,
)
from .resources.responses.stream_events import (
    ResponseQueued as ResponseQueued,
)
from .resources.responses.stream_events import (
    ResponseReasoningSummaryPartAdded as ResponseReasoningSummaryPartAdded,
)
from .resources.responses.stream_events import (
    ResponseReasoningSummaryPartDone as ResponseReasoningSummaryPartDone,
)
from .resources.responses.stream_events import (
    ResponseReasoningSummaryTextDelta as ResponseReasoningSummaryTextDelta,
)
from .resources.responses.stream_events import (
    ResponseReasoningSummaryTextDone as ResponseReasoningSummaryTextDone,
)
from .resources.responses.stream_events import (
    ResponseReasoningTextDelta as ResponseReasoningTextDelta,
)
from .resources.responses.stream_events import (
    ResponseReasoningTextDone as ResponseReasoningTextDone,
)
from .resources.responses.stream_events import (
    ResponseRefusalDelta as ResponseRefusalDelta,
)
from .resources.responses.stream_events import (
    ResponseRefusalDone as ResponseRefusalDone,
)
from .resources.responses.stream_events import (
    ResponseStream as ResponseStream,
)
from .resources.responses.stream_events import (
    ResponseStreamError as ResponseStreamError,
)
from .resources.responses.stream_events import (
    ResponseStreamingCommon as ResponseStreamingCommon,
)
from .resources.responses.stream_events import (
    ResponseWebSearchCallCompleted as ResponseWebSearchCallCompleted,
)
from .resources.responses.stream_events import (
    ResponseWebSearchCallInprogress as ResponseWebSearchCallInprogress,
)
from .resources.responses.stream_events import (
    ResponseWebSearchCallSearching as ResponseWebSearchCallSearching,
)
from .resources.responses.tools import (
    AllowedToolsChoiceParams as AllowedToolsChoiceParams,
)
from .resources.responses.tools import (
    ApplyPatchToolParams as ApplyPatchToolParams,
)
from .resources.responses.tools import (
    CodeInterpreterContainerAutoParams as CodeInterpreterContainerAutoParams,
)
from .resources.responses.tools import (
    ComparisonFilter as ComparisonFilter,
)
from .resources.responses.tools import (
    CompoundFilter as CompoundFilter,
)
from .resources.responses.tools import (
    ContainerNetworkPolicyAllowlistParams as ContainerNetworkPolicyAllowlistParams,
)
from .resources.responses.tools import (
    ContainerNetworkPolicyDisabledParams as ContainerNetworkPolicyDisabledParams,
)
from .resources.responses.tools import (
    ContainerNetworkPolicyDomainSecretParams as ContainerNetworkPolicyDomainSecretParams,
)
from .resources.responses.tools import (
    ContainerSkillParams as ContainerSkillParams,
)
from .resources.responses.tools import (
    CustomToolChoiceParams as CustomToolChoiceParams,
)
from .resources.responses.tools import (
    CustomToolParams as CustomToolParams,
)
from .resources.responses.tools import (
    FileSearchFilters as FileSearchFilters,
)
from .resources.responses.tools import (
    FunctionShellToolParams as FunctionShellToolParams,
)
from .resources.responses.tools import (
    FunctionToolParams as FunctionToolParams,
)
from .resources.responses.tools import (
    HostedToolParams as HostedToolParams,
)
from .resources.responses.tools import (
    InlineSkillParams as InlineSkillParams,
)
from .resources.responses.tools import (
    InlineSkillSourceParams as InlineSkillSourceParams,
)
from .resources.responses.tools import (
    InputImageMaskParams as InputImageMaskParams,
)
from .resources.responses.tools import (
    LocalShellToolParams as LocalShellToolParams,
)
from .resources.responses.tools import (
    LocalSkillParams as LocalSkillParams,
)
from .resources.responses.tools import (
    Locate as Locate,
)
from .resources.responses.tools import (
    MCPAllowedToolsParams as MCPAllowedToolsParams,
)
from .resources.responses.tools import (
    MCPRequireApprovalParams as MCPRequireApprovalParams,
)
from .resources.responses.tools import (
    MCPToolParams as MCPToolParams,
)
from .resources.responses.tools import (
    MCPToolsListParams as MCPToolsListParams,
)
from .resources.responses.tools import (
    NamespaceToolParams as NamespaceToolParams,
)
from .resources.responses.tools import (
    RankingOptionsParams as RankingOptionsParams,
)
from .resources.responses.tools import (
    ResponseCodeInterpreterParams as ResponseCodeInterpreterParams,
)
from .resources.responses.tools import (
    ResponseComputerUseParams as ResponseComputerUseParams,
)
from .resources.responses.tools import (
    ResponseFileSearchParams as ResponseFileSearchParams,
)
from .resources.responses.tools import (
    ResponseFunctionParams as ResponseFunctionParams,
)
from .resources.responses.tools import (
    ResponseImageGenerationParams as ResponseImageGenerationParams,
)
from .resources.responses.tools import (
    ResponseMCPToolParams as ResponseMCPToolParams,
)
from .resources.responses.tools import (
    ResponseToolChoiceParams as ResponseToolChoiceParams,
)
from .resources.responses.tools import (
    ResponseToolParams as ResponseToolParams,
)
from .resources.responses.tools import (
    ResponseUserLocationParams as ResponseUserLocationParams,
)
from .resources.responses.tools import (
    ResponseWebSearchParams as ResponseWebSearchParams,
)
from .resources.responses.tools import (
    ShellContainerAutoParams as ShellContainerAutoParams,
)
from .resources.responses.tools import (
    ShellContainerReferenceParams as ShellContainerReferenceParams,
)
from .resources.responses.tools import (
    ShellEnvironmentParams as ShellEnvironmentParams,
)
from .resources.responses.tools import (
    ShellLocalEnvironmentParams as ShellLocalEnvironmentParams,
)
from .resources.responses.tools import (
    SkillReferenceParams as SkillReferenceParams,
)
from .resources.responses.tools import (
    ToolParamsFormatParams as ToolParamsFormatParams,
)
from .resources.responses.tools import (
    ToolSearchToolParams as ToolSearchToolParams,
)
from .resources.responses.tools import (
    WebSearchFiltersParams as WebSearchFiltersParams,
)
from .resources.responses.tools import (
    WebSearchPreviewParams as WebSearchPreviewParams,
)
from .resources.responses.tools import (
    file_search as file_search,
)
from .resources.responses.tools import (
    web_search_preview as web_search_preview,
)
from .resources.schema import (
    PropertyItem as PropertyItem,
)
from .resources.schema import (
    SchemaParams as SchemaParams,
)
from .resources.types import (
    AllowedToolsMode as AllowedToolsMode,
)
from .resources.types import (
    AudioFormat as AudioFormat,
)
from .resources.types import (
    AudioVoice as AudioVoice,
)
from .resources.types import (
    BackGroundType as BackGroundType,
)
from .resources.types import (
    BatchStatus as BatchStatus,
)
from .resources.types import (
    BatchUrl as BatchUrl,
)
from .resources.types import (
    ChatVoice as ChatVoice,
)
from .resources.types import (
    ChunkingStrategyType as ChunkingStrategyType,
)
from .resources.types import (
    ComparisonFilterType as ComparisonFilterType,
)
from .resources.types import (
    CompoundFilterType as CompoundFilterType,
)
from .resources.types import (
    ContainerMemoryLimit as ContainerMemoryLimit,
)
from .resources.types import (
    EncodingFormat as EncodingFormat,
)
from .resources.types import (
    FidelityType as FidelityType,
)
from .resources.types import (
    FileSearchToolCallType as FileSearchToolCallType,
)
from .resources.types import (
    FilesPurpose as FilesPurpose,
)
from .resources.types import (
    FineTunedStatus as FineTunedStatus,
)
from .resources.types import (
    FinishReason as FinishReason,
)
from .resources.types import (
    HarmCategories as HarmCategories,
)
from .resources.types import (
    HostedTooltype as HostedTooltype,
)
from .resources.types import (
    ImageDetail as ImageDetail,
)
from .resources.types import (
    ImageGenActionType as ImageGenActionType,
)
from .resources.types import (
    ImageInputFidelity as ImageInputFidelity,
)
from .resources.types import (
    ImageModerationType as ImageModerationType,
)
from .resources.types import (
    ImageQualityType as ImageQualityType,
)
from .resources.types import (
    ImageSize as ImageSize,
)
from .resources.types import (
    ImageStyle as ImageStyle,
)
from .resources.types import (
    InputItemType as InputItemType,
)
from .resources.types import (
    JobMethodType as JobMethodType,
)
from .resources.types import (
    MCPConnectorType as MCPConnectorType,
)
from .resources.types import (
    MessageStatus as MessageStatus,
)
from .resources.types import (
    Modalities as Modalities,
)
from .resources.types import (
    MouseButton as MouseButton,
)
from .resources.types import (
    OutputFormatType as OutputFormatType,
)
from .resources.types import (
    OutputIncluding as OutputIncluding,
)
from .resources.types import (
    PromptCacheRetention as PromptCacheRetention,
)
from .resources.types import (
    ReasoningEffort as ReasoningEffort,
)
from .resources.types import (
    ReasoningGenerateSummary as ReasoningGenerateSummary,
)
from .resources.types import (
    ResponseAnnotationType as ResponseAnnotationType,
)
from .resources.types import (
    ResponseComputerType as ResponseComputerType,
)
from .resources.types import (
    ResponseContentType as ResponseContentType,
)
from .resources.types import (
    ResponseFormat as ResponseFormat,
)
from .resources.types import (
    ResponseFormatType as ResponseFormatType,
)
from .resources.types import (
    ResponseItemContentType as ResponseItemContentType,
)
from .resources.types import (
    ResponseOption as ResponseOption,
)
from .resources.types import (
    ResponsesBlockType as ResponsesBlockType,
)
from .resources.types import (
    ResponseStatus as ResponseStatus,
)
from .resources.types import (
    ResponseStreamType as ResponseStreamType,
)
from .resources.types import (
    ResponseToolsFilterType as ResponseToolsFilterType,
)
from .resources.types import (
    ResponseToolsType as ResponseToolsType,
)
from .resources.types import (
    ResponseTruncationType as ResponseTruncationType,
)
from .resources.types import (
    ResponseTypes as ResponseTypes,
)
from .resources.types import (
    Role as Role,
)
from .resources.types import (
    RunStatus as RunStatus,
)
from .resources.types import (
    SchemaType as SchemaType,
)
from .resources.types import (
    SearchWebOptions as SearchWebOptions,
)
from .resources.types import (
    ServiceTier as ServiceTier,
)
from .resources.types import (
    SpeechFormat as SpeechFormat,
)
from .resources.types import (
    SpeechStreamFormat as SpeechStreamFormat,
)
from .resources.types import (
    SyntaxFormatType as SyntaxFormatType,
)
from .resources.types import (
    ThinkingLevelType as ThinkingLevelType,
)
from .resources.types import (
    TimestampGranularity as TimestampGranularity,
)
from .resources.types import (
    ToolCallKind as ToolCallKind,
)
from .resources.types import (
    ToolCalls as ToolCalls,
)
from .resources.types import (
    ToolChoice as ToolChoice,
)
from .resources.types import (
    ToolParamsFormatType as ToolParamsFormatType,
)
from .resources.types import (
    ToolResultKind as ToolResultKind,
)
from .resources.types import (
    ToolSearchExecution as ToolSearchExecution,
)
from .resources.types import (
    TranscriptionChunkingStrategyType as TranscriptionChunkingStrategyType,
)
from .resources.types import (
    TranscriptionInclude as TranscriptionInclude,
)
from .resources.types import (
    TranscriptionResponseFormat as TranscriptionResponseFormat,
)
from .resources.types import (
    VerbosityType as VerbosityType,
)
from .resources.types import (
    WebSearchPreviewType as WebSearchPreviewType,
)
from .resources.types import (
    WebSearchType as WebSearchType,
)
from .resources.usage import (
    CompletionDetail as CompletionDetail,
)
from .resources.usage import (
    PromptDetail as PromptDetail,
)
from .resources.usage import (
    Usage as Usage,
)
from .resources.vector_store_batches import (
    AsynVectorStoreBatch as AsynVectorStoreBatch,
)
from .resources.vector_store_batches import (
    AsynVectorStoreBatches as AsynVectorStoreBatches,
)
from .resources.vector_store_batches import (
    PromiseVectorStoreBatch as PromiseVectorStoreBatch,
)
from .resources.vector_store_batches import (
    PromiseVectorStoreBatches as PromiseVectorStoreBatches,
)
from .resources.vector_store_batches import (
    VectorStoreBatch as VectorStoreBatch,
)
from .resources.vector_store_batches import (
    VectorStoreBatchCreateParams as VectorStoreBatchCreateParams,
)
from .resources.vector_store_batches import (
    VectorStoreBatches as VectorStoreBatches,
)
from .resources.vector_store_batches import (
    VectorStoreBatchRoute as VectorStoreBatchRoute,
)
from .resources.vector_store_batches import (
    VectorStoreBatchUrlParams as VectorStoreBatchUrlParams,
)
from .resources.vector_store_files import (
    AsynVectorStoreFile as AsynVectorStoreFile,
)
from .resources.vector_store_files import (
    AsynVectorStoreFileContent as AsynVectorStoreFileContent,
)
from .resources.vector_store_files import (
    AsynVectorStoreFiles as AsynVectorStoreFiles,
)
from .resources.vector_store_files import (
    ChunkingStrategy as ChunkingStrategy,
)
from .resources.vector_store_files import (
    ChunkingStrategyStatic as ChunkingStrategyStatic,
)
from .resources.vector_store_files import (
    LastError as LastError,
)
from .resources.vector_store_files import (
    OtherChunkingStrategy as OtherChunkingStrategy,
)
from .resources.vector_store_files import (
    PromiseVectorStoreFile as PromiseVectorStoreFile,
)
from .resources.vector_store_files import (
    PromiseVectorStoreFileContent as PromiseVectorStoreFileContent,
)
from .resources.vector_store_files import (
    PromiseVectorStoreFiles as PromiseVectorStoreFiles,
)
from .resources.vector_store_files import (
    StaticChunkingStrategy as StaticChunkingStrategy,
)
from .resources.vector_store_files import (
    VectorStoreFile as VectorStoreFile,
)
from .resources.vector_store_files import (
    VectorStoreFileContent as VectorStoreFileContent,
)
from .resources.vector_store_files import (
    VectorStoreFileContentData as VectorStoreFileContentData,
)
from .resources.vector_store_files import (
    VectorStoreFiles as VectorStoreFiles,
)
from .resources.vector_store_files import (
    VectorStoreFilesCreateParams as VectorStoreFilesCreateParams,
)
from .resources.vector_store_files import (
    VectorStoreFilesRoute as VectorStoreFilesRoute,
)
from .resources.vector_store_files import (
    VectorStoreFilesUrlParams as VectorStoreFilesUrlParams,
)
from .resources.vector_stores import (
    AsynVectorStore as AsynVectorStore,
)
from .resources.vector_stores import (
    AsynVectorStores as AsynVectorStores,
)
from .resources.vector_stores import (
    AsynVectorStoreSearchResult as AsynVectorStoreSearchResult,
)
from .resources.vector_stores import (
    ChunkingStrategyParams as ChunkingStrategyParams,
)
from .resources.vector_stores import (
    ChunkStaticParams as ChunkStaticParams,
)
from .resources.vector_stores import (
    PromiseVectorStore as PromiseVectorStore,
)
from .resources.vector_stores import (
    PromiseVectorStores as PromiseVectorStores,
)
from .resources.vector_stores import (
    PromiseVectorStoreSearchResult as PromiseVectorStoreSearchResult,
)
from .resources.vector_stores import (
    VectorFileCounts as VectorFileCounts,
)
from .resources.vector_stores import (
    VectorStore as VectorStore,
)
from .resources.vector_stores import (
    VectorStoreCreateParams as VectorStoreCreateParams,
)
from .resources.vector_stores import (
    VectorStoreExpiresAfter as VectorStoreExpiresAfter,
)
from .resources.vector_stores import (
    VectorStoreExpiresAfterParams as VectorStoreExpiresAfterParams,
)
from .resources.vector_stores import (
    VectorStoreRoute as VectorStoreRoute,
)
from .resources.vector_stores import (
    VectorStores as VectorStores,
)
from .resources.vector_stores import (
    VectorStoreSearchContent as VectorStoreSearchContent,
)
from .resources.vector_stores import (
    VectorStoreSearchParams as VectorStoreSearchParams,
)
from .resources.vector_stores import (
    VectorStoreSearchRankingOptions as VectorStoreSearchRankingOptions,
)
from .resources.vector_stores import (
    VectorStoreSearchResult as VectorStoreSearchResult,
)
from .resources.vector_stores import (
    VectorStoreSearchResultItem as VectorStoreSearchResultItem,
)
from .resources.vector_stores import (
    VectorStoreTimestamp as VectorStoreTimestamp,
)
from .resources.vector_stores import (
    VectorStoreUpdateParams as VectorStoreUpdateParams,
)
from .resources.vector_stores import (
    VectorStoreUrlParam as VectorStoreUrlParam,
)

__all__: list[str]
