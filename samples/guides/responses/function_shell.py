"""Let the model run commands in a container.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#function-shell
"""

from genai_py import (
    ContainerNetworkPolicyAllowlistParams,
    FunctionShellToolParams,
    ResponsesParams,
    ShellContainerAutoParams,
    SkillReferenceParams,
)
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Which version of Python is installed?")
    Params.Tools(
        [
            FunctionShellToolParams.New().Environment(
                ShellContainerAutoParams.New()
                .MemoryLimit("4g")
                .NetworkPolicy(ContainerNetworkPolicyAllowlistParams.New().AllowedDomains(["pypi.org"]))
                .Skills(
                    [
                        SkillReferenceParams.New().SkillId("skill_012abc").Version("latest"),
                    ]
                )
            ),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
