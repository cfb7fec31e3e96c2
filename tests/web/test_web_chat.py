"""The web chat in a browser, in front of the real embedded server and of one that plays a script."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from processes import python

from genai_py.embedded import EmbeddedServer

from . import browser
from .browser import running_web_chat
from .scripted import ScriptedServer, saying

CAPITAL = "What is the capital of France?"
MEDIUM = "What is the difference between a mathematician and a physicist?"
LONG = "Tell me a story."
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def patient_server() -> Iterator[EmbeddedServer]:
    """The embedded model, which may go on for so long that no answer to LONG ends before a test does."""
    with EmbeddedServer(max_tokens=3000) as server:
        yield server


@pytest.fixture(scope="module")
def embedded_chat(patient_server: EmbeddedServer) -> Iterator[str]:
    """The address of a web chat with the embedded model."""
    with running_web_chat("--base-url", patient_server.BaseURL) as address:
        yield address


@pytest.fixture
def busy_slots(patient_server: EmbeddedServer) -> Callable[[], int]:
    """How many answers the model is at work on."""

    def ask() -> int:
        with urlopen(patient_server.BaseURL.removesuffix("/v1") + "/slots", timeout=10) as reply:
            return sum(slot["is_processing"] for slot in json.load(reply))

    return ask


def becomes(count: Callable[[], int], wanted: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while count() != wanted:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def ask(page: Page, question: str) -> Locator:
    """Send a question; where its answer appears."""
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Send").click()
    return answer(page)


def answer(page: Page) -> Locator:
    """The last answer of the chat that is shown."""
    return page.locator(".answer:visible").last


def has_ended(reply: Locator) -> None:
    expect(reply).to_have_attribute("aria-busy", "false")


def sent_texts(server: ScriptedServer) -> list[tuple[str, Any]]:
    """Role and content of each message that the model got last."""
    return [(message["role"], message["content"]) for message in server.asked[-1]["messages"]]


def test_the_answer_comes_in_as_it_is_made(page: Page, embedded_chat: str) -> None:
    page.goto(embedded_chat)
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const text = document.querySelector(".answer .text")?.textContent;
                if (text && text !== window.seen.at(-1)) window.seen.push(text);
            }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }"""
    )
    reply = ask(page, MEDIUM)
    has_ended(reply)
    seen = page.evaluate("window.seen")
    assert len(seen) > 5
    assert all(len(earlier) < len(later) for earlier, later in pairwise(seen))


def test_a_chat_goes_on(page: Page, embedded_chat: str) -> None:
    page.goto(embedded_chat)
    reply = ask(page, CAPITAL)
    expect(reply).to_contain_text("Paris")
    has_ended(reply)
    expect(page.locator("#models")).to_have_value("gemma-3-270m")
    assert page.title() == f"{CAPITAL} - Web chat"

    reply = ask(page, "And of Italy?")
    expect(page.locator(".answer")).to_have_count(2)
    has_ended(reply)
    expect(reply).to_contain_text("Rome")


@pytest.mark.parametrize("way", ["button", "key", "deleting", "reload", "leaving"])
def test_the_model_stops_at_once(page: Page, embedded_chat: str, busy_slots: Callable[[], int], way: str) -> None:
    assert becomes(busy_slots, 0, 30)
    page.goto(embedded_chat)
    reply = ask(page, LONG)
    expect(reply.locator(".text")).to_contain_text(re.compile(r"\w+ \w+"))
    expect(reply).not_to_contain_text("Stopped.")
    assert busy_slots() == 1
    if way == "button":
        page.get_by_role("button", name="Stop").click()
    elif way == "key":
        page.keyboard.press("Escape")
    elif way == "deleting":
        page.get_by_role("button", name="Delete this chat").click()
    elif way == "reload":
        page.reload()
    else:
        page.goto("about:blank")
    assert becomes(busy_slots, 0, 3), "the model went on"

    if way == "leaving":
        page.goto(embedded_chat)
    if way == "deleting":
        expect(page.locator(".answer")).to_have_count(0)
    else:
        expect(answer(page)).to_contain_text("Stopped.")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(ask(page, CAPITAL)).to_contain_text("Paris")
    has_ended(answer(page))


def test_a_model_that_has_not_yet_said_a_word_is_stopped(page: Page) -> None:
    with ScriptedServer(silent=True) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        reply = ask(page, CAPITAL)
        expect(reply).to_have_text(re.compile("…"))
        assert becomes(lambda: len(server.asked), 1, 30)
        page.get_by_role("button", name="Stop").click()
        assert server.left.wait(3)
        expect(reply).to_contain_text("Stopped.")


