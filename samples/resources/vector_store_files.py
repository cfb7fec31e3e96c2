"""Files of a vector store: one put into it, in chunks of a chosen size, and what was read of it."""

import time

from account import Connect

from genai_py import (
    ChunkingStrategyParams,
    ChunkingStrategyType,
    ChunkStaticParams,
    FilesPurpose,
    RunStatus,
    VectorStoreFilesCreateParams,
)
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

HANDBOOK = b"Everybody has 25 days of leave a year. Leave is asked for two weeks ahead.\n"

File = Client.Files.Upload(lambda Params: Params.File(HANDBOOK, "handbook.txt").Purpose(FilesPurpose.assistants))
Store = Client.VectorStore.Create(lambda Params: Params.Name("Handbooks"))


def build(Params: VectorStoreFilesCreateParams) -> None:
    Sizes = ChunkStaticParams().MaxChunkSizeTokens(400).ChunkOverlapTokens(100)
    Params.FileId(File.id)
    Params.ChunkingStrategy(ChunkingStrategyParams().Type(ChunkingStrategyType.static).Static(Sizes))
    Params.Attributes({"year": 2025, "author": "HR"})
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.VectorStoreFiles.Create(Store.id, build)
while Value.status == RunStatus.in_progress:
    time.sleep(1)
    Value = Client.VectorStoreFiles.Retrieve(Store.id, File.id)
Display(TutorialHub, Value)
if Value.chunking_strategy is not None and Value.chunking_strategy.static is not None:
    Display(TutorialHub, F("tokens in a chunk", Value.chunking_strategy.static.max_chunk_size_tokens))

Display(TutorialHub, Client.VectorStoreFiles.List(Store.id, lambda Params: Params.Filter("completed")))
Display(TutorialHub, Client.VectorStoreFiles.RetrieveContent(Store.id, File.id))

Removed = Client.VectorStoreFiles.Delete(Store.id, File.id)
Display(TutorialHub, F("taken out", Removed.deleted))
Client.VectorStore.Delete(Store.id)
Client.Files.Delete(File.id)
