"""The guide Moderation."""
