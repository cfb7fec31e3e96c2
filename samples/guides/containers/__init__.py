"""Containers and the files in them: the samples of the guide."""
