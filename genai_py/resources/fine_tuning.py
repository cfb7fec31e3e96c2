"""Fine-tuning: a model trained further on examples.

Source: https://platform.openai.com/docs/api-reference/fine-tuning
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, overload

from ..core.building.pagination import UrlPaginationParams
from ..core.building.params import JsonParam, part_of
from ..core.building.setters import setter
from ..core.calls.operations import GET, POST, Route, every_page, operation
from ..core.results.base import Result, TimeText, items, result
from ..core.results.decoding import register_tagged_union
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .lists import AdvancedList, PaginatedList
from .types import FineTunedStatus, JobMethodType

if TYPE_CHECKING:
    from typing_extensions import Self


class WandbParams(JsonParam):
    """The Weights & Biases project that a job reports to."""

    __slots__ = ()

    Project = setter(str, "project", doc="The project of the run.")
    Name = setter(str, "name", doc="The display name of the run; the job's id by default.")
    Entity = setter(str, "entity", doc="The team or user that the run belongs to.")
    Tags = setter(list[str], "tags", doc="Tags of the run.")

    @classmethod
    def New(cls, Project: str, Name: str, Entity: str, Tags: Sequence[str]) -> Self:
        """Return the settings from all values at once."""
        return cls().Project(Project).Name(Name).Entity(Entity).Tags(Tags)


class JobIntegrationParams(JsonParam):
    """A service that a job reports to."""

    __slots__ = ()

    Type = setter(str, "type", doc="``wandb``, for Weights and Biases.")
    Wandb = setter((WandbParams, dict), "wandb", doc="The Weights & Biases settings.")


class Auto(str, Enum):
    """The value that lets the server choose a number."""

    auto = "auto"


class HyperparametersParams(JsonParam):
    """The hyperparameters of a job. Each may be ``"auto"``, which is the default."""

    __slots__ = ()

    Beta = setter(
        (Auto, float), "beta", doc="For ``dpo``: how closely the model follows its base model."
    )
    BatchSize = setter((Auto, int), "batch_size", doc="The number of examples per batch.")
    LearningRateMultiplier = setter(
        (Auto, float), "learning_rate_multiplier", doc="Scales the learning rate; smaller overfits less."
    )
    NEpochs = setter((Auto, int), "n_epochs", doc="The number of passes through all examples.")


HyperparametersProc = HyperparametersParams | Callable[[HyperparametersParams], Any]
"""Hyperparameters, or a function that fills them."""


class SupervisedMethodParams(JsonParam):
    """Supervised fine-tuning, on examples of good answers."""

    __slots__ = ()

    Hyperparameters = setter(HyperparametersParams, "hyperparameters", doc="The hyperparameters.")

    @classmethod
    def New(cls, Value: HyperparametersProc) -> Self:
        """Set the hyperparameters."""
        return cls().Hyperparameters(Value)


class DpoMethodParams(JsonParam):
    """Training on pairs of a preferred and a rejected answer."""

    __slots__ = ()

    Hyperparameters = setter(HyperparametersParams, "hyperparameters", doc="The hyperparameters.")

    @classmethod
    def New(cls, Value: HyperparametersProc) -> Self:
        """Set the hyperparameters."""
        return cls().Hyperparameters(Value)


class JobMethodParams(JsonParam):
    """The method of a job."""

    __slots__ = ()

    Type = setter(JobMethodType, "type", doc="The type of the method.")
    Supervised = setter(SupervisedMethodParams, "supervised", doc="The settings for ``supervised``.")
    Dpo = setter(DpoMethodParams, "dpo", doc="The settings for ``dpo``.")

    @classmethod
    def NewSupervised(cls, Value: HyperparametersProc) -> Self:
        """Supervised fine-tuning, on examples of good answers."""
        return cls().Type(JobMethodType.supervised).Supervised(SupervisedMethodParams.New(Value))

    @classmethod
    def NewDpo(cls, Value: HyperparametersProc) -> Self:
        """Training on pairs of a preferred and a rejected answer."""
        return cls().Type(JobMethodType.dpo).Dpo(DpoMethodParams.New(Value))


class FineTuningJobParams(JsonParam):
    """A new job. Source: https://platform.openai.com/docs/api-reference/fine-tuning/create"""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of the model to fine-tune.")
    TrainingFile = setter(
        str, "training_file", doc="The id of a JSONL file uploaded for the purpose ``fine-tune``."
    )
    Suffix = setter(str, "suffix", doc="Up to 64 characters for the name of the fine-tuned model.")
    ValidationFile = setter(
        str, "validation_file", doc="The id of a file of validation examples."
    )
    Integrations = setter(
        list[JobIntegrationParams], "integrations", doc="The services that the job reports to."
    )
    Seed = setter(int, "seed", doc="For the same seed and parameters, the server tries to train the same way.")

    @overload
    def Method(self, Value: JobMethodParams | Callable[[JobMethodParams], Any], /) -> Self: ...
    @overload
    def Method(self, AType: JobMethodType | str, Value: HyperparametersProc, /) -> Self: ...
    def Method(self, Value: Any, Hyperparameters: Any = None, /) -> Self:
        """The method of the job: a ``JobMethodParams``, or the name of a method with its hyperparameters."""
        where = f"{type(self).__name__}.Method"
        if not isinstance(Value, str):
            takes = "JobMethodParams (or a function that fills one), or JobMethodType with HyperparametersParams"
            return self.Add("method", part_of(where, JobMethodParams, Value, takes=takes))
        new = _METHODS.get(Value)
        if new is None:
            raise ValueError(f"{where}: takes one of {', '.join(map(repr, _METHODS))}, got {Value!r}")
        return self.Add("method", new(part_of(where, HyperparametersParams, Hyperparameters)))


