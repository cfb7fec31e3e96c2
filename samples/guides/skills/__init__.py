"""Skills and their versions: the samples of the guide."""
