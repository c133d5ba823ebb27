"""An evaluation as one HTML page without programs: scores, charts, tables, and each mistake beside its sentence.

What comes from texts is escaped, and the page's Content-Security-Policy allows its own styles and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.charts import draw_confusions, draw_precision_recall, draw_reliability, draw_share
from graph.comparison import Comparison, Fault, Mistake
from graph.evaluation import GROUPINGS, SCORES, Evaluation
from graph.pages import fill_report
from graph.scoreboard import PRECISION, SCORE_HEADINGS, name_group, score_cells, share, tell_cut
from graph.scores import Score, lowest_cut
from graph.svg import escape
from ontologies.errors import NotFound

if TYPE_CHECKING:
    from graph.folds import CrossValidation
    from ontologies.schema import Ontology

TITLE = "zhitu eval 质图评测"
SAID = {
    "facts": ("facts", "事实"),
    "exact": ("exact names", "名称全同"),
    "unlabelled": ("relation aside", "不计关系"),
    "entities": ("entities in facts", "事实中的实体"),
    "mentions": ("entities, all mentions", "全部实体"),
}
FAULTS = {
    Fault.RELATION: "关系不对",
    Fault.SUBJECT: "主体不对",
    Fault.OBJECT: "客体不对",
    Fault.MISSED: "遗漏",
    Fault.INVENTED: "多余",
}
GROUPS = {"relation": "按关系", "genre": "按文体", "document": "按文件"}


def write_report(
    evaluation: Evaluation, path: str | Path, ontology: Ontology, validated: CrossValidation | None = None
) -> None:
    """Write the page of an evaluation to `path`; raise NotFound where its folder does not exist."""
    check_place(path)
    Path(path).write_text(render_report(evaluation, ontology, validated), encoding="utf-8", newline="\n")


def check_place(path: str | Path) -> None:
    """Raise NotFound where the folder of a file to write does not exist.

    >>> check_place("report.html")
    """
    place = Path(path)
    if not place.absolute().parent.is_dir():
        raise NotFound(f"{place.parent}: no such folder; make it first or give another place for {place.name}")


def render_report(evaluation: Evaluation, ontology: Ontology, validated: CrossValidation | None = None) -> str:
    """Return the page of an evaluation; with a cross-validation, what it held out stands beside the shipped reading.

    >>> from ontologies.schema import load_ontology
    >>> page = render_report(Evaluation(()), load_ontology())
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    score = evaluation.scores["facts"]
    counts = f"{len(evaluation.documents)} documents · {score.gold} gold facts · {score.predicted} read"
    parts = [f'<header id="bar"><div class="brand"><h1>{escape(TITLE)}</h1><p>{counts}</p></div></header>']
    parts.append('<main class="report">')
    parts.append(_cards(evaluation))
    if validated is not None:
        parts.append(_folds(validated))
    parts.append(_charts(evaluation))
    parts += [_groups(evaluation, ontology, grouping) for grouping in GROUPINGS]
    parts.append(_qualifiers(evaluation))
    if evaluation.confusions:
        matrix = draw_confusions(evaluation.confusions)
        note = "Both names are right; gold by row, predicted by column, share of the row."
        parts.append(_section("Relations taken for one another", "关系混淆", f"<p>{note}</p>", _wide(matrix)))
    parts.append(_section("Mistakes", "错误", *(_mistakes(evaluation, fault) for fault in Fault)))
    parts.append("</main>")
    return fill_report(TITLE, "\n".join(parts))


def _section(english: str, chinese: str, *parts: str) -> str:
    return f'<section><h2>{escape(english)} <span lang="zh">{escape(chinese)}</span></h2>{"".join(parts)}</section>'


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; all columns but the first hold figures."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    return _wide(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def _wide(inside: str) -> str:
    return f'<div class="wide">{inside}</div>'


def _cards(evaluation: Evaluation) -> str:
    cards = []
    for name in SCORES:
        score = evaluation.scores[name]
        english, chinese = SAID[name]
        cards.append(
            f'<div class="card"><p class="name">{english} <span lang="zh">{chinese}</span></p>'
            f'<p class="big">{share(score.f1)}<small>F1</small></p>'
            f"<p>precision {share(score.precision)} · recall {share(score.recall)}</p>"
            f'<p class="faint">{score.hits} right of {score.gold} gold, {score.predicted} predicted</p></div>'
        )
    return f'<section class="cards">{"".join(cards)}</section>'