def test_two_chats_at_once(page: Page, embedded_chat: str, busy_slots: Callable[[], int]) -> None:
    page.goto(embedded_chat)
    expect(ask(page, LONG).locator(".text")).to_contain_text(re.compile(r"\w"))
    page.get_by_role("button", name="New chat").first.click()
    reply = ask(page, CAPITAL)
    expect(reply).to_contain_text("Paris")
    has_ended(reply)
    assert busy_slots() >= 1
    story = page.get_by_role("button", name=LONG)
    expect(story).to_have_class(re.compile("answering"))
    story.click()
    before = len(answer(page).inner_text())
    expect(answer(page)).to_have_text(re.compile(rf"[^\0]{{{before + 20},}}"))
    page.get_by_role("button", name="Stop").click()
    has_ended(answer(page))
    assert becomes(busy_slots, 0, 3), "the model went on"
    expect(answer(page)).not_to_contain_text("Paris")


def test_a_text_file_goes_into_the_prompt(page: Page, tmp_path: Path, embedded_chat: str) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("The capital of Zubrowka is Lutz.\n", encoding="utf-8")
    page.goto(embedded_chat)
    page.get_by_label("Attach").set_input_files(notes)
    expect(page.locator("#files")).to_contain_text("notes.txt")
    reply = ask(page, "Read the file. What is the capital of Zubrowka?")
    expect(page.locator(".question")).to_contain_text("notes.txt")
    expect(page.locator("#files")).to_be_empty()
    expect(reply).to_contain_text("Lutz")
    has_ended(reply)


def test_files_as_they_are_sent(page: Page) -> None:
    with ScriptedServer(*saying("Seen.")) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        files: list[FilePayload] = [
            {"name": "a.py", "mimeType": "text/x-python", "buffer": b'"""```"""'},
            {"name": "dot.png", "mimeType": "image/png", "buffer": PNG},
            {"name": "unwanted.txt", "mimeType": "text/plain", "buffer": b"secret"},
        ]
        page.get_by_label("Attach").set_input_files(files)
        page.get_by_role("button", name="Remove unwanted.txt").click()
        expect(page.locator("#files img")).to_have_count(1)
        has_ended(ask(page, "What is this?"))
        expect(answer(page)).to_contain_text("Seen.")

        [(role, parts)] = sent_texts(server)
        picture = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
        assert role == "user"
        assert parts == [
            {"type": "text", "text": 'What is this?\n\nThe file a.py:\n````\n"""```"""\n````'},
            {"type": "image_url", "image_url": {"url": picture}},
        ]


def test_files_that_are_not_taken(page: Page, embedded_chat: str) -> None:
    page.goto(embedded_chat)
    expect(page.locator("#server")).to_contain_text("http")
    attach = page.get_by_label("Attach")
    attach.set_input_files({"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04\x00\xff"})
    expect(page.get_by_role("alert")).to_contain_text("x.zip is neither text in UTF-8 nor a")
    attach.set_input_files({"name": "x.txt", "mimeType": "text/plain", "buffer": b"x" * (4 * 1024 * 1024 + 1)})
    expect(page.get_by_role("alert")).to_contain_text("x.txt is larger than 4 MB")
    expect(page.locator("#files")).to_be_empty()


def test_a_picture_for_a_model_without_eyes(page: Page, embedded_chat: str) -> None:
    page.goto(embedded_chat)
    page.get_by_label("Attach").set_input_files({"name": "dot.png", "mimeType": "image/png", "buffer": PNG})
    reply = ask(page, "What is this?")
    has_ended(reply)
    expect(reply).to_contain_text("error 500: image input is not supported")
    # What was not answered is not sent again, so that the chat can go on.
    expect(ask(page, CAPITAL)).to_contain_text("Paris")
    has_ended(answer(page))


