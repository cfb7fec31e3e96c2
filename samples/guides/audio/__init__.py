"""The guide Audio."""
