"""The parts of the demonstration's forms that the samples use, on a terminal."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from genai_py import ResponseStream
from genai_py.tutorial import Display, DisplayStream, TutorialHub


class EdgeDisplayer:
    """Where the chat is shown. Delphi: a browser in the form."""

    @staticmethod
    def Show() -> None:
        """Bring it to the front; a terminal is there already."""

    @staticmethod
    def ShowReasoning() -> None:
        """Show that a model thinks."""
        Display(TutorialHub, "(thinking ...)")

    @staticmethod
    def HideReasoning() -> None:
        """Show that it has thought."""
        Display(TutorialHub, "(thought)")

    @staticmethod
    def Display(Value: str) -> None:
        """Show a text."""
        Display(TutorialHub, Value)

    @staticmethod
    def DisplayStream(Value: ResponseStream) -> None:
        """Show what a chunk adds."""
        DisplayStream(TutorialHub, Value)


class AlertService:
    """Messages to the user. Delphi: a box on the screen."""

    @staticmethod
    def ShowError(Msg: str) -> None:
        """Tell of an error."""
        Display(TutorialHub, f"Error: {Msg}")


class FileStoreManager:
    """The vector store with the user's own documents."""

    VectorStore = "vs_abc123"


@dataclass
class ChatTurn:
    """What the user asked, what the model was told, and what it answered."""

    Prompt: str
    Instructions: str = ""
    Response: str = ""
    Json: str = ""
    Cancelled: bool = False


@dataclass
class Chat:
    """A conversation."""

    Title: str = ""
    Turns: list[ChatTurn] = field(default_factory=list)

    def ApplyTitle(self, Value: str) -> None:
        """Name it."""
        self.Title = Value


class PersistentChatClass:
    """The conversation, kept in a file."""

    def __init__(self) -> None:
        self.CurrentChat = Chat()

    def AddPrompt(self, Prompt: str) -> ChatTurn:
        """A new turn."""
        turn = ChatTurn(Prompt)
        self.CurrentChat.Turns.append(turn)
        return turn

    def SaveToFile(self, FileName: str = "chats.json") -> None:
        """Write it as JSON."""
        Path(FileName).write_text(json.dumps(asdict(self.CurrentChat), indent=2), encoding="utf-8")


PersistentChat = PersistentChatClass()


class ChatSessionHistoryView:
    """The list of conversations."""

    @staticmethod
    def Refresh(Sender: object) -> None:
        """Show it anew."""
        Display(TutorialHub, f"* {PersistentChat.CurrentChat.Title}")
