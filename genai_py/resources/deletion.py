"""The reply to a deletion, the same for many resources.

Source: https://platform.openai.com/docs/api-reference/models/delete
"""

from __future__ import annotations

from ..core.results.base import Result, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack


@result
class Deletion(Result):
    """A deleted object. version: the deleted version of a skill."""

    id: str = ""
    object: str = ""
    deleted: bool | None = None
    version: str = ""


AsynDeletion = AsynCallBack[Deletion]
PromiseDeletion = PromiseCallBack[Deletion]
