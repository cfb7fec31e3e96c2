"""The guide ChatCompletion."""
