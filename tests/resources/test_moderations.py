"""Moderation: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    FlaggedItem,
    HarmCategories,
    ImageModerationParams,
    JsonParam,
    Moderation,
    ModerationParams,
    ModerationResult,
    TextModerationParams,
    UrlModerationParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import moderations

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Evaluate",
        (lambda p: p.Input("I want to kill them."),),
        "POST moderations",
        Moderation,
        {"input": "I want to kill them."},
    ),
    Case(
        "Evaluate",
        (lambda p: p.Model("omni-moderation-latest").Input(["Nice day", "https://example.com/image.png"]),),
        "POST moderations",
        Moderation,
        {
            "model": "omni-moderation-latest",
            "input": [
                {"type": "text", "text": "Nice day"},
                {"type": "image_url", "image_url": {"url": "https://example.com/image.png"}},
            ],
        },
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Moderation", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


PNG = b"\x89PNG\r\n\x1a\n0000"
DATA_URI = "data:image/png;base64," + base64.b64encode(PNG).decode()
URL = "https://example.com/image.png"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    return path


BUILDERS = [
    (TextModerationParams().Type("text").Text("a"), {"type": "text", "text": "a"}),
    (TextModerationParams.New("a"), {"type": "text", "text": "a"}),
    (UrlModerationParams().Url(URL), {"url": URL}),
    (UrlModerationParams.New(DATA_URI), {"url": DATA_URI}),
    (UrlModerationParams.New(PNG), {"url": DATA_URI}),
    (
        ImageModerationParams().Type("image_url").ImageUrl(URL),
        {"type": "image_url", "image_url": {"url": URL}},
    ),
    (ImageModerationParams.New(URL), {"type": "image_url", "image_url": {"url": URL}}),
    (ModerationParams().Model("omni").Input("a"), {"model": "omni", "input": "a"}),
    (
        ModerationParams().Input(
            [TextModerationParams.New("a"), ImageModerationParams.New(URL), {"type": "other"}]
        ),
        {
            "input": [
                {"type": "text", "text": "a"},
                {"type": "image_url", "image_url": {"url": URL}},
                {"type": "other"},
            ]
        },
    ),
]


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_every_setter_is_shown_above() -> None:
    assert not_shown(moderations, [builder for builder, _ in BUILDERS]) == set()


def test_the_path_of_a_picture_is_sent_as_the_picture(picture: Path) -> None:
    sent = {"type": "image_url", "image_url": {"url": DATA_URI}}
    assert ImageModerationParams.New(picture).ToJson() == sent
    assert ModerationParams().Input([str(picture)]).ToJson() == {"input": [sent]}


@pytest.mark.parametrize(
    "text", ["https://a.test is a trap", "http is a protocol", "no-such-picture.png", "x" * 9000]
)
def test_what_only_looks_like_a_picture_is_a_text(text: str) -> None:
    assert ModerationParams().Input([text]).ToJson() == {"input": [text]}


def test_a_text_that_names_a_file_is_no_way_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "passwords").write_text("secret")
    monkeypatch.chdir(tmp_path)
    assert ModerationParams().Input(["passwords"]).ToJson() == {"input": ["passwords"]}


def test_texts_alone_are_sent_as_strings_and_checked_each_by_itself() -> None:
    assert ModerationParams().Input(["a", "b"]).ToJson() == {"input": ["a", "b"]}
    assert ModerationParams().Input(["a", "https://a.test/b.png"]).ToJson() == {
        "input": [
            {"type": "text", "text": "a"},
            {"type": "image_url", "image_url": {"url": "https://a.test/b.png"}},
        ]
    }


def test_a_missing_picture_is_named_before_anything_is_sent() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.png"):
        exchange(
            "blocking",
            "Moderation",
            "Evaluate",
            (lambda p: p.Input([ImageModerationParams.New("no-such.png")]),),
        )


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes")
    with pytest.raises(ValueError, match=r"ImageModerationParams\.ImageUrl: notes\.md is text/markdown, not an image"):
        ImageModerationParams.New(tmp_path / "notes.md")


@pytest.mark.parametrize("setter", setters_of(moderations), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(moderations, kind)(), name)(object())


WRONG = [
    (
        ModerationParams,
        "Input",
        3,
        "takes str or list of str, TextModerationParams or ImageModerationParams, got int 3",
    ),
    (
        ModerationParams,
        "Input",
        [3],
        "takes str or list of str, TextModerationParams or ImageModerationParams, got int 3",
    ),
    (ModerationParams, "Input", b"text", "takes str or list of str"),
    (UrlModerationParams, "Url", 3, "takes a path, an http(s) URL, a data URI or bytes, got int 3"),
]


@pytest.mark.parametrize(("kind", "name", "value", "message"), WRONG)
def test_a_refusal_says_what_is_taken_and_what_came(kind: Any, name: str, value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"{kind.__name__}.{name} {message}")):
        getattr(kind(), name)(value)


TEXT_ONLY = """{
  "id": "modr-AB8CjOTu2jiq12hp1AQPfeqFWaORR",
  "model": "text-moderation-007",
  "results": [
    {
      "flagged": true,
      "categories": {
        "sexual": false,
        "hate": false,
        "harassment": true,
        "self-harm": false,
        "sexual/minors": false,
        "hate/threatening": false,
        "violence/graphic": false,
        "self-harm/intent": false,
        "self-harm/instructions": false,
        "harassment/threatening": true,
        "violence": true
      },
      "category_scores": {
        "sexual": 0.000011726012417057063,
        "hate": 0.22706663608551025,
        "harassment": 0.5215635299682617,
        "self-harm": 2.227119921371923e-6,
        "sexual/minors": 7.107352217872176e-8,
        "hate/threatening": 0.023547329008579254,
        "violence/graphic": 0.00003391829886822961,
        "self-harm/intent": 1.646940972932498e-6,
        "self-harm/instructions": 1.1198755256458526e-9,
        "harassment/threatening": 0.5694745779037476,
        "violence": 0.9971134662628174
      }
    }
  ]
}"""
WITH_IMAGE = """{
  "id": "modr-0d9740456c391e43c445bf0f010940c7",
  "model": "omni-moderation-latest",
  "results": [
    {
      "flagged": true,
      "categories": {
        "harassment": true,
        "harassment/threatening": true,
        "sexual": false,
        "hate": false,
        "hate/threatening": false,
        "illicit": false,
        "illicit/violent": false,
        "self-harm/intent": false,
        "self-harm/instructions": false,
        "self-harm": false,
        "sexual/minors": false,
        "violence": true,
        "violence/graphic": true
      },
      "category_scores": {
        "harassment": 0.8189693396524255,
        "harassment/threatening": 0.804985420696006,
        "sexual": 1.573112165348997e-6,
        "hate": 0.007562942636942845,
        "hate/threatening": 0.004208854591835476,
        "illicit": 0.030535955153511665,
        "illicit/violent": 0.008925306722380033,
        "self-harm/intent": 0.00023023930975076432,
        "self-harm/instructions": 0.0002293869201073356,
        "self-harm": 0.012598046106750154,
        "sexual/minors": 2.212566909570261e-8,
        "violence": 0.9999992735124786,
        "violence/graphic": 0.843064871157054
      },
      "category_applied_input_types": {
        "harassment": ["text"],
        "harassment/threatening": ["text"],
        "sexual": ["text", "image"],
        "hate": ["text"],
        "hate/threatening": ["text"],
        "illicit": [],
        "illicit/violent": [],
        "self-harm/intent": ["text", "image"],
        "self-harm/instructions": ["text", "image"],
        "self-harm": ["text", "image"],
        "sexual/minors": ["text"],
        "violence": ["text", "image"],
        "violence/graphic": ["text", "image"]
      }
    }
  ]
}"""


@pytest.mark.parametrize("text", [TEXT_ONLY, WITH_IMAGE])
def test_nothing_of_a_reply_is_lost(text: str) -> None:
    assert decode(Moderation, text.encode()).ToJson() == json.loads(text)


def test_a_result_is_read_by_its_fields() -> None:
    found = decode(Moderation, WITH_IMAGE.encode()).results[0]
    assert found.flagged is True
    assert found.categories is not None and found.category_scores is not None
    assert found.categories.violence_graphic is True and found.categories.self_harm_intent is False
    assert found.category_scores.harassment_threatening == 0.804985420696006
    assert found.category_applied_input_types is not None
    assert found.category_applied_input_types.violence == ["text", "image"]
    assert found.category_applied_input_types.illicit_violent == []
    assert (
        found.categories.extra
        == found.category_scores.extra
        == found.category_applied_input_types.extra
        == {}
    )


def test_the_flagged_kinds_come_with_their_scores() -> None:
    found = decode(Moderation, TEXT_ONLY.encode()).results[0]
    assert found.flagged_detail == [
        FlaggedItem(HarmCategories.harassment, 0.5215635299682617),
        FlaggedItem(HarmCategories.harassmentThreatening, 0.5694745779037476),
        FlaggedItem(HarmCategories.violence, 0.9971134662628174),
    ]
    item: Any = found.flagged_detail[0]
    assert (item.Category, item.Score) == (item.category, item.score)


EVERY_KIND = (
    "hate", "hate/threatening", "harassment", "harassment/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip


@pytest.mark.parametrize("name", EVERY_KIND)
def test_each_kind_of_harm_can_be_flagged(name: str) -> None:
    reply = {"flagged": True, "categories": {name: True}, "category_scores": {name: 0.5}}
    found = decode(ModerationResult, json.dumps(reply).encode())
    assert [item.score for item in found.flagged_detail] == [0.5]
    assert found.flagged_detail[0].category.value == re.sub("[/-]", " ", name)


@pytest.mark.parametrize(
    ("reply", "scores"),
    [
        ({"flagged": False, "categories": {"hate": True}}, []),
        ({"flagged": True}, []),
        ({"flagged": True, "categories": {"hate": True}}, [0.0]),
        (
            {"flagged": True, "categories": {"hate": True, "bad-manners": True}, "category_scores": None},
            [0.0],
        ),
    ],
)
def test_details_do_with_what_there_is(reply: dict[str, Any], scores: list[float]) -> None:
    found = decode(ModerationResult, json.dumps(reply).encode())
    assert [item.score for item in found.flagged_detail] == scores
