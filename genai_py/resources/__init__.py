"""One module an API resource: its params, its results, its route."""
