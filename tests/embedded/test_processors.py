"""How many threads the server computes with."""

import os
from pathlib import Path

import pytest

from genai_py.embedded.processors import default_threads, usable_processors


@pytest.fixture(autouse=True)
def sixteen_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(16)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)


def test_without_a_limit_llama_cpp_chooses(tmp_path: Path) -> None:
    assert usable_processors(tmp_path) == 16
    assert default_threads(tmp_path) is None


@pytest.mark.parametrize(("quota", "threads"), [("800000", 8), ("200000", 1), ("50000", 1), ("400000", 3)])
def test_a_container_computes_with_what_it_may_use(tmp_path: Path, quota: str, threads: int) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota} 100000\n")
    assert default_threads(tmp_path) == threads


def test_a_container_without_a_quota_has_no_limit(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert default_threads(tmp_path) is None


@pytest.mark.parametrize(("quota", "usable"), [("600000", 6), ("-1", 16)])
def test_quotas_of_the_older_cgroups(tmp_path: Path, quota: str, usable: int) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(quota)
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000")
    assert usable_processors(tmp_path) == usable


def test_fewer_processors_by_affinity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
    assert default_threads(tmp_path) == 1
