"""The reply to a deletion, the same for many resources.

Source: https://platform.openai.com/docs/api-reference/models/delete
"""

from __future__ import annotations

from ..core.results.base import Result, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack


@result
class Deletion(Result):
    """What was deleted. version: which one, of a skill's versions."""

    id: str = ""
    object: str = ""
    deleted: bool | None = None
    version: str = ""


AsynDeletion = AsynCallBack[Deletion]
PromiseDeletion = PromiseCallBack[Deletion]
