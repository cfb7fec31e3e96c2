"""The snippets of the guide Version2News.md."""
