"""Fine-tuning: a model trained further on examples. The job is cancelled at once, so that it costs nothing."""

import json

from account import Connect

from genai_py import FilesPurpose, FineTuningJobParams, HyperparametersParams, JobMethodType
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

CAPITALS = {"France": "Paris", "Italy": "Rome", "Spain": "Madrid", "Norway": "Oslo", "Japan": "Tokyo"}


def example(Country: str, Capital: str) -> str:
    Messages = [
        {"role": "user", "content": f"What is the capital of {Country}?"},
        {"role": "assistant", "content": f"{Capital}!"},
    ]
    return json.dumps({"messages": Messages}) + "\n"


# Ten examples are the least that the server takes.
Examples = "".join(example(*each) for each in CAPITALS.items()) * 2
File = Client.Files.Upload(
    lambda Params: Params.File(Examples.encode(), "examples.jsonl").Purpose(FilesPurpose.finetune)
)


def build(Params: FineTuningJobParams) -> None:
    Params.Model("gpt-4.1-mini-2025-04-14")
    Params.TrainingFile(File.id)
    Params.Suffix("capitals")
    Params.Seed(42)
    Params.Method(JobMethodType.supervised, HyperparametersParams().NEpochs(1))
    TutorialHub.JSONRequest = Params.ToFormat()


Job = Client.FineTuning.Create(build)
Display(TutorialHub, F("created", Job.id))
Display(TutorialHub, F("status", Client.FineTuning.Cancel(Job.id).status))

# Of a job that has run, there are events, checkpoints, and in the end a model.
Job = Client.FineTuning.List(lambda Params: Params.Limit(1)).data[0]
Display(TutorialHub, Client.FineTuning.Retrieve(Job.id))
Display(TutorialHub, Client.FineTuning.Events(Job.id))
Display(TutorialHub, Client.FineTuning.Checkpoints(Job.id))

Client.Files.Delete(File.id)
