"""What joins the other rooms: the API client, the life of one call, streams, pages, parallel runs, operations."""
