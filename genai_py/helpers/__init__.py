"""What composes payloads from the parts that the resources define."""
