"""Terms proposed for a corpus: what stands together often, freely and as a name; bounded, repeatable, as a command."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from sentences import lexicon, tokenizer

from extractors.terminology import Term, TermFinder, split_clauses
from extractors.values import find_times
from graph.glossary import add_counts, propose_terms, write_terms
from ontologies.schema import load_ontology
from ontologies.tables import read_tsv

WATERS = "建设梯田灌溉水渠。修复梯田灌溉水渠，保护梯田灌溉水渠。"
PATROLS = "开展冰面巡护。加强冰面巡护，完善冰面巡护制度。"


def terms(text: str, min_count: int = 2, known: bool = False) -> dict[str, Term]:
    """The terms of one text by name, the likeliest first."""
    finder = TermFinder(lexicon(), known)
    clauses = list(split_clauses(text, tokenizer().tokenize(text, find_times(text))))
    counts = finder.count(clauses)
    seen = finder.observe(text, clauses, {run for run, count in counts.items() if count >= min_count})
    return {term.term: term for term in finder.rank(seen, counts)}


def test_a_run_that_only_a_longer_one_holds_is_no_term() -> None:
    assert list(terms(WATERS)) == ["梯田灌溉水渠"]


def test_a_run_that_stands_by_itself_too_is_a_term_as_well() -> None:
    assert set(terms(WATERS + "疏浚灌溉水渠。管护灌溉水渠，延长灌溉水渠。")) == {"梯田灌溉水渠", "灌溉水渠"}


def test_a_run_inside_longer_terms_comes_after_them() -> None:
    """灌溉水渠 occurs as often as both together, and always within one of them."""
    assert list(terms(WATERS + WATERS.replace("梯田", "果园"))) == ["果园灌溉水渠", "梯田灌溉水渠", "灌溉水渠"]


def test_more_neighbours_make_a_better_term() -> None:
    bound = "沿梯田水渠的树，沿梯田水渠和山路，沿梯田水渠在春天。"
    free = "沿梯田水渠的树，由梯田水渠和山路，把梯田水渠在春天。"
    assert "梯田水渠" not in terms(bound)
    assert "梯田水渠" in terms(free)


def test_words_that_keep_together_make_a_better_term() -> None:
    loose = terms(WATERS.replace("灌溉", "") + "水渠的树。水渠和山路，梯田的树，梯田和山路。")
    assert loose["梯田水渠"].score < terms(WATERS.replace("灌溉", ""))["梯田水渠"].score


def test_a_term_says_its_type_counts_and_example() -> None:
    found = terms(PATROLS)["冰面巡护"]
    assert (found.type, found.count, found.documents, found.example) == ("Measure", 3, 1, "开展冰面巡护")
    assert terms(WATERS)["梯田灌溉水渠"].type == "Matter"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("缩短工期。县里要缩短工期，进一步缩短工期。", "缩短工期"),
        ("开展窑炉更替。窑炉逐步更替，窑炉全部更替，推动窑炉更替。", "窑炉更替"),
        ("疏浚了水渠。对水渠疏浚了两次，水渠疏浚12公里，水渠疏浚8公里。", "水渠疏浚"),
        ("支持农户开展，农户开展、农户开展、合作社开展。", "农户开展"),
    ],
)
def test_a_predicate_with_its_object_or_subject_is_no_term(text: str, term: str) -> None:
    assert term not in terms(text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (PATROLS, "冰面巡护"),
        ("推动窑炉更替、锅炉改造。做好窑炉更替，加大窑炉更替的投入。", "窑炉更替"),
        ("开展现场踏勘。进行现场踏勘，规范现场踏勘。", "现场踏勘"),
        ("加强巡护救援。巡护救援制度和巡护救援机制，健全巡护救援工作。", "巡护救援"),
    ],
)
def test_a_run_with_a_verb_is_a_term_where_only_a_name_can_stand(text: str, term: str) -> None:
    assert term in terms(text)


def test_what_the_lexicon_has_is_left_out_unless_it_is_asked_for() -> None:
    text = "推行首席质量官制度。完善首席质量官制度，宣传首席质量官制度。"
    assert "首席质量官制度" not in terms(text)
    assert terms(text, known=True)["首席质量官制度"].count == 3


def test_places_figures_and_brackets_are_no_part_of_a_term() -> None:
    found = terms("广州市水渠疏浚。建设广州市水渠3条水渠，修复《水渠条例》水渠。建设广州市水渠。")
    assert not [name for name in found if "广州" in name or "3" in name or "《" in name]


def test_what_is_rare_is_forgotten_where_there_is_too_much() -> None:
    parts = [Counter({f"甲{i} 乙": 1 for i in range(50)}) + Counter({"丙 丁": 2, "丙": 2}) for _ in range(3)]
    total = add_counts(parts, most=10)
    assert total["丙 丁"] == 6 and total["丙"] == 6
    assert sum(" " in run for run in total) <= 10


@pytest.fixture
def corpus(tmp_path: Path) -> list[Path]:
    """Six small texts."""
    files = []
    for number in range(6):
        files.append(tmp_path / f"{number}.txt")
        text = f"水渠管护简报\n{WATERS if number % 2 else PATROLS}\n第{number}段完工。\n"
        files[-1].write_text(text, encoding="utf-8")
    return files


def test_documents_are_counted(corpus: list[Path]) -> None:
    found = {term.term: term for term in propose_terms(corpus, load_ontology()).terms}
    assert (found["冰面巡护"].count, found["冰面巡护"].documents) == (9, 3)


def test_more_processes_propose_the_same(corpus: list[Path]) -> None:
    one, several = (propose_terms(corpus, load_ontology(), workers=count) for count in (1, 3))
    assert one == several and one.terms


def test_how_often_a_term_has_to_occur(corpus: list[Path]) -> None:
    assert not propose_terms(corpus, load_ontology(), min_count=10).terms


def test_the_table_is_one_that_the_tables_module_reads(corpus: list[Path], tmp_path: Path) -> None:
    found = propose_terms(corpus, load_ontology()).terms
    out = tmp_path / "terms.tsv"
    with out.open("w", encoding="utf-8") as stream:
        write_terms(found, stream)
    assert [(row["term"], int(row["count"])) for row in read_tsv(out)] == [(term.term, term.count) for term in found]


# --- the command


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_command_prints_a_table(shell, corpus, tmp_path):
    done = shell("zhitu terms .", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"冰面巡护", "梯田灌溉水渠"} <= {row["term"] for row in table(done.stdout)}
    assert shell("zhitu terms . --top 1", tmp_path).stdout.splitlines() == done.stdout.splitlines()[:2]
    assert len({shell(f"PYTHONHASHSEED={seed} zhitu terms .", tmp_path).stdout for seed in (1, 2)}) == 1


def test_the_command_writes_a_file(shell, corpus, tmp_path):
    (tmp_path / "lists").mkdir()
    done = shell("zhitu terms *.txt --min-count 2 -o lists/own.tsv", tmp_path)
    assert (done.returncode, done.stdout) == (0, "lists/own.tsv\n")
    assert (tmp_path / "lists/own.tsv").read_text("utf-8") == shell("zhitu terms *.txt --min-count 2", tmp_path).stdout


def test_an_ontology_of_one_s_own_types_and_knows_terms(shell, corpus, tmp_path):
    (tmp_path / "mine.ttl").write_text(
        '@prefix zt: <https://w3id.org/zhitu/ontology#> . zt:Measure zt:term "冰面巡护" . zt:Place zt:suffix "水渠" .',
        encoding="utf-8",
    )
    rows = {row["term"]: row["type"] for row in table(shell("zhitu terms . --ontology mine.ttl", tmp_path).stdout)}
    assert "冰面巡护" not in rows and rows["梯田灌溉水渠"] == "Place"
    assert "冰面巡护" in shell("zhitu terms . --ontology mine.ttl --known", tmp_path).stdout


def test_a_bad_document_is_told_once_and_stops_no_other(shell, corpus, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 16)
    done = shell("zhitu terms .", tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("bad.txt") == 1 and "Traceback" not in done.stderr
    assert "冰面巡护" in done.stdout


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("missing.txt", "missing.txt"),
        (". -o own.csv", ".tsv"),
        (". -o missing/own.tsv", "missing"),
        (". --top 0", "--top"),
    ],
)
def test_a_call_at_fault(shell, corpus, tmp_path, line, named):
    done = shell(f"zhitu terms {line}", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
