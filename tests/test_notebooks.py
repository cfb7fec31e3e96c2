"""The package in a notebook: cells of a real kernel, whose loop runs while they do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from processes import environment
from stand_in import StandIn

CELLS = (
    """
import asyncio, threading
from genai_py import AsynModels, GenAIFactory, Promise
client = GenAIFactory.CreateLMSInstance({url!r})
handlers = []
""",
    """
ended = threading.Event()
def success(sender, models):
    handlers.append(threading.current_thread().name)
    ended.set()
client.Models.AsynList(AsynModels(on_success=success))
assert ended.wait(20), "no handler was called while the cell waited"
""",
    """
first = client.Models.AsyncAwaitList().Then(lambda models: models.data[0].id)
both = Promise.All([first, client.Models.AsyncAwaitList()])
assert both.result(20)[0] == "model"
""",
    """
assert client.Models.List().data[0].id == "model"
assert (await client.Models.AsyncAwaitList()).data[0].id == "model"
""",
    """
async def work():
    # A task of the program's own runs on the kernel's loop, and so do its calls.
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    client.Models.AsynList(AsynModels(on_success=lambda *_: done.set_result(asyncio.get_running_loop() is loop)))
    return await done
assert await asyncio.create_task(work())
client.Close()
print("the cells have run", handlers)
""",
)
PROGRAM = """
import sys
import nbformat
from nbclient import NotebookClient
cells = [nbformat.v4.new_code_cell(cell) for cell in {cells!r}]
notebook = nbformat.v4.new_notebook(cells=cells)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
print(notebook.cells[-1].outputs[0].text)
"""


def test_calls_run_in_cells_as_in_a_script(tmp_path: Path) -> None:
    with StandIn() as server:
        file = tmp_path / "notebook.py"
        file.write_text(PROGRAM.format(cells=[cell.replace("{url!r}", repr(server.url)) for cell in CELLS]), "utf-8")
        run = subprocess.run(
            [sys.executable, str(file)], cwd=tmp_path, env=environment(HOME=str(tmp_path), IPYTHONDIR=str(tmp_path)),
            capture_output=True, text=True, timeout=280, check=False,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    assert "the cells have run" in run.stdout
    assert "MainThread" not in run.stdout
