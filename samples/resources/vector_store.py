"""Vector stores: files made searchable by meaning."""

from account import Connect

from genai_py import (
    FilesPurpose,
    VectorStoreCreateParams,
    VectorStoreExpiresAfterParams,
    VectorStoreSearchParams,
    VectorStoreUpdateParams,
)
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

HANDBOOK = b"Everybody has 25 days of leave a year. Leave is asked for two weeks ahead.\n"

File = Client.Files.Upload(lambda Params: Params.File(HANDBOOK, "handbook.txt").Purpose(FilesPurpose.assistants))


def build(Params: VectorStoreCreateParams) -> None:
    Params.Name("Handbooks")
    Params.FileIds([File.id])
    Params.ExpiresAfter(VectorStoreExpiresAfterParams().Anchor("last_active_at").Days(1))
    Params.Metadata({"about": "work"})
    TutorialHub.JSONRequest = Params.ToFormat()


Store = Client.VectorStore.Create(build)
Display(TutorialHub, F("made", Store.id))


def rename(Params: VectorStoreUpdateParams) -> None:
    Params.Name("Handbooks of the house")


Display(TutorialHub, F("name", Client.VectorStore.Update(Store.id, rename).name))
Display(TutorialHub, Client.VectorStore.Retrieve(Store.id))
Display(TutorialHub, Client.VectorStore.List(lambda Params: Params.Limit(5)))


# Finds something as soon as the files are read in.
def search(Params: VectorStoreSearchParams) -> None:
    Params.Query("How many days off do I have?")
    Params.MaxNumResults(2)
    Params.RewriteQuery()


Display(TutorialHub, Client.VectorStore.Search(Store.id, search))

Value = Client.VectorStore.Delete(Store.id)
Display(TutorialHub, F("deleted", Value.deleted))
Client.Files.Delete(File.id)
