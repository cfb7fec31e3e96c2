"""From the figures of all rounds to the table and to JSON."""

from __future__ import annotations

import os
import platform
import statistics
from importlib import metadata
from typing import Any

from . import sides
from .measure import Figures
from .rows import Limit

PACKAGES = ("genai_py", "aiohttp", "orjson", "msgspec", "attrs", "cattrs", "openai", "httpx2", "httpx")
COLUMNS = ("row", "unit", "raw", "genai", "openai(aiohttp)", "openai(httpx)", "genai/raw", "wanted", "")


def machine(server: str, rounds: int) -> dict[str, Any]:
    """What the figures depend on."""
    versions = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
        "server": server,
        "rounds": rounds,
        "versions": versions,
    }


def machine_text(facts: dict[str, Any]) -> str:
    """The facts of `machine`, as printed above the table."""
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    return (
        f"{facts['cores']} cores, {facts['system']}, load {facts['load']}, {facts['server']}, "
        f"{facts['rounds']} rounds\n{versions}"
    )


def compared(figures: Figures) -> float | None:
    """genai against raw: the median over the rounds of each round's ratio, or difference.

    A round's sides ran next to each other, so its ratio is steadier than the ratio of two medians.
    """
    pairs = list(zip(figures.rounds.get("genai", []), figures.rounds.get("raw", []), strict=False))
    if not pairs:
        return None
    limit = figures.line.limit
    if limit is not None and limit.difference:
        return statistics.median(genai - raw for genai, raw in pairs)
    return statistics.median(genai / raw for genai, raw in pairs)


def verdict(figures: Figures) -> str:
    """ "ok", "MISS", "info" for a line that wants nothing, "-" where there is nothing to judge."""
    value, limit = compared(figures), figures.line.limit
    if value is None:
        return "-"
    if limit is None:
        return "info"
    # Rounded as shown, so that a line never says "1.00x" of a wanted 1.00x and MISS.
    return "ok" if value <= limit.most or _shown(figures, value) == _shown(figures, limit.most) else "MISS"


def _shown(figures: Figures, value: float | None) -> str:
    if value is None:
        return "-"
    limit, unit = figures.line.limit, figures.line.unit
    if limit is not None and limit.difference:
        return f"{value * unit.scale:+.{unit.digits}f} {unit.name}"
    return f"{value:.2f}x"


def _wanted(figures: Figures, limit: Limit | None) -> str:
    return "" if limit is None else "<= " + _shown(figures, limit.most)


def table(results: list[Figures]) -> str:
    """One line for each line of each row."""
    cells = [list(COLUMNS)]
    for figures in results:
        unit = figures.line.unit
        row = [figures.line.title, unit.name]
        for name in sides.NAMES:
            rounds = figures.rounds.get(name)
            row.append(f"{statistics.median(rounds) * unit.scale:.{unit.digits}f}" if rounds else "-")
        row += [_shown(figures, compared(figures)), _wanted(figures, figures.line.limit), verdict(figures)]
        cells.append(row)
    widths = [max(len(row[column]) for row in cells) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in (0, 1, len(COLUMNS) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def as_json(facts: dict[str, Any], results: list[Figures], failures: list[str]) -> dict[str, Any]:
    """Everything measured, in seconds and bytes, for tools."""
    rows = []
    for figures in results:
        line = figures.line
        rows.append(
            {
                "key": line.key,
                "title": line.title.strip(),
                "unit": "bytes" if line.unit.name == "MB" else "seconds",
                "rounds": figures.rounds,
                "median": {name: statistics.median(values) for name, values in figures.rounds.items()},
                "compared": compared(figures),
                "wanted": None if line.limit is None else line.limit.most,
                "compared_by": "difference" if line.limit is not None and line.limit.difference else "ratio",
                "verdict": verdict(figures),
            }
        )
    return {"machine": facts, "rows": rows, "failures": failures}