def _folds(result: CrossValidation) -> str:
    rows = (
        (SAID[name][0], share(result.held_out.scores[name].f1), share(result.tuned.scores[name].f1), share(drop))
        for name, drop in result.drop.items()
    )
    folds = ((escape(name), str(len(one.documents)), *_cells(one.scores["facts"])) for name, one in result.folds)
    return _section(
        "Cross-validation",
        "交叉验证",
        "<p>All figures of this page but those in the column “tuned” are those of held-out documents.</p>",
        _table(("F1", "held out", "tuned", "drop"), rows),
        _table(("fold", "documents", *SCORE_HEADINGS), folds),
    )


def _charts(evaluation: Evaluation) -> str:
    error = f"Expected calibration error {share(100 * evaluation.calibration_error)}; a perfect one is 0."
    curve = draw_precision_recall(evaluation.curve, lowest_cut(evaluation.curve, PRECISION))
    told = f"Facts of at least a confidence: {escape(tell_cut(evaluation))}."
    points = ((f"{point.cut:.2f}", *_cells(point.score)) for point in evaluation.curve)
    return _section(
        "Confidence",
        "置信度",
        f'<div class="charts"><figure>{draw_reliability(evaluation.bins)}<figcaption>{error}</figcaption></figure>'
        f"<figure>{curve}<figcaption>{told}</figcaption></figure></div>",
        f"<details><summary>table</summary>{_table(('cut', *SCORE_HEADINGS), points)}</details>",
    )


def _groups(evaluation: Evaluation, ontology: Ontology, grouping: str) -> str:
    groups = evaluation.by(grouping)
    others = [name for name in next(iter(groups.values()), {}) if name != "facts"]
    rows = (
        (
            escape(name_group(grouping, key, ontology)),
            *_cells(scores["facts"]),
            *(share(scores[name].f1) for name in others),
        )
        for key, scores in groups.items()
    )
    table = _table((grouping, *SCORE_HEADINGS, *(f"F1 {SAID[name][0]}" for name in others)), rows)
    folded = f"<details><summary>{len(groups)}</summary>{table}</details>" if grouping == "document" else table
    return _section(f"Facts by {grouping}", GROUPS[grouping], folded)


def _cells(score: Score) -> list[str]:
    """The figures of a score, with a bar beside its F1."""
    precision, recall, f1, *counts = map(str, score_cells(score))
    return [precision, recall, f"{draw_share(score.f1)} {f1}", *counts]


def _qualifiers(evaluation: Evaluation) -> str:
    rows = ((name, share(one.percent), *map(str, one.counts)) for name, one in evaluation.qualifiers.items())
    names = sorted({name for pair in evaluation.modalities for name in pair})
    modalities = ((gold, *(str(evaluation.modalities[gold, one]) for one in names)) for gold in names)
    return _section(
        "Qualifiers of right facts",
        "限定成分",
        _table(("qualifier", "agree %", "right", "different", "missing", "surplus"), rows),
        "<p>Modality: gold by row, predicted by column.</p>",
        _table(("", *names), modalities),
    )


def _mistakes(evaluation: Evaluation, fault: Fault) -> str:
    documents = [
        (one, found) for one in evaluation.documents if (found := [m for m in one.mistakes if m.fault is fault])
    ]
    total = sum(len(found) for _, found in documents)
    inside = "".join(_of_document(one, found) for one, found in documents)
    name = f'{fault.value} <span lang="zh">{FAULTS[fault]}</span> <span class="count">{total}</span>'
    return f"<details><summary>{name}</summary>{inside}</details>"


def _of_document(one: Comparison, mistakes: Sequence[Mistake]) -> str:
    title = escape(f"{one.gold.name} {one.gold.title or ''}".strip())
    items = "".join(f"<li>{''.join(_mistake(mistake))}</li>" for mistake in mistakes)
    summary = f'<summary>{title} <span class="count">{len(mistakes)}</span></summary>'
    return f'<details class="document">{summary}<ul lang="zh">{items}</ul></details>'


def _mistake(mistake: Mistake) -> Iterator[str]:
    wanted, found = mistake.wanted, mistake.found
    if wanted:
        yield _triple("gold", wanted.subject[0], "|".join(wanted.fact.relations), wanted.object[0])
    if found:
        yield _triple("read", found.subject[0], found.relation, found.object[0], f"{found.confidence:.2f}")
    yield f"<q>{escape(mistake.sentence)}</q>"


def _triple(kind: str, subject: str, relation: str, thing: str, note: str = "") -> str:
    confidence = f' <span class="chip">{note}</span>' if note else ""
    return (
        f'<p class="{kind}"><span class="chip">{kind}</span> <b>{escape(subject)}</b> '
        f"<i>{escape(relation)}</i> <b>{escape(thing)}</b>{confidence}</p>"
    )
