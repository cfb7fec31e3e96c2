"""Create a fine-tuning job; then one that learns from preferences.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/FineTuning.md#create-the-fine-tuning-job
"""

from genai_py import FineTuningJobParams, HyperparametersParams, JobMethodParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

# Synchronous example


def build(Params: FineTuningJobParams) -> None:
    Params.TrainingFile("...Id of file training...")
    Params.ValidationFile("...Id of file test...")
    Params.Model("gpt-4o-2024-08-06")


Value = Client.FineTuning.Create(build)
TutorialHub.JSONResponse = Value.JSONResponse
# The id of the fine-tuning job.
Display(TutorialHub, Value.id)

# The line for DPO


def build_dpo(Params: FineTuningJobParams) -> None:
    build(Params)
    Params.Method(JobMethodParams.NewDpo(HyperparametersParams().Beta(0.1)))


Value = Client.FineTuning.Create(build_dpo)
TutorialHub.JSONResponse = Value.JSONResponse
Display(TutorialHub, Value.id)
