"""The guide Batch."""
