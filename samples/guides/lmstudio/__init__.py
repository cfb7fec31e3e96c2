"""The snippets of the guide LMStudio.md."""
