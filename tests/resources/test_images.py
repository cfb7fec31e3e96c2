"""Images: painted, edited and varied; the forms and what comes back, as base64 or at a URL."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from genai_py import (
    BackGroundType,
    GenAI,
    GenAIException,
    GenAIFactory,
    GeneratedImages,
    GenerateImageUsage,
    ImageCreateParams,
    ImageEditParams,
    ImageInputFidelity,
    ImageInputTokensDetails,
    ImageModerationType,
    ImageOutputTokensDetails,
    ImagePart,
    ImageQualityType,
    ImageSize,
    ImageStyle,
    ImageVariationParams,
    Media,
    OutputFormatType,
    ResponseFormat,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import images

from .calls import FORMS, exchange, not_shown, setters_of
from .form_server import Came, FormServer, form_server

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
PNG_BASE64 = base64.b64encode(PNG).decode()


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        client.API.MaxRetries = 0
        yield client


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_an_image_is_painted(form: str) -> None:
    seen = exchange(form, "Images", "Create", (lambda p: p.Model("gpt-image-1").Prompt("A cat").N(2),))
    assert seen.requests == ["POST images/generations"]
    assert seen.bodies == [{"model": "gpt-image-1", "prompt": "A cat", "n": 2}]
    assert type(seen.result) is GeneratedImages


CREATED = [
    (
        ImageCreateParams()
        .Prompt("A cat")
        .BackGround("transparent")
        .Model("gpt-image-1")
        .Moderation("low")
        .N(2)
        .OutputCompression(80)
        .OutputFormat("webp")
        .Quality("high")
        .ResponseFormat("b64_json")
        .Size("1536x864")
        .Style("vivid")
        .User("user-1"),
        {
            "prompt": "A cat",
            "background": "transparent",
            "model": "gpt-image-1",
            "moderation": "low",
            "n": 2,
            "output_compression": 80,
            "output_format": "webp",
            "quality": "high",
            "response_format": "b64_json",
            "size": "1536x864",
            "style": "vivid",
            "user": "user-1",
        },
    ),
    (
        ImageCreateParams()
        .BackGround(BackGroundType.auto)
        .Moderation(ImageModerationType.auto)
        .OutputFormat(OutputFormatType.png)
        .Quality(ImageQualityType.hd)
        .ResponseFormat(ResponseFormat.url)
        .Size(ImageSize.r1024x1024)
        .Style(ImageStyle.natural),
        {
            "background": "auto",
            "moderation": "auto",
            "output_format": "png",
            "quality": "hd",
            "response_format": "url",
            "size": "1024x1024",
            "style": "natural",
        },
    ),
]


@pytest.mark.parametrize(("builder", "written"), CREATED)
def test_the_builder_writes_the_api_s_keys(builder: ImageCreateParams, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


EDITED = [
    (
        ImageEditParams()
        .Image(PNG, "cat.png")
        .BackGround("opaque")
        .InputFidelity("high")
        .Moderation("auto")
        .OutputFormat("jpeg")
        .OutputCompression(80)
        .Prompt("A hat")
        .Mask(PNG, "mask.png")
        .Model("gpt-image-1")
        .N(1)
        .Quality("medium")
        .Size("auto")
        .ResponseFormat("url")
        .User("user-1"),
        {
            "background": "opaque",
            "input_fidelity": "high",
            "moderation": "auto",
            "output_format": "jpeg",
            "output_compression": "80",
            "prompt": "A hat",
            "model": "gpt-image-1",
            "n": "1",
            "quality": "medium",
            "size": "auto",
            "response_format": "url",
            "user": "user-1",
        },
    ),
    (
        ImageEditParams()
        .BackGround(BackGroundType.opaque)
        .InputFidelity(ImageInputFidelity.low)
        .Moderation(ImageModerationType.low)
        .OutputFormat(OutputFormatType.webp)
        .Quality(ImageQualityType.low)
        .Size(ImageSize.r1536x1024)
        .ResponseFormat(ResponseFormat.b64_json),
        {
            "background": "opaque",
            "input_fidelity": "low",
            "moderation": "low",
            "output_format": "webp",
            "quality": "low",
            "size": "1536x1024",
            "response_format": "b64_json",
        },
    ),
    (
        ImageVariationParams().Image(PNG).Model("dall-e-2").N(2).ResponseFormat("url").Size("256x256").User("u"),
        {"model": "dall-e-2", "n": "2", "response_format": "url", "size": "256x256", "user": "u"},
    ),
    (
        ImageVariationParams().ResponseFormat(ResponseFormat.b64_json).Size(ImageSize.r512x512),
        {"response_format": "b64_json", "size": "512x512"},
    ),
]


@pytest.mark.parametrize(("builder", "texts"), EDITED)
def test_the_forms_have_the_api_s_fields(builder: Any, texts: dict[str, str]) -> None:
    assert {name: value for name, value in builder.to_multipart().fields if isinstance(value, str)} == texts


@pytest.mark.parametrize("form", ["blocking", "promise"])
@pytest.mark.parametrize(("name", "path"), [("Edit", "images/edits"), ("Variation", "images/variations")])
def test_forms_are_sent(name: str, path: str, form: str, cat: Path, server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"created": 1, "data": [{"b64_json": PNG_BASE64}]})

    def build(params: Any) -> None:
        params.Model("dall-e-2").Image(cat).N(1)

    if form == "blocking":
        made = getattr(client.Images, name)(build)
    else:
        made = getattr(client.Images, f"AsyncAwait{name}")(build).result(10)
    (came,) = server.came
    assert came.request == f"POST /v1/{path}"
    image = came["image"]
    assert (image.filename, image.mime_type, image.data) == ("cat.png", "image/png", PNG)
    assert [part.text for part in came.parts if part.name != "image"] == ["dall-e-2", "1"]
    assert type(made) is GeneratedImages
    assert made.data[0].GetStream().read() == PNG


def files_of(params: ImageEditParams) -> list[tuple[str, str]]:
    return [(name, value.name) for name, value in params.to_multipart().fields if not isinstance(value, str)]


def test_one_image_and_several_have_the_names_that_the_api_gives_them(cat: Path) -> None:
    uri = Media.load(PNG).data_uri
    assert files_of(ImageEditParams().Image(str(cat))) == [("image", "cat.png")]
    assert files_of(ImageEditParams().Image([cat])) == [("image", "cat.png")]
    assert files_of(ImageEditParams().Image([cat, str(cat), PNG, uri])) == [
        ("image[]", "cat.png"),
        ("image[]", "cat.png"),
        ("image[]", "file"),
        ("image[]", "file.png"),
    ]
    assert files_of(ImageEditParams().Image(cat).Image(io.BytesIO(PNG), "hat.png").Mask(cat, "mask.png")) == [
        ("image[]", "cat.png"),
        ("image[]", "hat.png"),
        ("mask", "mask.png"),
    ]
    assert files_of(ImageEditParams().Image([io.BytesIO(PNG), PNG], ["a.png", "b.webp"], "image/png")) == [
        ("image[]", "a.png"),
        ("image[]", "b.webp"),
    ]


def test_every_image_must_have_a_name_where_names_are_given() -> None:
    with pytest.raises(ValueError, match=r"ImageEditParams\.Image got 2 images and 1 names"):
        ImageEditParams().Image([PNG, PNG], ["a.png"])
    with pytest.raises(TypeError, match=r"ImageEditParams\.Image takes a name for an image"):
        ImageEditParams().Image(PNG, ["a.png"])
    with pytest.raises(TypeError, match=r"ImageEditParams\.Image takes a path, bytes, .* got int 5"):
        ImageEditParams().Image([PNG, 5])  # type: ignore[list-item]


def test_a_missing_file_fails_before_anything_is_sent(server: FormServer, client: GenAI, cat: Path) -> None:
    gone = cat.with_name("gone.png")
    for build in (lambda p: p.Image([cat, gone]), lambda p: p.Image(cat).Mask(gone)):
        with pytest.raises(FileNotFoundError, match=r"no such file to send: '.*gone\.png'"):
            client.Images.Edit(build)
    with pytest.raises(FileNotFoundError, match=r"no such file to send: '.*gone\.png'"):
        client.Images.Variation(lambda p: p.Image(gone))
    assert server.came == []


def test_every_setter_is_shown_above() -> None:
    shown = [builder for builder, _ in [*CREATED, *EDITED]]
    assert not_shown(images, shown) == set()


@pytest.mark.parametrize("setter", setters_of(images), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(images, kind)(), name)(object())


@pytest.mark.parametrize(
    ("kind", "name", "good"),
    [
        (ImageCreateParams, "BackGround", "'transparent', 'opaque', 'auto'"),
        (ImageCreateParams, "Style", "'vivid', 'natural'"),
        (ImageEditParams, "InputFidelity", "'high', 'low'"),
        (ImageVariationParams, "ResponseFormat", "'url', 'b64_json'"),
    ],
)
def test_an_unknown_value_is_refused_with_the_good_ones(kind: Any, name: str, good: str) -> None:
    with pytest.raises(ValueError, match=rf"{kind.__name__}\.{name}: takes one of {good}, got 'x'"):
        getattr(kind(), name)("x")


REPLY = f"""{{
  "created": 1713833628, "background": "opaque", "output_format": "png", "quality": "high", "size": "1024x1024",
  "data": [{{"b64_json": "{PNG_BASE64}"}}, {{"url": null, "revised_prompt": "A cat, black", "new": 1}}],
  "usage": {{
    "total_tokens": 100, "input_tokens": 50, "output_tokens": 50,
    "input_tokens_details": {{"text_tokens": 10, "image_tokens": 40, "cached_tokens": 0}},
    "output_tokens_details": {{"text_tokens": 0, "image_tokens": 50}}
  }}
}}"""


def test_nothing_of_a_reply_is_lost(tmp_path: Path) -> None:
    made = decode(GeneratedImages, REPLY.encode())
    made.data[0].SaveToFile(tmp_path / "a.png")
    assert made.ToJson() == json.loads(REPLY)


def test_a_reply_is_read_by_its_fields() -> None:
    made = decode(GeneratedImages, REPLY.encode())
    assert (made.background, made.output_format, made.quality, made.size) == ("opaque", "png", "high", "1024x1024")
    assert (made.created_as_string, made.CreatedAsString) == ("2024-04-23T00:53:48Z",) * 2
    assert [type(image) for image in made.data] == [ImagePart, ImagePart]
    assert made.data[1].revised_prompt == "A cat, black"
    usage = made.usage
    assert type(usage) is GenerateImageUsage
    assert (usage.total_tokens, usage.input_tokens, usage.output_tokens) == (100, 50, 50)
    assert type(usage.input_tokens_details) is ImageInputTokensDetails
    assert type(usage.output_tokens_details) is ImageOutputTokensDetails
    assert usage.input_tokens_details.image_tokens == 40
    assert usage.input_tokens_details.extra == {"cached_tokens": 0}
    assert usage.output_tokens_details.image_tokens == 50


def part(**fields: Any) -> ImagePart:
    return decode(ImagePart, json.dumps(fields).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"b64_json": PNG_BASE64},
        {"b64_json": PNG_BASE64[:8] + "\r\n" + PNG_BASE64[8:]},
        {"b64_json": f"data:image/png;base64,{PNG_BASE64}"},
        {"url": f"data:image/png;base64,{PNG_BASE64}"},
    ],
    ids=["base64", "base64 over lines", "a data URI", "a data URI as URL"],
)
def test_an_image_is_a_stream_and_a_file(fields: dict[str, Any], tmp_path: Path) -> None:
    image = part(**fields)
    assert image.GetStream().read() == PNG
    assert image.file_name == ""
    image.SaveToFile(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == PNG
    assert image.file_name == image.FileName == str(tmp_path / "a.png")  # type: ignore[attr-defined]
    image.Download(tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes() == PNG


def test_an_image_at_a_url_is_fetched_once_and_without_the_key(
    server: FormServer, client: GenAI, tmp_path: Path
) -> None:
    def answer(came: Came) -> web.Response:
        if came.request.startswith("GET"):
            return web.Response(body=PNG, content_type="image/png")
        return web.json_response({"data": [{"url": f"{server.url}/cat.png"}]})

    server.answer = answer
    (image,) = client.Images.Create(lambda p: p.Prompt("A cat").ResponseFormat("url")).data
    image.Download(tmp_path / "cat.png")
    assert image.GetStream().read() == (tmp_path / "cat.png").read_bytes() == PNG
    assert server.requests == ["POST /v1/images/generations", "GET /v1/cat.png"]
    assert "Authorization" not in server.came[1].headers
    assert image.b64_json == ""


def test_a_url_that_has_no_image_leaves_no_file(server: FormServer, tmp_path: Path) -> None:
    server.answer = lambda came: web.Response(status=403, text="expired")
    with pytest.raises(GenAIException, match="expired"):
        part(url=f"{server.url}/cat.png").Download(tmp_path / "cat.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "the server sent no image"),
        ({"b64_json": "%%%"}, "base64 is invalid"),
        ({"url": "/images/cat.png"}, "only http and https URLs can be fetched"),
        ({"url": "file:///etc/passwd"}, "only http and https URLs can be fetched"),
    ],
)
def test_what_is_no_image_is_refused(fields: dict[str, Any], error: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=error):
        part(**fields).SaveToFile(tmp_path / "cat.png")
    assert list(tmp_path.iterdir()) == []


def test_a_file_needs_a_name_and_a_folder(tmp_path: Path) -> None:
    image = part(b64_json=PNG_BASE64)
    with pytest.raises(ValueError, match=r"ImagePart\.SaveToFile needs the name of a file"):
        image.SaveToFile("")
    image.SaveToFile("", RaiseError=False)
    with pytest.raises(FileNotFoundError, match="no such folder to write to"):
        image.SaveToFile(tmp_path / "none" / "cat.png")
    assert image.file_name == ""
