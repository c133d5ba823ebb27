"""The public surface: each package exports what it says, and nothing that is not there."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

PACKAGES = ("ontologies", "extractors", "graph")


@pytest.mark.parametrize("name", PACKAGES)
def test_all_is_sorted_and_there(name: str) -> None:
    package = importlib.import_module(name)
    assert list(package.__all__) == sorted(package.__all__)
    assert [member for member in package.__all__ if not hasattr(package, member)] == []


@pytest.mark.parametrize("name", PACKAGES)
def test_exports_are_documented(name: str) -> None:
    package = importlib.import_module(name)
    undocumented = [
        member
        for member in package.__all__
        if callable(getattr(package, member)) and not getattr(package, member).__doc__
    ]
    assert not undocumented


@pytest.mark.parametrize("name", PACKAGES)
def test_no_export_needs_a_heavy_import(name: str) -> None:
    heavy = "{'pyvis', 'rdflib', 'networkx', 'jieba', 'rjieba', 'IPython', 'lxml', 'pypdfium2'}"
    program = f"import sys, {name}; print(sorted({heavy} & sys.modules.keys()))"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
