"""The reply to a deletion, the same for many resources.

Source: https://platform.openai.com/docs/api-reference/models/delete
"""

from __future__ import annotations

from ..core.callbacks import AsynCallBack, PromiseCallBack
from ..core.results import Result, result


@result
class Deletion(Result):
    """What was deleted. version: which one, of a skill's versions."""

    id: str = ""
    object: str = ""
    deleted: bool | None = None
    version: str = ""


AsynDeletion = AsynCallBack[Deletion]
PromiseDeletion = PromiseCallBack[Deletion]
