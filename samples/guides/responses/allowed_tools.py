"""Say which of its tools the model may use this time.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#allowed-tools-tool-choice
"""

from genai_py import AllowedToolsChoiceParams, ResponsesParams, ResponseWebSearchParams, file_search
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What are the news?")
    Params.Tools([ResponseWebSearchParams.New(), file_search(["vs_68e..."])])
    Params.ToolChoice(
        AllowedToolsChoiceParams.New()
        .Mode("auto")  # "auto" or "required"
        .Tools(
            [
                # subset of the tool definitions declared in Params.Tools([...])
                ResponseWebSearchParams.New(),
            ]
        )
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
