"""Files, what is made of them (batches, vector stores, fine-tuned models, containers), embeddings, moderations.

Source: https://platform.openai.com/docs/api-reference/files and the pages of the others.
"""

from __future__ import annotations

from enum import Enum


class BatchUrl(str, Enum):
    """What the requests of a batch go to."""

    chat_completions = "/v1/chat/completions"
    embeddings = "/v1/embeddings"
    responses = "/v1/responses"
    completions = "/v1/completions"
    moderations = "/v1/moderations"
    sdk_unknown = "sdk_unknown"


class BatchStatus(str, Enum):
    """The status of a batch."""

    validating = "validating"
    failed = "failed"
    in_progress = "in_progress"
    finalizing = "finalizing"
    completed = "completed"
    expired = "expired"
    cancelling = "cancelling"
    cancelled = "cancelled"
    sdk_unknown = "sdk_unknown"


class EncodingFormat(str, Enum):
    """How embedding vectors are written."""

    float = "float"
    base64 = "base64"
    sdk_unknown = "sdk_unknown"


class FilesPurpose(str, Enum):
    """The purpose of a file; the ``_output`` and ``_results`` ones are files that the server makes."""

    assistants = "assistants"
    assistants_output = "assistants_output"
    batch = "batch"
    batch_output = "batch_output"
    finetune = "fine-tune"
    finetune_results = "fine-tune-results"
    vision = "vision"
    evals = "evals"
    user_data = "user_data"
    sdk_unknown = "sdk_unknown"


class ChunkingStrategyType(str, Enum):
    """How the files of a vector store are cut into chunks."""

    auto = "auto"
    static = "static"
    sdk_unknown = "sdk_unknown"


class RunStatus(str, Enum):
    """The status of a vector store, of its files and of its file batches."""

    queued = "queued"
    in_progress = "in_progress"
    requires_action = "requires_action"
    cancelling = "cancelling"
    cancelled = "cancelled"
    failed = "failed"
    completed = "completed"
    incomplete = "incomplete"
    expired = "expired"
    sdk_unknown = "sdk_unknown"


class JobMethodType(str, Enum):
    """How a model is trained further."""

    supervised = "supervised"
    dpo = "dpo"
    reinforcement = "reinforcement"
    sdk_unknown = "sdk_unknown"


class FineTunedStatus(str, Enum):
    """The status of a fine-tuning job."""

    validating_files = "validating_files"
    queued = "queued"
    running = "running"
    succeeded = "succeeded"
    failed = "failed"
    cancelled = "cancelled"
    sdk_unknown = "sdk_unknown"


class ContainerMemoryLimit(str, Enum):
    """How much memory a container has, in gigabytes."""

    g1 = "1g"
    g4 = "4g"
    g16 = "16g"
    g64 = "64g"
    sdk_unknown = "sdk_unknown"


class HarmCategories(str, Enum):
    """The kinds of harm that a moderation looks for."""

    hate = "hate"
    hateThreatening = "hate threatening"
    harassment = "harassment"
    harassmentThreatening = "harassment threatening"
    illicit = "illicit"
    illicitViolent = "illicit violent"
    selfHarm = "self harm"
    selfHarmIntent = "self harm intent"
    selfHarmInstructions = "self harm instructions"
    sexual = "sexual"
    sexualMinors = "sexual minors"
    violence = "violence"
    violenceGraphic = "violence graphic"
    sdk_unknown = "sdk_unknown"
