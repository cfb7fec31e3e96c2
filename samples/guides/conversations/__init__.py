"""Conversations and their items: the samples of the guide."""
