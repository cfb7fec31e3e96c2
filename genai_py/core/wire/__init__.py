"""What goes over the connection: the transport interface, event streams, retry rules, and the aiohttp transport."""
