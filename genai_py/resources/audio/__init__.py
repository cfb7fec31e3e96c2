"""Audio: text to speech, speech to text. Source: https://platform.openai.com/docs/api-reference/audio"""

from __future__ import annotations

from .route import AudioRoute as AudioRoute
