"""Delphi: Provider.OpenAI.ExecutionEngine.pas of the demonstration; the guide shows its declarations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from genai_py import (
    CodeInterpreterContainerAutoParams,
    GenAI,
    Promise,
    PromiseResponseStream,
    ReasoningParams,
    Response,
    ResponseCodeInterpreterParams,
    ResponseFileSearchParams,
    ResponsesParams,
    ResponseStream,
    ResponseToolParams,
    WebSearchPreviewParams,
)
from genai_py.tutorial import DoCancellation, TutorialHub

from ._forms import ChatTurn, EdgeDisplayer, FileStoreManager, PersistentChat
from ._prompts import CLARIFYING, DEEP_RESEARCH_NOT_APPROPRIATE, SystemPromptBuilder


@dataclass
class Settings:
    """What the user has chosen."""

    Model: str = "o3-deep-research"
    UseSummary: bool = True

    @property
    def IsDeepResearch(self) -> bool:
        """Whether the model is one that researches."""
        return "deep-research" in self.Model


class PromptExecutionEngine:
    """Asks the models."""

    def __init__(self, Client: GenAI) -> None:
        self.FClient = Client
        self.Settings = Settings()

    def ExecuteClarifying(self, Prompt: str) -> Promise[str]:
        """Stage 1: have the user asked for what the request leaves open; the questions."""

        def show(Value: str) -> str:
            EdgeDisplayer.Display(Value)
            return Value

        return self.ExecuteSilently("gpt-4.1", Prompt, CLARIFYING).Then(show)

    def BuildDeepResearchInstructions(self, Prompt: str, UserName: str) -> str:
        """Stage 2: the order for the research, as a model words it."""

        def build(Params: ResponsesParams) -> None:
            Params.Model("gpt-4.1")
            Params.Input(Prompt)
            Params.Instructions(SystemPromptBuilder(UserName).GetDeepResearchInstructions())
            Params.Store(False)

        return self.FClient.Responses.Create(build).output_text

    def CreateStreamParams(self, Turn: ChatTurn, Instructions: str) -> Callable[[ResponsesParams], None]:
        """The request of stage 3, with the tools and the effort that models for research want."""

        def build(Params: ResponsesParams) -> None:
            Params.Model(self.Settings.Model)
            Params.Input(Turn.Prompt)
            if self.Settings.IsDeepResearch:
                Params.Instructions(f"{Instructions}\n\n{DEEP_RESEARCH_NOT_APPROPRIATE}")
                Params.Reasoning(self.CreateReasoningEffortDeepResearchParams())
                Tools: list[ResponseToolParams] = [
                    self.CreateWebSearchPreviewToolParamsWithContext(),
                    self.CreateCodeInterpreterContainer(),
                ]
                Store = FileStoreManager.VectorStore
                if Store:
                    Tools.append(ResponseFileSearchParams.New().VectorStoreIds([Store]))
                Params.Tools(Tools)
            else:
                Params.Instructions(Instructions)
            Params.Stream()
            TutorialHub.JSONRequest = Params.ToFormat()

        return build

    def CreateReasoningEffortDeepResearchParams(self) -> ReasoningParams:
        """The one effort that models for research take."""
        Result = ReasoningParams.New().Effort("medium")
        if self.Settings.UseSummary:
            Result.Summary("auto")
        return Result

    def CreateWebSearchPreviewToolParamsWithContext(self) -> WebSearchPreviewParams:
        """The search of the web, with the one size of context that models for research take."""
        return WebSearchPreviewParams.New().SearchContextSize("medium")

    def CreateCodeInterpreterContainer(self) -> ResponseCodeInterpreterParams:
        """The tool that runs code, in a container made for the request."""
        # Delphi: Container('auto'), which the API takes for the id of a container.
        return ResponseCodeInterpreterParams.New().Container(CodeInterpreterContainerAutoParams.New())

    def Execute(self, Prompt: str, Instructions: str) -> Promise[str]:
        """Stage 3: the research, shown as it is written; the report."""
        Turn = PersistentChat.AddPrompt(Prompt)
        Turn.Instructions = Instructions

        def callbacks(Result: PromiseResponseStream) -> None:
            Result.Sender = Turn
            Result.OnStart = self.OnTurnStart
            Result.OnProgress = self.OnTurnProgress
            Result.OnError = self.OnTurnError
            Result.OnDoCancel = DoCancellation
            Result.OnCancellation = self.OnTurnDoCancel

        def finish(Value: ResponseStream) -> str:
            Turn.Json = Value.JSONResponse
            Turn.Response = Value.response.output_text if isinstance(Value.response, Response) else ""
            PersistentChat.SaveToFile()
            return Turn.Response

        build = self.CreateStreamParams(Turn, Instructions)
        return self.FClient.Responses.AsyncAwaitCreateStream(build, callbacks).Then(finish)

    def ExecuteSilently(self, Model: str, Prompt: str, Instructions: str) -> Promise[str]:
        """What a model answers, without showing it."""

        def build(Params: ResponsesParams) -> None:
            Params.Model(Model)
            Params.Input(Prompt)
            Params.Instructions(Instructions)
            Params.Store(False)

        return self.FClient.Responses.AsyncAwaitCreate(build).Then(lambda Value: Value.output_text)

    def OnTurnStart(self, Sender: object) -> None:
        """The request was sent."""
        TutorialHub.Cancel = False
        EdgeDisplayer.ShowReasoning()

    def OnTurnProgress(self, Sender: object, Chunk: ResponseStream) -> None:
        """A part of the answer has come."""
        EdgeDisplayer.DisplayStream(Chunk)

    def OnTurnDoCancel(self, Sender: object) -> None:
        """The user has stopped the research. Sender: its turn."""
        EdgeDisplayer.HideReasoning()
        EdgeDisplayer.Display("The research was cancelled.")
        if isinstance(Sender, ChatTurn):
            Sender.Cancelled = True

    def OnTurnError(self, Sender: object, Msg: str) -> None:
        """The research has failed."""
        # Delphi: TUtf8Mapping.CleanTextAsUTF8(Msg); a text is Unicode here.
        EdgeDisplayer.HideReasoning()
        EdgeDisplayer.Display(f"The research has failed: {Msg}")
