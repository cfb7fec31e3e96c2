"""The snippets of the guide Models.md."""
