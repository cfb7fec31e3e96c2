"""Let the model search certain domains of the web only.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#web-search-filters
"""

from genai_py import ResponsesParams, ResponseWebSearchParams, WebSearchFiltersParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is a large language model?")
    Params.Tools(
        [
            ResponseWebSearchParams.New().Filters(
                WebSearchFiltersParams.New().AllowedDomains(["openai.com", "wikipedia.org"])
            ),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
