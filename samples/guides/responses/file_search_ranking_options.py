"""Say how the passages are ranked that a file search finds.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#file-search-ranking-options
"""

from genai_py import RankingOptionsParams, ResponseFileSearchParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Identify all the conjectures.")
    Params.Tools(
        [
            ResponseFileSearchParams.New()
            .VectorStoreIds(["vs_68e..."])
            .RankingOptions(RankingOptionsParams.New().Ranker("auto").ScoreThreshold(0.5)),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
