"""The tutorial hub: what the programs of the guides show their results with.

    from genai_py import GenAIFactory
    from genai_py.tutorial import Display, TutorialHub

    Client = GenAIFactory.CreateLMSInstance(dispatcher=TutorialHub.Dispatcher)
    Display(TutorialHub, Client.Models.List())

``Display`` shows any result. It has two faces: the terminal, and a window, which is there once a ``TutorialWindow``
of ``genai_py.tutorial.window`` is made. It is for examples: a program of its own shows things in its own way.
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
