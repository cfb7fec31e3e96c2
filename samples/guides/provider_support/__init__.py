"""The guide Provider-Support-and-OpenAI-API."""
