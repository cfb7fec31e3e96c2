"""The engine: requests, replies, threads and promises. It knows no endpoint and no model name."""
