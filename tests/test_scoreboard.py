"""What zhitu eval prints and writes: tables, JSON, the report page."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from annotated import gold_document, reading, row, statement
from typer.testing import CliRunner

from extractors.gold import GoldDocument
from extractors.model import Document, Reading
from graph.charts import draw_confusions, draw_precision_recall, draw_reliability
from graph.cli import app
from graph.comparison import Fault, compare
from graph.evaluation import SCORES, Evaluation
from graph.folds import CrossValidation
from graph.linking import link
from graph.report import check_place, render_report, write_report
from graph.scoreboard import most_confused, print_cross_validation, print_evaluation
from graph.scorecard import cross_validation_card, evaluation_card
from graph.scores import Bin, CurvePoint, Score
from ontologies.errors import NotFound
from ontologies.schema import Ontology, load_ontology

HOSTILE = "</style><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\ud800&amp;"


@pytest.fixture
def evaluation(tmp_path: Path) -> Evaluation:
    """Two right facts, one with the wrong relation, one missed, one invented."""
    gold = gold_document(
        tmp_path,
        row("海州市", "adopts", "首席质量官制度"),
        row("市政府", "issues", "《质量强市规划》", modality="planned"),
        row("企业", "supports", "检验报告"),
        row("区政府", "adopts", "属地责任"),
        entities=[("海州市", "Place")],
    )
    found = [
        statement("海州市", "adopts", "首席质量官制度", confidence=0.95),
        statement("市政府", "issues", "《质量强市规划》", confidence=0.95),
        statement("企业", "issues", "检验报告", confidence=0.5),
        statement("市政府", "establishes", "质量信用档案", confidence=0.5),
    ]
    return Evaluation((compare(gold, link(reading(*found))),))


def tables(text: str) -> dict[str, list[list[str]]]:
    """Title → the rows of the table below it, headings first; the first table has no title."""
    found: dict[str, list[list[str]]] = {}
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        title = "" if not found else lines.pop(0)
        found[title] = [re.split(r" {2,}", line.strip()) for line in lines if not line.startswith("─")]
    return found


def test_the_tables_say_what_was_measured(evaluation: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    print_evaluation(evaluation, load_ontology(), ["relation", "document"])
    shown = tables(capsys.readouterr().out)
    assert shown[""][0] == ["1 document", "precision", "recall", "F1", "right", "gold", "predicted"]
    assert [line[0] for line in shown[""][1:]] == list(SCORES)
    assert shown[""][1] == ["facts", "50.0", "50.0", "50.0", "2", "4", "4"]
    assert ["adopts 推行落实", "100.0", "50.0", "66.7", "1", "2", "1", "66.7"] in shown["facts by relation"]
    assert shown["facts by document"][1][0] == "a"
    assert ["modality", "50.0", "1", "1", "0", "0"] in shown["qualifiers of right facts, per cent"]
    assert ["planned", "1", "0"] in shown["modality of right facts: gold by row, predicted by column"]
    assert shown["relations taken for one another, both names right"][1:] == [["supports", "issues", "1"]]
    confidence = shown["confidence and how many facts are right, per cent"]
    assert confidence[1:] == [
        ["0.5", "2", "50.0", "0.0"],
        ["0.9", "2", "95.0", "100.0"],
        ["expected calibration error: 27.5"],
    ]
    cuts = shown["facts of at least this confidence"]
    assert ["0.55", "100.0", "50.0", "66.7", "2", "4", "2"] in cuts
    assert cuts[-1] == ["lowest cut with a precision of 80: 0.55 (recall 50.0, 2 facts)"]
    assert shown["mistakes"][1:] == [[fault.value, "0" if "ject" in fault else "1"] for fault in Fault]
    assert "missed" not in shown


def test_mistakes_are_listed_beside_their_sentence(evaluation: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    print_evaluation(evaluation, load_ontology(), mistakes=True)
    shown = tables(capsys.readouterr().out)
    [wrong] = shown["wrong relation"][1:]
    assert wrong == ["a", "企业 supports 检验报告", "企业 issues 检验报告", "自2022年以来，海州市推行首席质量官制度"]
    assert shown["missed"][1][1] == "区政府 adopts 属地责任"
    assert shown["invented"][1][1] == "市政府 establishes 质量信用档案"
    assert "wrong subject" not in shown


def test_an_empty_evaluation_is_printed_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_evaluation(Evaluation(()), load_ontology(), ["relation", "genre"], mistakes=True)
    assert "0 documents" in capsys.readouterr().out


def test_the_card_holds_the_same_figures(evaluation: Evaluation) -> None:
    card = json.loads(json.dumps(evaluation_card(evaluation, mistakes=True)))
    assert card["documents"] == 1
    assert card["scores"]["facts"] == {
        **{"precision": 50.0, "recall": 50.0, "f1": 50.0},
        **{"right": 2, "gold": 4, "predicted": 4},
    }
    assert card["by"]["relation"]["adopts"]["facts"]["recall"] == 50.0
    assert card["by"]["document"]["a"]["facts"] == card["scores"]["facts"]
    assert card["qualifiers"]["modality"] == {"agree": 50.0, "right": 1, "different": 1, "missing": 0, "surplus": 0}
    assert {"gold": "planned", "predicted": "actual", "facts": 1} in card["modalities"]
    assert {"gold": "supports", "predicted": "issues", "facts": 1} in card["relations"]
    assert card["calibration_error"] == 0.275
    assert card["bins"][9] == {"low": 0.9, "high": 1.0, "facts": 2, "confidence": 0.95, "accuracy": 1.0}
    assert [point["cut"] for point in card["curve"]][:3] == [0.0, 0.05, 0.1]
    assert card["precision_80"]["cut"] == 0.55
    assert card["mistakes"]["wrong relation"] == 1
    assert [one["fault"] for one in card["errors"]] == ["wrong relation", "missed", "invented"]
    assert card["errors"][0]["read"] == {
        **{"subject": "企业", "relation": "issues", "object": "检验报告"},
        "confidence": 0.5,
    }
    assert "errors" not in evaluation_card(evaluation)


def test_the_most_frequent_confusion_comes_first(evaluation: Evaluation) -> None:
    twice = Evaluation(evaluation.documents * 2)
    assert most_confused(twice) == [("supports", "issues", 2)]


def test_held_out_figures_stand_beside_tuned_ones(evaluation: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    tuned = Evaluation((evaluation.documents[0], evaluation.documents[0]))
    result = CrossValidation((("law", evaluation),), Evaluation(()), tuned)
    print_cross_validation(result)
    shown = tables(capsys.readouterr().out)
    assert shown[""][:2] == [["F1", "held out", "tuned", "drop"], ["facts", "0.0", "50.0", "50.0"]]
    assert shown["facts of each fold, held out"][1] == ["law", "1", "50.0", "50.0", "50.0", "2", "4", "4"]
    card = cross_validation_card(result)
    assert (card["drop"]["facts"], card["folds"][0]["name"]) == (50.0, "law")


# --- the report


class Checker(HTMLParser):
    """Fails where a tag is not closed or closes another; collects the text and the names of the tags."""

    VOID = frozenset({"meta", "br", "img", "link", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.text += data


def check(page: str) -> Checker:
    page.encode("utf-8")
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    return checker


def test_the_report_shows_scores_charts_and_mistakes(evaluation: Evaluation) -> None:
    page = render_report(evaluation, load_ontology())
    checker = check(page)
    for told in ("50.0", "adopts 推行落实", "lowest cut with a precision of 80: 0.55", "检验报告", "wrong relation"):
        assert told in checker.text
    assert "自2022年以来，海州市推行首席质量官制度" in checker.text
    assert page.count('class="plot"') == 2
    assert "held out" not in checker.text
    drawn = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.S)]
    assert len(drawn) > 3


def test_the_report_allows_its_styles_and_nothing_else(evaluation: Evaluation) -> None:
    page = render_report(evaluation, load_ontology())
    checker = check(page)
    assert not {"script", "img", "iframe", "link", "object", "form"} & set(checker.seen)
    assert not {"style", "onclick", "href", "src"} & checker.attributes
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    [styles] = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"@import|url\(", styles)


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    from dataclasses import replace

    gold = gold_document(tmp_path, row("海州市", "adopts", "制度"))
    gold = replace(gold, name=HOSTILE, title=HOSTILE, genre=HOSTILE)
    facts = tuple(replace(fact, subjects=((HOSTILE,),)) for fact in gold.facts)
    said = statement(HOSTILE, HOSTILE, HOSTILE)
    document = Document("a.txt", f"海州市{HOSTILE}。")
    one = compare(replace(gold, facts=facts), link(Reading(document, (), (said,))))
    page = render_report(
        Evaluation((one,)),
        load_ontology(),
        CrossValidation(((HOSTILE, Evaluation((one,))),), Evaluation((one,)), Evaluation((one,))),
    )
    checker = check(page)
    assert not {"script", "img"} & set(checker.seen)
    assert "<script>window.hacked=1</script>" in checker.text
    assert "held out" in checker.text


def test_an_empty_report_is_a_page_too() -> None:
    check(render_report(Evaluation(()), load_ontology()))


def test_the_same_evaluation_gives_the_same_bytes(evaluation: Evaluation, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        write_report(evaluation, tmp_path / name, load_ontology())
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere: no such folder"):
        check_place(tmp_path / "nowhere" / "report.html")


# --- charts


def numbers(svg: str, tag: str, *names: str) -> list[tuple[float, ...]]:
    drawn = ElementTree.fromstring(svg)
    return [tuple(float(one.attrib[name]) for name in names) for one in drawn.iter(tag)]


def test_a_bar_stands_where_its_bin_is_and_is_as_high_as_its_accuracy() -> None:
    svg = draw_reliability([Bin(0.0, 0.1, 0, 0, 0.0), Bin(0.5, 0.6, 4, 1, 0.52), Bin(0.9, 1.0, 2, 2, 0.9)])
    assert numbers(svg, "rect", "height", "fill-opacity") == [(80.0, 1.0), (320.0, 0.65)]
    (x, y), (full_x, full_y) = numbers(svg, "circle", "cx", "cy")
    assert full_x - x == pytest.approx(0.38 * 320)
    assert y - full_y == pytest.approx(0.75 * 320)


def test_the_curve_goes_through_its_points_and_marks_one() -> None:
    curve = [CurvePoint(cut, Score(hits, 10, found)) for cut, hits, found in ((0.0, 5, 10), (0.5, 4, 5), (0.9, 0, 0))]
    svg = draw_precision_recall(curve, curve[1])
    (x, y), (marked_x, marked_y) = numbers(svg, "circle", "cx", "cy")
    assert x - marked_x == pytest.approx(0.1 * 320)
    assert y - marked_y == pytest.approx(0.3 * 320)
    assert [one.attrib["class"] for one in ElementTree.fromstring(svg).iter("circle")] == ["dot", "mark"]
    assert "cut 0.50: precision 80.0, recall 40.0" in svg


def test_a_matrix_has_a_cell_for_each_pair() -> None:
    svg = draw_confusions({("adopts", "adopts"): 3, ("adopts", "<b>"): 1})
    drawn = ElementTree.fromstring(svg)
    assert [(one.attrib["class"], one[0].text) for one in drawn.iter("rect")] == [
        ("wrong", "adopts → <b>: 1"),
        ("right", "adopts → adopts: 3"),
    ]
    check(svg)


# --- folds on the command line


def test_folds_report_what_held_out_documents_score(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fit(golds: list[GoldDocument], ontology: Ontology, texts: Sequence[str]) -> Callable[[Document], Reading]:
        return lambda document: Reading(document, (), ())

    monkeypatch.setitem(sys.modules, "extractors.training", SimpleNamespace(fit=fit))
    for option in (["--folds", "3"], ["--by-genre-folds"]):
        shown = CliRunner().invoke(app, ["eval", str(samples), "--json", *option])
        card = json.loads(shown.stdout)
        validation = card["cross_validation"]
        assert card["scores"]["facts"]["right"] == 0 == validation["held_out"]["facts"]["right"]
        assert validation["tuned"]["facts"]["right"] > 0
        assert validation["drop"]["facts"] == validation["tuned"]["facts"]["f1"]
        assert len(validation["folds"]) == 3
    assert CliRunner().invoke(app, ["eval", str(samples), "--folds", "2"]).stdout.startswith("F1")
