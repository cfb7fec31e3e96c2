"""The guide Legacy."""
