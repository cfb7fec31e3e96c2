"""Container files: what a program puts into a container, and what the model leaves there."""

import tempfile

from account import Connect

from genai_py import ContainerFilesParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

PRICES = b"item,price\nbread,3.20\nmilk,1.45\n"

Container = Client.Containers.Create(lambda Params: Params.Name("Prices"))


def build(Params: ContainerFilesParams) -> None:
    Params.File(PRICES, "prices.csv")
    # A file that the server has goes in by its id: Params.FileId("file-...")


File = Client.ContainerFiles.Create(Container.id, build)
Display(TutorialHub, F("put to", File.path))

Display(TutorialHub, Client.ContainerFiles.List(Container.id))
Display(TutorialHub, Client.ContainerFiles.Retrieve(Container.id, File.id))

# The content as a value, or straight into a file.
Content = Client.ContainerFiles.GetContent(Container.id, File.id)
Display(TutorialHub, Content)
with tempfile.TemporaryDirectory() as Folder:
    Saved = Client.ContainerFiles.Download(Container.id, File.id, Folder)
    Display(TutorialHub, F("bytes on disk", Saved.size))

Value = Client.ContainerFiles.Delete(Container.id, File.id)
Display(TutorialHub, F("deleted", Value.deleted))
Client.Containers.Delete(Container.id)
