"""The aiohttp transport."""
