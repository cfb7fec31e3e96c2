"""A browser for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from machine import lacking, need_browser_driver
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect

from .browser import executable, opened_browser

_LIMIT = 60_000
"""Milliseconds for anything to happen: the model may have to share the machine."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        executable()
    except RuntimeError as error:
        lacking(str(error))
    need_browser_driver()
    with opened_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in which nothing must go wrong: no exception, no broken rule, no request to elsewhere."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.set_default_timeout(_LIMIT)
    expect.set_options(timeout=_LIMIT)
    opened = context.new_page()
    complaints: list[Error | str] = []
    asked: set[str] = set()

    def hear(message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            complaints.append(message.text)

    opened.on("pageerror", lambda error: complaints.append(error))
    opened.on("console", hear)
    opened.on("request", lambda request: asked.add(request.url))
    yield opened
    home = opened.url
    context.close()
    assert complaints == []
    assert {url for url in asked if not url.startswith(("data:", home))} == set()
