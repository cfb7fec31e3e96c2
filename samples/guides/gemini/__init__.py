"""The guide Gemini."""
