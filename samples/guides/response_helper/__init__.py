"""The snippets of the guide ResponseHelper.md."""
