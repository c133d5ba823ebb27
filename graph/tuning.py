"""The commands for those who tune the reading: terms for a lexicon, a measure against annotated texts, and training."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.progress import progress
from graph.terminal import MinConfidence, OntologyFile, Paths, WeightsFolder, complain
from ontologies.errors import UnreadableDocument, UsageError

if TYPE_CHECKING:
    from extractors.gold import GoldDocument
    from graph.evaluation import Read
    from graph.folds import Fit
    from ontologies.schema import Ontology

Golds = Annotated[
    list[Path], typer.Argument(metavar="GOLD...", help="Annotated texts (NAME.gold.json), or folders of them.")
]
LabelledTexts = Annotated[
    Path | None,
    typer.Option(
        "--texts", metavar="FILE", help="JSON lines (.xz too) with further texts whose verbs the shipped labels label."
    ),
]


def terms(
    paths: Paths,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many terms, the likeliest first.")] = 500,
    min_count: Annotated[
        int, typer.Option("--min-count", metavar="N", min=1, help="How often a term has to occur.")
    ] = 3,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE.tsv", help="Write the table to a file.")
    ] = None,
    known: Annotated[bool, typer.Option("--known", help="List terms too that the lexicon has already.")] = False,
    ontology: OntologyFile = None,
) -> None:
    """Propose a lexicon for texts: the terms that they use, as a table to look through.

    The columns are term, type (Matter where nothing tells), count, documents, score and an example. What you keep goes
    into your ontology file, as in zt:Measure zt:term "冰面巡护" .

    \b
    zhitu terms texts/ | head
    zhitu terms texts/ --min-count 10 --top 2000 -o terms.tsv
    zhitu terms texts/ --known | sort -t "$(printf '\\t')" -k 3,3nr | head
    """
    from extractors.readers import find_documents
    from graph.glossary import check_place, propose_terms, write_terms
    from ontologies.schema import load_ontology

    if out is not None:
        check_place(out)
    loaded = load_ontology(ontology)
    with progress("Reading") as advance:
        refused: list[UnreadableDocument] = []
        files = list(find_documents(paths, refused.append))
        glossary = propose_terms(files, loaded, min_count, known, advance)
    if out is None:
        write_terms(glossary.terms[:top], sys.stdout)
    else:
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            write_terms(glossary.terms[:top], stream)
        print(out)
    for failure in (*refused, *glossary.failures):
        complain(failure)
    if refused or glossary.failures:
        raise typer.Exit(1)


def evaluate(
    golds: Golds,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="relation|genre|document", help="Print the scores by this too; repeatable."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed and what was invented.")] = False,
    folds: Annotated[
        int | None, typer.Option("--folds", metavar="K", help="Train and hold out in K folds: what unseen texts score.")
    ] = None,
    by_genre_folds: Annotated[
        bool, typer.Option("--by-genre-folds", help="Train on all genres but one, and hold that one out.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a report as a page too.")] = None,
    ontology: OntologyFile = None,
    weights: WeightsFolder = None,
    min_confidence: MinConfidence = 0.0,
    texts: LabelledTexts = None,
) -> None:
    """Measure the facts that are read against texts annotated by hand.

    NAME.gold.json annotates the text NAME.txt beside it. A name counts as right from a likeness of 0.6 on; `exact`
    wants equal names, `unlabelled` leaves the relation aside.

    \b
    zhitu eval samples
    zhitu eval gold/ --by relation --by genre
    zhitu eval gold/001.gold.json --errors
    zhitu eval gold/ --folds 5 --html report.html
    zhitu eval gold/ --json > scores.json
    zhitu eval gold/ --weights weights/ --min-confidence 0.6
    """
    from extractors.gold import load_gold
    from extractors.pipeline import make_reader
    from graph.evaluation import GROUPINGS
    from graph.evaluation import evaluate as evaluate_gold
    from graph.folds import cross_validate, deal_folds, genre_folds
    from graph.report import check_place, write_report
    from graph.scoreboard import print_cross_validation, print_evaluation
    from graph.scorecard import cross_validation_card, evaluation_card
    from ontologies.schema import load_ontology

    for grouping in by or ():
        if grouping not in GROUPINGS:
            raise UsageError(f"--by {grouping}: scores come by {', '.join(GROUPINGS)}; name one of them")
    if folds is not None and by_genre_folds:
        raise UsageError("--folds and --by-genre-folds each say what to hold out; give one of them")
    if html is not None:
        check_place(html)
    loaded = load_ontology(ontology)
    gold = load_gold(golds, loaded)
    validated = None
    if folds is not None or by_genre_folds:
        dealt = genre_folds(gold) if folds is None else deal_folds(gold, folds)
        with progress("Training") as advance:
            validated = cross_validate(gold, learner(texts, min_confidence), dealt, loaded, advance)
        evaluation = validated.held_out
    else:
        reader = make_reader(loaded, weights, min_confidence)
        with progress("Reading") as advance:
            evaluation = evaluate_gold(gold, reader.extract, loaded, advance)
    if html is not None:
        write_report(evaluation, html, loaded, validated)
    if json_:
        held_out = {"cross_validation": cross_validation_card(validated)} if validated else {}
        typer.echo(json.dumps(evaluation_card(evaluation, errors) | held_out, ensure_ascii=False, indent=1))
        return
    if validated:
        print_cross_validation(validated)
    print_evaluation(evaluation, loaded, by or (), errors)


def train(
    golds: Golds,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where the weights go: readable tables.")],
    texts: LabelledTexts = None,
    ontology: OntologyFile = None,
) -> None:
    """Fit the weights of the reading to texts annotated by hand.

    What is fitted: which verbs are predicates, which of its readings a clause has and how sure that is, and whether a
    fact holds, is planned or required. It needs numpy and scipy (pip install 'zhitu[train]') and 8 documents or more;
    cross-validate with zhitu eval GOLD --folds 5 first.

    \b
    zhitu train gold/ -o weights
    zhitu eval other/ --weights weights
    zhitu build texts/ -o graph --weights weights
    """
    from extractors.gold import load_gold
    from extractors.labels import find_labelled
    from extractors.training import train as train_weights
    from ontologies.schema import load_ontology

    check_folder(out)
    loaded = load_ontology(ontology)
    gold = load_gold(golds, loaded)
    more = list(find_labelled(texts)) if texts is not None else []
    with progress("Training") as advance:
        fitted = train_weights(gold, loaded, more, advance)
    fitted.save(out, f"Fitted to {len(gold)} annotated documents by zhitu train.")
    print(out)


def check_folder(folder: Path) -> None:
    """Raise UsageError where no tables can be written to a folder."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file, and weights are a folder of tables; give the name of a folder")


def learner(texts: Path | None, min_confidence: float) -> Fit:
    """Return what learns to read from annotated documents, and from labelled ones among `texts`."""
    from extractors.labels import find_labelled
    from extractors.training import fit

    more = list(find_labelled(texts)) if texts is not None else []

    def learn(golds: list[GoldDocument], ontology: Ontology) -> Read:
        read = fit(golds, ontology, more)
        return lambda document: read(document).above(min_confidence)

    return learn
