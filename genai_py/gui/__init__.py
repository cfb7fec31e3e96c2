"""Dispatchers for GUI toolkits, one module each, which imports the toolkit when a dispatcher is created."""
