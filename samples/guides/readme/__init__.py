"""The snippets of the original's README.md."""