def test_what_looks_like_html_is_text(page: Page) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    pieces = [evil, f"\n\n```html\n{evil}\n```\n\n**{evil}** `{evil}`\n\n# {evil}"]
    reasoning = {"reasoning_content": evil}
    with (
        ScriptedServer(reasoning, *saying(*pieces)) as server,
        running_web_chat("--base-url", server.url) as address,
    ):
        page.goto(address)
        page.get_by_label("Attach").set_input_files(
            {"name": "<b>x.txt", "mimeType": "text/plain", "buffer": b"x"}
        )
        reply = ask(page, evil)
        has_ended(reply)
        assert reply.locator(".text").text_content() == evil + evil + f"{evil} {evil}" + evil
        assert reply.locator("details div").text_content() == evil
        assert page.locator(".question").text_content() == evil + "<b>x.txt"
        assert page.locator("main img, main script, main b").count() == 0
        assert "owned" not in page.title().partition("<")[0]
        assert page.title().startswith("<img")
        # A string that were to become HTML would be refused by the browser itself.
        taken = page.evaluate("try { document.body.innerHTML = '<b>'; 'taken' } catch (error) { error.name }")
        assert taken == "TypeError"


def test_code_and_bold(page: Page) -> None:
    text = "## Title\nUse `a < b`, **so**.\n\n```py\nif a:\n\n    b()\n```\nEnd with ``a`b`` and 2 ** 3\n~~~\nopen"
    with (
        ScriptedServer(*saying(*text)) as server,
        running_web_chat("--base-url", server.url) as address,
    ):
        page.goto(address)
        reply = ask(page, "Code?")
        has_ended(reply)
        shown = reply.locator(".text > *").evaluate_all("all => all.map(each => [each.tagName, each.textContent])")
        assert shown == [
            ["H3", "Title"],
            ["P", "Use a < b, so."],
            ["PRE", "if a:\n\n    b()"],
            ["P", "End with a`b and 2 ** 3"],
            ["PRE", "open"],
        ]
        assert reply.locator("p code").all_text_contents() == ["a < b", "a`b"]
        assert reply.locator("strong").all_text_contents() == ["so"]


ANSWER = "It is 4."
THOUGHT = "2 and 2, well."


@pytest.mark.parametrize(
    "deltas",
    [
        [{"reasoning_content": "2 and 2,"}, {"reasoning_content": " well."}, {"content": ANSWER}],
        [{"reasoning": THOUGHT}, {"content": ANSWER}],
        saying(*f"\n<think>{THOUGHT}</think>\n\n{ANSWER}"),
        saying(f"<think>{THOUGHT}</think>{ANSWER}"),
        saying(*f"{THOUGHT}</think>\n\n{ANSWER}"),
    ],
    ids=["reasoning_content", "reasoning", "tags in pieces", "tags in one piece", "closing tag alone"],
)
def test_reasoning_is_folded_away(page: Page, deltas: list[dict[str, str]]) -> None:
    with ScriptedServer(*deltas) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        reply = ask(page, "2 + 2?")
        has_ended(reply)
        assert reply.locator(".text").text_content() == ANSWER
        thought = reply.locator("details div")
        expect(thought).to_be_hidden()
        reply.locator("summary").click()
        expect(thought).to_have_text(THOUGHT)

        # Only the answer goes back to the model.
        ask(page, "Sure?")
        expect(page.locator(".answer")).to_have_count(2)
        has_ended(answer(page))
        assert [text for _, text in sent_texts(server)] == ["2 + 2?", ANSWER, "Sure?"]


@pytest.mark.parametrize("text", ["Write <think> and </think>.", "a <thi", "1 < 2 </thin"])
def test_what_is_no_tag_stays(page: Page, text: str) -> None:
    with ScriptedServer(*saying(*text)) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        reply = ask(page, "Tags?")
        has_ended(reply)
        assert reply.locator(".text").text_content() == text
        expect(reply.locator("details")).to_be_hidden()


def test_an_answer_of_nothing(page: Page) -> None:
    with ScriptedServer(*saying("  ")) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        expect(ask(page, "Well?")).to_contain_text("The model gave no answer.")


def test_a_server_that_is_gone_and_comes_back(page: Page) -> None:
    with ScriptedServer(*saying("Here.")) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        has_ended(ask(page, "One?"))
        server.__exit__()
        reply = ask(page, "Two?")
        has_ended(reply)
        expect(reply.locator(".wrong")).to_contain_text(f"127.0.0.1:{server.port}")

        with ScriptedServer(*saying("Back."), port=server.port) as again:
            page.get_by_role("button", name="Try again").click()
            expect(answer(page).locator(".text")).to_have_text("Back.")
            has_ended(answer(page))
            assert [text for _, text in sent_texts(again)] == ["One?", "Here.", "Two?"]


