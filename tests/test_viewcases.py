"""graph.viewcases: the work of a page is measured, and a page that never comes to rest is given up."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import needs_chromium
from playwright.sync_api import Browser

from graph.viewcases import OURS, PYVIS, compare, main, measure, sample_view, write_pyvis
from graph.views import write_view
from ontologies.errors import NotFound
from ontologies.schema import load_ontology


@needs_chromium
def test_pages_of_one_graph_are_ready_and_take_work(browser: Browser, tmp_path: Path) -> None:
    view = sample_view(40)
    write_view(view, tmp_path / "ours.html", load_ontology())
    write_pyvis(view, tmp_path / "theirs.html")
    for name, ready in (("ours", OURS), ("theirs", PYVIS)):
        work = measure(browser, tmp_path / f"{name}.html", ready)
        assert work.ready
        assert 0 < work.cpu < 60
        assert work.size == (tmp_path / f"{name}.html").stat().st_size


@needs_chromium
def test_a_page_that_is_never_ready_is_given_up(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "busy.html"
    page.write_text("<script>setInterval(() => { for (let i = 0; i < 1e7; i += 1); }, 1)</script>", encoding="utf-8")
    work = measure(browser, page, "false", limit=0.5)
    assert not work.ready
    assert work.cpu >= 0.5


def test_without_a_browser_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFound, match="no Chromium found"):
        compare(10, tmp_path)
    assert main(["10"]) == NotFound("").exit_code
    assert "apt-get install chromium" in capsys.readouterr().err
