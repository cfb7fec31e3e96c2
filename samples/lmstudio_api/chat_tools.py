"""A chat with the tools of an MCP server, which LM Studio calls; its settings need "Allow per-request MCPs"."""

from genai_py import GenAIException, LMChatToolCall, LMMcpServerParams
from genai_py.tutorial import Connect, TutorialHub

Client = Connect()
Model = TutorialHub.ModelId or Client.LMStudio.Models.FirstChatModel().key
Server = LMMcpServerParams.New("hub", "https://huggingface.co/mcp", AllowedTools=["model_search"])

try:
    Answer = Client.LMStudio.Chat.Create(
        lambda Params: Params.Model(Model).Input("Which small model is popular?").Integrations([Server])
    )
except GenAIException as Error:
    raise SystemExit(f"LM Studio refuses: {Error}") from None

for Item in Answer.output:
    if isinstance(Item, LMChatToolCall):
        print(f"{Item.tool}({Item.arguments}): {Item.output_text[:200]}")
print(Answer.output_text)
