"""How many requests are under way."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from scripted_http import PATIENCE, replying

from genai_py import GenAIException, HttpMonitoring, RequestMonitor


def test_a_monitor_counts() -> None:
    monitor = RequestMonitor()
    assert (monitor.Count, monitor.IsBusy) == (0, False)
    assert [monitor.Inc(), monitor.Inc()] == [1, 2]
    assert (monitor.Count, monitor.IsBusy) == (2, True)
    assert [monitor.Dec(), monitor.Dec()] == [1, 0]
    assert (monitor.Count, monitor.IsBusy) == (0, False)


def test_it_never_counts_below_nothing() -> None:
    monitor = RequestMonitor()
    assert monitor.Dec() == 0
    assert monitor.Inc() == 1
    assert monitor.IsBusy
    assert monitor.Dec() == 0
    assert monitor.WaitIdle(0)


def test_wait_idle_waits_for_the_last_one() -> None:
    monitor = RequestMonitor()
    assert monitor.WaitIdle()
    monitor.Inc()
    monitor.Inc()
    started = time.monotonic()
    assert not monitor.WaitIdle(0.02)
    assert 0.02 <= time.monotonic() - started < PATIENCE / 2
    monitor.Dec()
    assert not monitor.WaitIdle(0)
    timer = threading.Timer(0.02, monitor.Dec)
    timer.start()
    assert monitor.WaitIdle(PATIENCE)
    timer.join()


def test_many_threads_may_count() -> None:
    monitor = RequestMonitor()

    def work() -> None:
        for _ in range(1000):
            monitor.Inc()
            monitor.Dec()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert monitor.Count == 0
    assert monitor.WaitIdle(0)


@pytest.mark.parametrize("status", [200, 404])
def test_a_request_is_counted_while_it_is_under_way(status: int, client_of: Any) -> None:
    counts: list[int] = []
    client = client_of(replying(b"{}", status))
    send = client.HttpClient.request

    async def counted(request: Any) -> Any:
        counts.append(HttpMonitoring().Count)
        return await send(request)

    client.HttpClient.request = counted
    try:
        client.Models.List()
    except GenAIException:
        assert status == 404
    assert counts == [1]
    assert not HttpMonitoring().IsBusy


def test_all_clients_have_one_monitor() -> None:
    assert HttpMonitoring() is HttpMonitoring()
    assert isinstance(HttpMonitoring(), RequestMonitor)