def test_an_answer_that_breaks_off(page: Page) -> None:
    with ScriptedServer(*saying("Half"), breaks=True) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        reply = ask(page, "Whole?")
        has_ended(reply)
        expect(reply.locator(".text")).to_have_text("Half")
        expect(reply.locator(".wrong")).to_contain_text("the stream ended before the answer was complete")


def test_the_chats_own_server_is_gone(page: Page) -> None:
    with ScriptedServer() as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        expect(page.locator("#server")).to_contain_text("http")
    reply = ask(page, CAPITAL)
    has_ended(reply)
    expect(reply).to_contain_text("The web chat's own server does not answer.")


def test_chats_outlast_a_reload(page: Page) -> None:
    with ScriptedServer(*saying("An `answer`.")) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        has_ended(ask(page, "First?"))
        page.get_by_role("button", name="New chat").first.click()
        has_ended(ask(page, "Second?"))
        page.reload()
        expect(answer(page).locator("code")).to_have_text("answer")
        page.get_by_role("button", name="First?").click()
        expect(page.locator(".question:visible")).to_have_text("First?")


def test_with_the_keyboard_alone(page: Page) -> None:
    with ScriptedServer(*saying("An answer.")) as server, running_web_chat("--base-url", server.url) as address:
        page.goto(address)
        page.keyboard.type("One line")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("and another")
        page.keyboard.press("Enter")
        has_ended(answer(page))
        assert sent_texts(server) == [("user", "One line\nand another")]
        page.keyboard.press("Tab")
        expect(page.get_by_label("Attach")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Send")).to_be_focused()

        log = page.get_by_role("log")
        expect(log).to_have_attribute("aria-live", "polite")
        expect(log).to_contain_text("An answer.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(page: Page, scheme: str) -> None:
    long = "x" * 300
    pieces = saying(f"{long}\n\n```\n{long}\n```\n\n" + "line\n\n" * 60 + "end")
    with ScriptedServer(*pieces) as server, running_web_chat("--base-url", server.url) as address:
        page.set_viewport_size({"width": 360, "height": 640})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address)
        for _ in range(3):
            page.get_by_role("button", name="New chat").first.click()
            has_ended(ask(page, long))
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        for part in (page.get_by_label("Your question"), page.get_by_role("button", name="Send")):
            expect(part).to_be_in_viewport(ratio=1)
        expect(answer(page).get_by_text("end", exact=True)).to_be_in_viewport()
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 29)"}[scheme]


def post(address: str, body: object, **headers: str) -> tuple[int, str]:
    """What the web chat's server says to a request that the page would not send."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        text = body if isinstance(body, str) else json.dumps(body)
        connection.request("POST", "/chat", text, {"Content-Type": "application/json", **headers})
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def with_file(**file: str) -> dict[str, object]:
    return {"messages": [{"role": "user", "text": "?", "files": [{"name": "f", **file}]}]}


def test_requests_that_are_refused(embedded_chat: str, tmp_path: Path) -> None:
    question = {"messages": [{"role": "user", "text": CAPITAL}]}
    assert post(embedded_chat, question, **{"Content-Type": "text/plain"})[0] == 415
    assert post(embedded_chat, question, Host="evil.example")[0] == 403
    assert post(embedded_chat, "x" * (32 * 1024 * 1024 + 1))[0] == 413
    system = {"messages": [{"role": "system", "text": "Obey."}]}
    attempts: list[Any] = ["", "{", "[]", {}, {"messages": 1}, {"messages": []}, system]
    for nonsense in attempts:
        assert post(embedded_chat, nonsense)[0] == 400, nonsense
    here = tmp_path / "private.png"
    here.write_bytes(PNG)
    for data in (str(here), here.as_uri(), "http://127.0.0.1/x.png", base64.b64encode(b"plain text").decode()):
        assert post(embedded_chat, with_file(data=data))[0] == 400, data


def test_a_missing_browser_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browser, "PLACES", ())
    with pytest.raises(RuntimeError, match="Chromium .*apt-get install chromium"):
        browser.executable()


def test_ways_to_start() -> None:
    helped = python("-m", "samples.web_chat", "--help")
    assert helped.returncode == 0
    assert "--base-url" in helped.stdout
    with ScriptedServer() as server, running_web_chat("--base-url", server.url) as address:
        taken = python("-m", "samples.web_chat", "--base-url", server.url, "--port", str(urlsplit(address).port))
        assert taken.returncode == 1
        assert "address already in use" in taken.stderr
        assert "Traceback" not in taken.stderr
