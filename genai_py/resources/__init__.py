"""One module per API resource, with its parameters, results and route."""
