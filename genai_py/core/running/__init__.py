"""Where work runs and how its outcome arrives: the event loop, dispatchers, callback records, promises."""
