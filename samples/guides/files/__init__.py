"""The guide Files."""
