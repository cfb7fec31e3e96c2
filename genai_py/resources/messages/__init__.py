"""Messages, as Anthropic's API has them. Source: https://platform.claude.com/docs/en/api/messages"""

from .route import MessagesRoute

__all__ = ["MessagesRoute"]
