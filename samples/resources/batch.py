"""Batches: many requests in a file, answered within a day at half the price."""

from account import Connect

from genai_py import (
    BatchBuilder,
    BatchCreateParams,
    BatchStatus,
    BatchUrl,
    ChatParams,
    FilesPurpose,
    FromUser,
    JSONLChatReader,
)
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

QUESTIONS = ["What is the capital of France?", "What is the capital of Italy?"]

# A line a request, each with an id of its own.
Requests = [ChatParams().Model("gpt-4.1-mini").Messages([FromUser(Question)]) for Question in QUESTIONS]
Lines = BatchBuilder.GenerateBatchString(Requests, BatchUrl.chat_completions)
File = Client.Files.Upload(
    lambda Params: Params.File(Lines.encode(), "requests.jsonl").Purpose(FilesPurpose.batch)
)


def build(Params: BatchCreateParams) -> None:
    Params.InputFileId(File.id)
    Params.Endpoint(BatchUrl.chat_completions)
    Params.CompletionWindow("24h")
    Params.Metadata({"about": "capitals"})
    TutorialHub.JSONRequest = Params.ToFormat()


Batch = Client.Batch.Create(build)
Display(TutorialHub, F("created", Batch.id))
Display(TutorialHub, F("status", Batch.status))

# A batch takes minutes or hours; a program looks again later.
Batch = Client.Batch.Retrieve(Batch.id)
Display(TutorialHub, Batch)

if Batch.status == BatchStatus.completed:
    Output = Client.Files.RetrieveContent(Batch.output_file_id)
    for Line in JSONLChatReader.Deserialize(Output):
        Failure = Line.Failure()
        Answer = str(Failure) if Failure else Line.response.body.choices[0].message.content
        Display(TutorialHub, F(Line.custom_id, Answer))
else:
    Display(TutorialHub, F("status", Client.Batch.Cancel(Batch.id).status))

Display(TutorialHub, Client.Batch.List(lambda Params: Params.Limit(3)))
