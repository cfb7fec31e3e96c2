"""Speed of genai_py beside raw aiohttp + orjson and openai-python, in one run: `python -m benchmarks`."""
