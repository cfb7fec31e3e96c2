from .client import (
    CurrentVersion as CurrentVersion,
    GenAI as GenAI,
    GenAIFactory as GenAIFactory,
)
from .core.api import (
    GenAIAPI as GenAIAPI,
)
from .core.callbacks import (
    AsynCallBack as AsynCallBack,
    AsynStreamCallBack as AsynStreamCallBack,
    ErrorText as ErrorText,
    PromiseCallBack as PromiseCallBack,
    PromiseStreamCallBack as PromiseStreamCallBack,
)
from .core.dispatchers import (
    Dispatcher as Dispatcher,
    LoopDispatcher as LoopDispatcher,
    ManualDispatcher as ManualDispatcher,
    ThreadDispatcher as ThreadDispatcher,
)
from .core.errors import (
    GenAIAPIException as GenAIAPIException,
    GenAIAuthError as GenAIAuthError,
    GenAICancelledError as GenAICancelledError,
    GenAIConnectionError as GenAIConnectionError,
    GenAICountryNotSupportedError as GenAICountryNotSupportedError,
    GenAIEngineOverloadedError as GenAIEngineOverloadedError,
    GenAIException as GenAIException,
    GenAIInvalidResponseError as GenAIInvalidResponseError,
    GenAIRateLimitError as GenAIRateLimitError,
    GenAIServerError as GenAIServerError,
    GenAITimeoutError as GenAITimeoutError,
)
from .core.event_stream import (
    EventStreamDecoder as EventStreamDecoder,
    ServerSentEvent as ServerSentEvent,
)
from .core.execution import (
    Operation as Operation,
)
from .core.monitoring import (
    HttpMonitoring as HttpMonitoring,
    RequestMonitor as RequestMonitor,
)
from .core.operations import (
    CancelToken as CancelToken,
)
from .core.parallel import (
    BundleError as BundleError,
    BundleItem as BundleItem,
    BundleList as BundleList,
)
from .core.params import (
    JsonParam as JsonParam,
    UrlAdvancedParams as UrlAdvancedParams,
    UrlPaginationParams as UrlPaginationParams,
    UrlParam as UrlParam,
)
from .core.promise import (
    AsynchronousHelper as AsynchronousHelper,
    Promise as Promise,
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
    HttpClientAPI as HttpClientAPI,
)
from .resources.completions import (
    AsynCompletion as AsynCompletion,
    AsynCompletionStream as AsynCompletionStream,
    Completion as Completion,
    CompletionChoice as CompletionChoice,
    CompletionParams as CompletionParams,
    CompletionRoute as CompletionRoute,
    ChoicesLogprobs as ChoicesLogprobs,
    PromiseCompletion as PromiseCompletion,
    PromiseCompletionStream as PromiseCompletionStream,
)
from .resources.deletion import (
    AsynDeletion as AsynDeletion,
    Deletion as Deletion,
    PromiseDeletion as PromiseDeletion,
)
from .resources.embeddings import (
    AsynEmbeddings as AsynEmbeddings,
    Embedding as Embedding,
    Embeddings as Embeddings,
    EmbeddingsParams as EmbeddingsParams,
    EmbeddingsRoute as EmbeddingsRoute,
    PromiseEmbeddings as PromiseEmbeddings,
)
from .resources.models import (
    AsynModel as AsynModel,
    AsynModels as AsynModels,
    Model as Model,
    Models as Models,
    ModelsRoute as ModelsRoute,
    PromiseModel as PromiseModel,
    PromiseModels as PromiseModels,
)

__all__: list[str]
