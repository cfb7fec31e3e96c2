"""The snippet of the guide Embeddings.md."""
