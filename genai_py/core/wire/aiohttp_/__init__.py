"""The transport built on aiohttp."""
