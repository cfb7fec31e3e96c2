"""The statistics of answers of LM Studio's own chat."""

from __future__ import annotations

from genai_py import GenAIFactory
from genai_py.testing import MockTransport


def test_its_statistics_are_counted_for_the_client() -> None:
    stats = {
        "input_tokens": 9, "total_output_tokens": 4, "tokens_per_second": 31.5,
        "time_to_first_token_seconds": 0.2, "model_load_time_seconds": 1.5,
    }  # fmt: skip
    transport = MockTransport({"POST /api/v1/chat": {"output": [], "stats": stats}})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        found = client.LMStudio.Chat.Create(lambda p: p.Model("m").Input("Hi?")).statistics
        assert (client.Usage.input_tokens, client.Usage.output_tokens) == (9, 4)
    assert (found.tokens_per_second, found.time_to_first_token, found.load_time) == (31.5, 0.2, 1.5)
    assert (found.input_tokens, found.output_tokens, found.measured) == (9, 4, False)
