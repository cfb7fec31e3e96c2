"""SystemOne: questions to a decision model of LM Studio. Load the model first, and name it with --model."""

from genai_py import SystemOneParams, SystemOneQuestionParams
from genai_py.tutorial import Connect, Display, F, TutorialHub

Client = Connect()


def build(Params: SystemOneParams) -> None:
    Params.Model(TutorialHub.ModelId or "jev-latest")
    Params.State("Where is my parcel? I have been waiting for two weeks!")
    Params.Questions(
        {
            "angry": SystemOneQuestionParams.NewNoul("Is the writer angry?"),
            "topic": SystemOneQuestionParams.NewChoice("What about?", {"parcel": "a delivery", "invoice": "money"}),
            "urgency": SystemOneQuestionParams.NewScore("How urgent is it?", ["low", "normal", "high"]),
        }
    )
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.SystemOne.Create(build)
for Id, Answer in Value.answers.items():
    Display(TutorialHub, F(Id, Answer.noul if Answer.noul is not None else Answer.choice or Answer.score))