_METHODS: dict[str, Callable[[HyperparametersProc], JobMethodParams]] = {
    "supervised": JobMethodParams.NewSupervised,
    "dpo": JobMethodParams.NewDpo,
}


@result
class FineTuningJobError(Result):
    """Why a job failed."""

    code: str = ""
    message: str = ""
    param: str = ""


@result
class Hyperparameters(Result):
    """The hyperparameters of a job. Each is a number, or ``"auto"``."""

    beta: float | str | None = None
    batch_size: int | str | None = None
    learning_rate_multiplier: float | str | None = None
    n_epochs: int | str | None = None


@result
class ReinforcementHyperparameters(Hyperparameters):
    """The hyperparameters of a ``reinforcement`` job. Numbers may be ``"auto"``."""

    compute_multiplier: float | str | None = None
    eval_interval: int | str | None = None
    eval_samples: int | str | None = None
    reasoning_effort: str = ""


@result
class WanDB(Result):
    """The Weights & Biases project that a job reports to."""

    project: str = ""
    name: str = ""
    entity: str = ""
    tags: list[str] = items()


@result
class FineTuningJobIntegration(Result):
    """A service that a job reports to."""

    type: str = ""
    wandb: WanDB | None = None


@result
class Supervised(Result):
    """Supervised fine-tuning, on examples of good answers."""

    hyperparameters: Hyperparameters | None = None


@result
class Dpo(Result):
    """Training on pairs of a preferred and a rejected answer."""

    hyperparameters: Hyperparameters | None = None


@result
class Reinforcement(Result):
    """Training on the scores that a grader assigns to answers."""

    grader: dict[str, Any] | None = None
    hyperparameters: ReinforcementHyperparameters | None = None
    response_format: dict[str, Any] | None = None


@result
class FineTuningMethod(Result):
    """The method of a job, decoded to the class of its ``type`` if that is known."""

    type: JobMethodType | str | None = None
    supervised: Supervised | None = None
    dpo: Dpo | None = None


@result
class SupervisedFineTuningMethod(FineTuningMethod):
    """A method with ``supervised``."""


@result
class DpoFineTuningMethod(FineTuningMethod):
    """A method with ``dpo``."""


@result
class ReinforcementFineTuningMethod(FineTuningMethod):
    """A method with ``reinforcement``, which the original does not have."""

    reinforcement: Reinforcement | None = None


register_tagged_union(
    FineTuningMethod,
    "type",
    {
        "supervised": SupervisedFineTuningMethod,
        "dpo": DpoFineTuningMethod,
        "reinforcement": ReinforcementFineTuningMethod,
    },
)


