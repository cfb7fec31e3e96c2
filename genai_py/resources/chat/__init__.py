"""Chat completions. Source: https://platform.openai.com/docs/api-reference/chat"""

from .route import ChatRoute

__all__ = ["ChatRoute"]
