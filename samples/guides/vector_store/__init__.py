"""Vector stores, their files and batches of files: the samples of the guide."""
