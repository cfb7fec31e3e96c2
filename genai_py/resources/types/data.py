"""Enumerations of files, batches, vector stores, fine-tuning, containers, embeddings and moderations.

Source: https://platform.openai.com/docs/api-reference/files and the pages of the others.
"""

from __future__ import annotations

from enum import Enum


class BatchUrl(str, Enum):
    """The endpoint to which the requests of a batch are sent."""

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
    """The encoding of embedding vectors."""

    float = "float"
    base64 = "base64"
    sdk_unknown = "sdk_unknown"


class FilesPurpose(str, Enum):
    """The purpose of a file; the server creates those of ``_output`` and ``_results``."""

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
    """The chunking strategy for the files of a vector store."""

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
    """The fine-tuning method."""

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
    """The memory limit of a container, in gigabytes."""

    g1 = "1g"
    g4 = "4g"
    g16 = "16g"
    g64 = "64g"
    sdk_unknown = "sdk_unknown"


class HarmCategories(str, Enum):
    """The categories of a moderation."""

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
