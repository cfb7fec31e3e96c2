"""Enumerations of decision models. Source: https://lmstudio.ai/docs/developer"""

from __future__ import annotations

from enum import Enum


class DecisionType(str, Enum):
    """The types of questions and answers; an answer may also be a refusal."""

    predicate = "predicate"
    choice = "choice"
    score = "score"
    refusal = "refusal"
    sdk_unknown = "sdk_unknown"


class SystemOneType(str, Enum):
    """The types of questions and answers: yes or no, one of several options, a level."""

    noul = "noul"
    choice = "choice"
    score = "score"
    sdk_unknown = "sdk_unknown"
