"""Models: what the server can run."""

from genai_py.tutorial import Connect, Display, F, TutorialHub

Client = Connect()

Value = Client.Models.List()
Display(TutorialHub, Value)

for Model in Value.data:
    Display(TutorialHub, F(Model.id, Model.created_as_string or "no date"))

# OpenAI also tells of one, Client.Models.Retrieve(id), and Client.Models.Delete(id) ends one made by fine-tuning.
