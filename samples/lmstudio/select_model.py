"""Choose a model: the name is the one that the server lists."""

from genai_py import ResponsesParams
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()

Params = ResponsesParams()

Params.Model("model-name-as-exposed-by-LM-Studio")

# After `lms get openai/gpt-oss-20b`
Params.Model("openai/gpt-oss-20b")

# After `lms get <namespace/model>`
Params.Model("<namespace/model>")

# To be sure, ask the server what it has.
Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
Params.Input("What is the capital of France?")

Value = Client.Responses.Create(Params)
Display(TutorialHub, f"{Value.model}:")
Display(TutorialHub, Value)
