"""The snippets of the guide GenAI.md."""
