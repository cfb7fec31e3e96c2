"""List LM Studio's models: what they are, and which are loaded."""

from genai_py.tutorial import Connect

Client = Connect()

for Model in Client.LMStudio.Models.List():
    State = "loaded" if Model.is_loaded else "on the disk"
    print(f"{Model.key}: {Model.type}, {Model.params_string or '?'} parameters, {State}")
    for Instance in Model.loaded_instances:
        print(f"  {Instance.id} has room for {Instance.context_length} tokens")
