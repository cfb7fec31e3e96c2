"""Decisions: questions to a decision model about a text, answered with probabilities. Load the model first."""

from genai_py import DecisionQuestionParams, DecisionsParams
from genai_py.tutorial import Connect, Display, F, TutorialHub

Client = Connect()


def build(Params: DecisionsParams) -> None:
    Params.Model(TutorialHub.ModelId or "jev-latest")
    Params.Input("Where is my parcel? I have been waiting for two weeks!")
    Params.Questions(
        [
            DecisionQuestionParams.NewPredicate("Is the writer angry?", "angry"),
            DecisionQuestionParams.NewChoice("What is it about?", ["parcel", "invoice"], "topic"),
            DecisionQuestionParams.NewScore("How urgent is it?", ["low", "normal", "high"], "urgency"),
        ]
    )
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Decisions.Create(build)
Display(TutorialHub, F("angry", Value.Answer("angry").probability))
Display(TutorialHub, F("topic", Value.Answer("topic").choice))
for Each in Value.Answer("urgency").probabilities:
    Display(TutorialHub, F(f"urgency {Each.label}", Each.probability))
