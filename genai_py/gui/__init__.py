"""Dispatchers of GUI toolkits: one module a toolkit, which is imported when a dispatcher is made."""
