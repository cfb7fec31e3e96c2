"""``client.Decisions`` and ``client.SystemOne``: questions to decision models, and their answers."""

from __future__ import annotations

import json
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from genai_py import (
    AsynDecisions,
    AsynSystemOne,
    DecisionQuestionParams,
    Decisions,
    DecisionsParams,
    GenAI,
    GenAIFactory,
    GenAIServerError,
    SystemOneParams,
    SystemOneQuestionParams,
    SystemOneReply,
)
from genai_py.testing import MockReply, MockTransport

RECORDED = Path(__file__).resolve().parent.parent / "recorded" / "decisions"
LETTER = "Where is my parcel?"


def recorded(name: str) -> Any:
    return json.loads((RECORDED / name).read_text("utf-8"))


def a_client(path: str, reply: Any) -> tuple[GenAI, MockTransport]:
    transport = MockTransport({path: reply})
    return GenAIFactory.CreateLMSInstance(http_client=transport, max_retries=0), transport


def ask_decisions(p: DecisionsParams) -> None:
    p.Model("d").Input(LETTER).PromptCacheKey("letters").SafetyIdentifier("u")
    p.Questions(
        [
            DecisionQuestionParams.NewPredicate("Is the writer angry?", "angry"),
            DecisionQuestionParams.NewChoice("What is it about?", ["parcel", True, {"value": "invoice"}], "topic"),
            DecisionQuestionParams.NewScore("How urgent is it?", {"low": "can wait", "high": "today"}),
            {"type": "predicate", "instructions": "Is it a question?"},
            lambda q: q.Type("choice").Instructions("Which?").Choices({"a": "the first", "b": "the second"}),
        ]
    )


def test_questions_for_decisions_are_sent_as_a_list() -> None:
    client, transport = a_client("POST decisions", recorded("decisions.json"))
    with client:
        client.Decisions.Create(ask_decisions)
    assert transport.requests[0].json == {
        "model": "d",
        "input": LETTER,
        "prompt_cache_key": "letters",
        "safety_identifier": "u",
        "questions": [
            {"type": "predicate", "instructions": "Is the writer angry?", "name": "angry"},
            {
                "type": "choice",
                "instructions": "What is it about?",
                "name": "topic",
                "choices": [{"value": "parcel"}, {"value": True}, {"value": "invoice"}],
            },
            {
                "type": "score",
                "instructions": "How urgent is it?",
                "levels": [{"label": "low", "description": "can wait"}, {"label": "high", "description": "today"}],
            },
            {"type": "predicate", "instructions": "Is it a question?"},
            {
                "type": "choice",
                "instructions": "Which?",
                "choices": [{"value": "a", "description": "the first"}, {"value": "b", "description": "the second"}],
            },
        ],
    }


def test_decisions_are_typed_and_found_by_name_in_every_form() -> None:
    client, _ = a_client("POST decisions", recorded("decisions.json"))
    heard: Queue[Decisions] = Queue()
    with client:
        client.Decisions.AsynCreate(ask_decisions, AsynDecisions(on_success=lambda sender, value: heard.put(value)))
        found = client.Decisions.AsyncAwaitCreate(ask_decisions).result(10)
        assert found == client.Decisions.Create(ask_decisions) == heard.get(timeout=10)
    assert found.Answer("angry").probability == 0.12
    topic = found.Answer("topic")
    assert (topic.choice, topic.confidence, topic.probabilities[1].value) == ("parcel", 0.9, "invoice")
    assert (found.answers[2].score, found.answers[2].probabilities[2].label) == (1.2, "high")
    assert (found.answers[3].type, found.answers[3].name) == ("refusal", "")
    with pytest.raises(KeyError, match="no answer named 'mood'; the names are: angry, topic, urgency"):
        found.Answer("mood")


def ask_system_one(p: SystemOneParams) -> None:
    p.Model("d").State({"letter": LETTER})
    p.Questions(
        {
            "angry": SystemOneQuestionParams.NewNoul("Is the writer angry?", IfTrue="Swears."),
            "topic": SystemOneQuestionParams.NewChoice("What about?", {"parcel": "a delivery", "invoice": "money"}),
            "urgency": lambda q: q.Type("score").Instructions("How urgent?").Criteria(["low", "normal", "high"]),
            "asks": {"type": "noul", "instructions": "Is it a question?"},
        }
    )


def test_questions_for_system_one_are_sent_by_their_ids() -> None:
    client, transport = a_client("POST systemone", recorded("system_one.json"))
    with client:
        client.SystemOne.Create(ask_system_one)
    assert transport.requests[0].json == {
        "model": "d",
        "state": {"letter": LETTER},
        "questions": {
            "angry": {"type": "noul", "instructions": "Is the writer angry?", "criteria": {"true": "Swears."}},
            "topic": {
                "type": "choice",
                "instructions": "What about?",
                "criteria": {"parcel": "a delivery", "invoice": "money"},
            },
            "urgency": {"type": "score", "instructions": "How urgent?", "criteria": ["low", "normal", "high"]},
            "asks": {"type": "noul", "instructions": "Is it a question?"},
        },
    }


def test_answers_of_system_one_are_typed_in_every_form() -> None:
    client, _ = a_client("POST systemone", recorded("system_one.json"))
    heard: Queue[SystemOneReply] = Queue()
    with client:
        client.SystemOne.AsynCreate(ask_system_one, AsynSystemOne(on_success=lambda sender, value: heard.put(value)))
        reply = client.SystemOne.AsyncAwaitCreate(ask_system_one).result(10)
        assert reply == client.SystemOne.Create(ask_system_one) == heard.get(timeout=10)
    assert reply.answers["angry"].noul == 0.12
    assert reply.answers["topic"].probabilities == {"parcel": 0.9, "invoice": 0.1}
    assert (reply.answers["urgency"].score, reply.answers["urgency"].legend) == (
        1.2, {"0": "low", "1": "normal", "2": "high"},
    )  # fmt: skip
    assert reply.answers["urgency"] == reply.answers["urgency"]
    assert reply.ToJson() == recorded("system_one.json")


@pytest.mark.parametrize("answers", [None, [], "none"])
def test_a_reply_without_answers_has_none(answers: Any) -> None:
    client, _ = a_client("POST systemone", {"model": "d", "answers": answers})
    with client:
        assert client.SystemOne.Create(ask_system_one).answers == {}


def test_a_model_that_cannot_decide_is_an_error() -> None:
    error = {"code": 501, "message": "This model is not a decision model", "type": "not_supported_error"}
    client, _ = a_client("POST systemone", MockReply({"error": error}, 501))
    with client, pytest.raises(GenAIServerError, match="This model is not a decision model"):
        client.SystemOne.Create(ask_system_one)


@pytest.mark.parametrize(
    ("setter", "value", "said"),
    [
        (DecisionsParams().Questions, [5], "DecisionsParams.Questions takes DecisionQuestionParams"),
        (DecisionsParams().Input, [5], "DecisionsParams.Input takes builders of items or dict in its list"),
        (DecisionQuestionParams().Levels, [True], "Levels takes str, Mapping in its list, got bool True"),
        (SystemOneParams().Questions, [5], "SystemOneParams.Questions takes a dict of questions by their ids"),
        (SystemOneParams().Questions, {"a": 5}, "SystemOneParams.Questions takes SystemOneQuestionParams"),
        (SystemOneQuestionParams().Criteria, [5], "SystemOneQuestionParams.Criteria takes list of str"),
    ],
)
def test_what_is_no_question_is_refused(setter: Any, value: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        setter(value)
