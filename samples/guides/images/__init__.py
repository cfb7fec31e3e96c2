"""The guide Images."""
