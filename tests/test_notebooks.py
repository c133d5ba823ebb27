"""Each notebook runs from its first cell to its last, is short, and its stored outputs are what comes out now.

`pytest tests/test_notebooks.py --refresh-notebooks` stores them. What is too large for a repository (a whole page in a
frame) is stored as its plain text alone.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 60_000  # characters of one form of an output that is stored
TOTAL = 400_000  # bytes of a notebook


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def stored_form(notebook: Any) -> Any:
    """The notebook as it is stored: without forms of outputs that are too large, without what differs by machine."""
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            output.pop("execution_count", None)
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
            for form in list(output.get("data", {})):
                if len(json.dumps(output.data[form])) > LARGEST:
                    del output.data[form]
    language = {"name": "python"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": language})
    return notebook


def joined(outputs: Any) -> list[dict[str, Any]]:
    """Outputs with the pieces of one stream as one: how they are cut depends on when they come."""
    found: list[dict[str, Any]] = []
    for output in outputs:
        if found and output.output_type == "stream" == found[-1]["output_type"] and output.name == found[-1]["name"]:
            found[-1]["text"] += output.text
        else:
            found.append(dict(output))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_valid_short_and_small(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].cell_type == "markdown" and notebook.cells[0].source.startswith("# ")
    assert [cell.source for cell in code_cells(notebook) if len(cell.source.splitlines()) > 10] == []
    assert 8 <= len(notebook.cells) <= 13
    assert path.stat().st_size < TOTAL


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_runs_and_gives_what_is_stored(path, tmp_path, monkeypatch, request):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "notebooks").mkdir()
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    notebook = nbformat.read(path, as_version=4)
    stored = [joined(cell.outputs) for cell in code_cells(notebook)]
    where = {"metadata": {"path": str(tmp_path / "notebooks")}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where, record_timing=False).execute()
    stored_form(notebook)
    shown = [joined(cell.outputs) for cell in code_cells(notebook)]
    assert any(shown)
    assert [output for outputs in shown for output in outputs if output.get("name") == "stderr"] == []
    assert [cell.source for cell in code_cells(notebook) for one in cell.outputs if one.get("data") == {}] == []
    if request.config.getoption("--refresh-notebooks"):
        nbformat.write(notebook, path)
        stored = shown
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(shown) + 1))
    for cell, before, now in zip(code_cells(notebook), stored, shown, strict=True):
        assert before == now, f"the stored output of this cell is not current; refresh it: {cell.source}"


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {
        *("first-graph", "sparql", "views", "network", "comparing", "your-ontology"),
    }


def test_each_is_named_in_the_readme():
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [path.name for path in NOTEBOOKS if f"notebooks/{path.name}" not in text] == []
