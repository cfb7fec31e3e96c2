"""The guide Uploads."""
