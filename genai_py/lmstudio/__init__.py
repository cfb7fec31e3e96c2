"""LM Studio's own API, ``/api/v1``: its models, and its chat with events. Source: https://lmstudio.ai/docs/developer/rest"""
