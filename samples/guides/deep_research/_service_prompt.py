"""Delphi: UI.PromptEditor.VCL.pas of the demonstration, as far as the guide shows it."""

from __future__ import annotations

from typing import Any

from genai_py import Promise as PromiseOf
from genai_py.tutorial import TutorialHub

from ._engine import PromptExecutionEngine
from ._forms import AlertService, ChatSessionHistoryView, EdgeDisplayer, FileStoreManager, PersistentChat
from ._prompts import GetNamingInstructions, PrepareNamingPrompt, SystemPromptBuilder


class ServicePrompt:
    """The editor of prompts and its button. Text: what the user has written."""

    def __init__(self, OpenAI: PromptExecutionEngine) -> None:
        self.OpenAI = OpenAI
        self.Text = ""
        self.NeedToName = True
        self.CanExecute = True
        self.FDeepResearchPrompt = ""
        self.FSystemPromptBuilder = SystemPromptBuilder("Ada")
        self._running: list[PromiseOf[Any]] = []

    def HandleDeepResearchProcess(self, Sender: object) -> None:
        """The button was pressed: at first ask what is open, at the second time research."""
        # The stored files stay with it.
        if not FileStoreManager.VectorStore.strip() and not self.CanExecute:
            return

        EdgeDisplayer.Show()

        # Delphi: TUtf8Mapping.CleanTextAsUTF8(FEditor.Lines.Text); a text is Unicode here.
        Prompt = self.Text
        if not Prompt.strip():
            return

        if not self.FDeepResearchPrompt:
            self.FDeepResearchPrompt = Prompt

            def clarifying_failed(E: BaseException) -> None:
                AlertService.ShowError(str(E))
                self.FDeepResearchPrompt = ""

            # Stage 1: what does the request leave open?
            self._run(self.OpenAI.ExecuteClarifying(Prompt).Catch(clarifying_failed))
        else:
            self.Clear()
            EdgeDisplayer.ShowReasoning()

            # What was said so far, a turn a line.
            self.FDeepResearchPrompt = self.FDeepResearchPrompt + "\n" + Prompt
            Instructions = self.FSystemPromptBuilder.GetDeepResearchInstructions()

            # Stage 2: the order for the research.
            Promise = self.OpenAI.ExecuteSilently("gpt-4.1", self.FDeepResearchPrompt, Instructions)

            def research(Value: str) -> str:
                EdgeDisplayer.HideReasoning()

                def researched(Value: str) -> str:
                    # The next research begins anew.
                    self.FDeepResearchPrompt = ""
                    self.HandleWithRenaming(DeepPromise)
                    return Value

                # Stage 3: the research.
                DeepPromise = self.OpenAI.Execute(self.FDeepResearchPrompt, Value).Then(researched)
                self._run(DeepPromise)
                return Value

            def failed(E: BaseException) -> None:
                AlertService.ShowError(str(E))
                self.FDeepResearchPrompt = ""
                EdgeDisplayer.HideReasoning()

            self._run(Promise.Then(research).Catch(failed))
        self.SetFocus()

    def HandleWithRenaming(self, Promise: PromiseOf[str]) -> None:
        """Name the conversation by what came out of the research, if it has no name."""
        if not self.NeedToName:
            return

        def find_a_name(Value: str) -> PromiseOf[str]:
            return self.OpenAI.ExecuteSilently(
                "gpt-4.1-nano",
                PrepareNamingPrompt(Value, self.Text),
                GetNamingInstructions(),
            )

        def save_the_branch(Value: str) -> str:
            PersistentChat.CurrentChat.ApplyTitle(Value)
            PersistentChat.SaveToFile()
            ChatSessionHistoryView.Refresh(None)
            return Value

        def failed(E: BaseException) -> None:
            AlertService.ShowError(str(E))
            EdgeDisplayer.HideReasoning()
            self.FDeepResearchPrompt = ""

        self._run(Promise.Then(find_a_name).Then(save_the_branch).Catch(failed))

    def Clear(self) -> None:
        """Empty the editor."""
        self.Text = ""

    def SetFocus(self) -> None:
        """Let the user write on; a terminal has no focus."""

    def WaitFor(self) -> None:
        """Run the handlers of all that was begun. Delphi: the form's message loop does it."""
        while self._running:
            TutorialHub.WaitFor(self._running.pop(0))

    def _run(self, Promise: PromiseOf[Any]) -> None:
        self._running.append(Promise)
