"""Makes the picture of the web chat in the docs: ``python tests/web/screenshot.py``, from a real answer."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.sync_api import expect  # noqa: E402

from genai_py.embedded import EmbeddedServer  # noqa: E402
from web.browser import opened_browser, running_web_chat  # noqa: E402

QUESTIONS = ("What is the capital of France?", "What is the difference between a mathematician and a physicist?")

with (
    EmbeddedServer() as server,
    running_web_chat("--base-url", server.BaseURL) as address,
    opened_browser() as browser,
):
    page = browser.new_page(viewport={"width": 900, "height": 560}, color_scheme="light")
    page.goto(address)
    for question in QUESTIONS:
        page.get_by_role("button", name="New chat").first.click()
        page.get_by_label("Your question").fill(question)
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".answer:visible")).to_have_attribute("aria-busy", "false", timeout=60_000)
    page.screenshot(path=ROOT / "docs" / "images" / "web_chat.png")
