"""The snippets of the guide Responses.md."""
