"""The tutorial hub: displays the results of the sample programs.

    from genai_py import GenAIFactory
    from genai_py.tutorial import Display, TutorialHub

    Client = GenAIFactory.CreateLMSInstance(dispatcher=TutorialHub.Dispatcher)
    Display(TutorialHub, Client.Models.List())

``Display`` shows any result, on the terminal or in a window. Creating a ``TutorialWindow`` of
``genai_py.tutorial.window`` switches to the window. The package is meant for examples, not for applications.
"""

from __future__ import annotations

from .connecting import Connect
from .hub import (
    Cancellation,
    Display,
    DisplayAudio,
    DisplayAudioEx,
    DisplayChunk,
    DisplayStream,
    DoCancellation,
    F,
    FMXTutorialHub,
    JSONRequest,
    JSONResponse,
    Start,
    TutorialHub,
    TutorialHubClass,
    VCLTutorialHub,
)
from .memo import Image, Memo

__all__ = [
    "Cancellation",
    "Connect",
    "Display",
    "DisplayAudio",
    "DisplayAudioEx",
    "DisplayChunk",
    "DisplayStream",
    "DoCancellation",
    "F",
    "FMXTutorialHub",
    "Image",
    "JSONRequest",
    "JSONResponse",
    "Memo",
    "Start",
    "TutorialHub",
    "TutorialHubClass",
    "VCLTutorialHub",
]