@result
class FineTuningJob(Result):
    """A job; times are Unix times in seconds. Source: https://platform.openai.com/docs/api-reference/fine-tuning/object"""

    id: str = ""
    created_at: int | None = None
    error: FineTuningJobError | None = None
    fine_tuned_model: str = ""
    finished_at: int | None = None
    hyperparameters: Hyperparameters | None = None
    model: str = ""
    object: str = ""
    organization_id: str = ""
    result_files: list[str] = items()
    status: FineTunedStatus | str | None = None
    trained_tokens: int | None = None
    training_file: str = ""
    validation_file: str = ""
    integrations: list[FineTuningJobIntegration] = items()
    seed: int | None = None
    estimated_finish: int | None = None
    method: FineTuningMethod | None = None
    metadata: dict[str, Any] | None = None

    created_at_as_string = TimeText("created_at")
    finished_at_as_string = TimeText("finished_at")
    estimated_finish_as_string = TimeText("estimated_finish")


@result
class FineTuningJobs(PaginatedList[FineTuningJob]):
    """A page of jobs."""

    data: list[FineTuningJob] = items()


@result
class EventData(Result):
    """Additional data of an event, which depends on the event; the fields are in ``extra``."""


@result
class JobEvent(Result):
    """An event of a job. created_at: Unix time in seconds.

    Source: https://platform.openai.com/docs/api-reference/fine-tuning/event-object
    """

    object: str = ""
    id: str = ""
    created_at: int | None = None
    level: str = ""
    message: str = ""
    type: str = ""
    data: EventData | None = None

    created_at_as_string = TimeText("created_at")


@result
class JobEvents(PaginatedList[JobEvent]):
    """A page of events."""

    data: list[JobEvent] = items()


@result
class Metrics(Result):
    """The metrics of a checkpoint."""

    step: float | None = None
    train_loss: float | None = None
    train_mean_token_accuracy: float | None = None
    valid_loss: float | None = None
    valid_mean_token_accuracy: float | None = None
    full_valid_loss: float | None = None
    full_valid_mean_token_accuracy: float | None = None


@result
class JobCheckpoint(Result):
    """The model at one step of a job. created_at: Unix time in seconds.

    Source: https://platform.openai.com/docs/api-reference/fine-tuning/checkpoint-object
    """

    id: str = ""
    created_at: int | None = None
    fine_tuned_model_checkpoint: str = ""
    step_number: int | None = None
    metrics: Metrics | None = None
    fine_tuning_job_id: str = ""
    object: str = ""

    created_at_as_string = TimeText("created_at")


@result
class JobCheckpoints(AdvancedList[JobCheckpoint]):
    """A page of checkpoints."""

    data: list[JobCheckpoint] = items()


AsynFineTuningJob = AsynCallBack[FineTuningJob]
AsynFineTuningJobs = AsynCallBack[FineTuningJobs]
AsynJobEvents = AsynCallBack[JobEvents]
AsynJobCheckpoints = AsynCallBack[JobCheckpoints]
PromiseFineTuningJob = PromiseCallBack[FineTuningJob]
PromiseFineTuningJobs = PromiseCallBack[FineTuningJobs]
PromiseJobEvents = PromiseCallBack[JobEvents]
PromiseJobCheckpoints = PromiseCallBack[JobCheckpoints]


class FineTuningRoute(Route):
    """Jobs: ``fine_tuning/jobs``, ``fine_tuning/jobs/{id}``, and its ``cancel``, ``events`` and ``checkpoints``.

    The original requests events and checkpoints at ``jobs/{id}/...``, without ``fine_tuning/``, unlike the API.
    """

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "fine_tuning/jobs", params=FineTuningJobParams, result=FineTuningJob
    )
    Cancel, AsynCancel, AsyncAwaitCancel = operation(
        POST, "fine_tuning/jobs/{JobId}/cancel", ids=1, result=FineTuningJob
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "fine_tuning/jobs", params=UrlPaginationParams, result=FineTuningJobs
    )
    ListAll = every_page(List, FineTuningJob)
    Events, AsynEvents, AsyncAwaitEvents = operation(
        GET, "fine_tuning/jobs/{JobId}/events", ids=1, params=UrlPaginationParams, result=JobEvents
    )
    AllEvents = every_page(Events, JobEvent)
    Checkpoints, AsynCheckpoints, AsyncAwaitCheckpoints = operation(
        GET, "fine_tuning/jobs/{JobId}/checkpoints", ids=1, params=UrlPaginationParams, result=JobCheckpoints
    )
    AllCheckpoints = every_page(Checkpoints, JobCheckpoint)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "fine_tuning/jobs/{JobId}", ids=1, result=FineTuningJob
    )
