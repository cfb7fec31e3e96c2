"""The tutorial hub by the name of the original's unit; the same as ``genai_py.tutorial``."""

from genai_py.tutorial import (
    Cancellation as Cancellation,
    Connect as Connect,
    Display as Display,
    DisplayAudio as DisplayAudio,
    DisplayChunk as DisplayChunk,
    DisplayStream as DisplayStream,
    DoCancellation as DoCancellation,
    F as F,
    Start as Start,
    TutorialHub as TutorialHub,
    TutorialHubClass as TutorialHubClass,
)
