"""Deep research in stages, as the demonstration File2Knowledge does it: the samples of the guide."""
