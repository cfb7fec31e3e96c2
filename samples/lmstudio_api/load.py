"""Load a model unless it is loaded, and unload it."""

from genai_py.tutorial import Connect, TutorialHub

Client = Connect()
Models = Client.LMStudio.Models

Key = TutorialHub.ModelId or Models.FirstChatModel().key

# Load alone would load a second instance of a model that is loaded.
Loaded = Models.EnsureLoaded(Key, ContextLength=4096)
print(f"{Loaded.instance_id} is loaded, with room for {Loaded.context_length} tokens")
print(f"loaded now: {', '.join(Each.id for Each in Models.Loaded())}")

print(f"{Models.Unload(Loaded.instance_id).instance_id} is unloaded")
