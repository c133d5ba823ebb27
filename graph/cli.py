"""The command `zhitu`: parse, call one function, print. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from graph.progress import progress
from ontologies.errors import UsageError, ZhituError

if TYPE_CHECKING:
    from extractors.model import Document


class Commands(TyperGroup):
    """The commands, none of which shows a traceback for what a user, a file or a pipe did."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; end with exit code 1 where the data are at fault, 2 where the call is, 130 on Ctrl-C."""
        for stream in (sys.stdout, sys.stderr):
            # Chinese and undecodable file names go out whatever the locale says.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ZhituError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            # The reader has seen enough (`| head`); what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            complain(f"{error.filename}: {error.strerror}" if error.filename else error)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        return result


app = typer.Typer(
    name="zhitu",
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Text files, or folders of them.")]
Graph = Annotated[Path, typer.Argument(metavar="DIR", help="A folder made by zhitu build.")]
OntologyFile = Annotated[
    Path | None,
    typer.Option(
        "--ontology", metavar="FILE", help="A Turtle file of your own classes and relations, over the default."
    ),
]


def complain(message: object) -> None:
    """Say what is wrong in one line on standard error."""
    typer.echo(f"zhitu: {message}", err=True)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"zhitu {version('zhitu')}")
        raise typer.Exit


@app.callback()
def zhitu(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read Chinese policy texts into a graph of facts, each with the passage that it was read from.

    \b
    zhitu extract notice.txt                    see the facts of a text
    zhitu terms texts/                          see which terms of theirs the lexicon lacks
    zhitu build texts/ -o graph                 gather those of a folder in a graph
    zhitu query graph                           see what can be asked of it
    zhitu query graph --name adopted            ask: who adopted what, since when, for whom
    zhitu view graph -o graph.html              look at it

    Results go to standard output, everything else to standard error.
    Exit codes: 0 done, 1 the data are at fault, 2 the call is at fault.
    """


@app.command()
def read(paths: Paths) -> None:
    """Print documents as they are read: one JSON object a line.

    Page furniture (menus, copyright notes, related news) is left out of the text; title, date, publisher and what else
    the page says of itself stand beside it.

    \b
    zhitu read notice.txt
    zhitu read texts/ | jq -r '[.date, .publisher, .title] | @tsv'
    """
    from graph.lines import document_line, write_line

    for line in each_document(paths, lambda document: [write_line(document_line(document))]):
        print(line)


@app.command()
def extract(
    paths: Paths,
    entities: Annotated[
        bool, typer.Option("--entities", help="Print a line for each mention of an entity too.")
    ] = False,
    ontology: OntologyFile = None,
) -> None:
    """Print the facts of documents: one JSON object a line.

    `start` and `end` count code points of the text that zhitu read prints; `quote` is what stands there.

    \b
    zhitu extract notice.txt
    zhitu extract texts/ > facts.jsonl
    zhitu extract notice.txt | jq -r '[.subject_label, .relation, .object_label, .quote] | @tsv'
    zhitu extract notice.txt --entities --ontology mine.ttl
    """
    from extractors.pipeline import read_document
    from graph.lines import fact_line, mention_line, write_line
    from graph.linking import link
    from ontologies.schema import load_ontology

    loaded = load_ontology(ontology)

    def lines(document: Document) -> list[str]:
        linked = link(read_document(document, loaded))
        found = [fact_line(document, s.statement, s.subject.label, s.object.label) for s in linked.statements]
        if entities:
            found += [mention_line(document, m, linked.label_of(m)) for m in linked.reading.mentions]
        return [write_line(line) for line in found]

    for line in each_document(paths, lines):
        print(line)


@app.command()
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
        glossary = propose_terms(list(find_documents(paths)), loaded, min_count, known, advance)
    if out is None:
        write_terms(glossary.terms[:top], sys.stdout)
    else:
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            write_terms(glossary.terms[:top], stream)
        print(out)
    for failure in glossary.failures:
        complain(failure)
    if glossary.failures:
        raise typer.Exit(1)


@app.command()
def build(
    paths: Paths,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where the graph is, or will be.")],
    ontology: OntologyFile = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="What the IRIs of entities begin with, instead of zr:.")
    ] = None,
) -> None:
    """Build or update the graph in DIR.

    A document that has not changed is not read again.

    \b
    zhitu build texts/ -o graph
    zhitu build texts/ more/notice.txt -o graph --ontology mine.ttl
    """
    from graph.build import build as build_graph
    from graph.vocabulary import BASE

    if base is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+[/#]", base):
        raise UsageError(f"--base {base}: is no beginning of IRIs; write it like https://example.org/graph/")
    with progress("Reading") as advance:
        report = build_graph(paths, out, ontology=ontology, base=base or BASE, progress=advance)
    for failure in report.failures:
        complain(failure)
    typer.echo(str(report), err=True)
    if report.failures:
        raise typer.Exit(1)


@app.command()
def query(
    graph: Graph,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="A query; zt: and zr: are known.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Read the query from a file.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Ask a named query.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="Set a parameter of it.")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="table|json|csv|xml|tsv", help="How to print.")] = "table",
) -> None:
    """Ask a graph, in SPARQL or by a query's name.

    Without a query, list the named ones with their parameters.

    json and xml are the W3C's SPARQL 1.1 results formats.

    \b
    zhitu query graph
    zhitu query graph --name adopted --set who=绍兴市
    zhitu query graph 'SELECT ?who ?what { ?a zt:adopts ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?what }'
    zhitu query graph --file question.rq --format csv > answers.csv
    """
    from graph.answers import check_format, print_answer, print_questions, read_assignments, read_question
    from graph.build import open_graph
    from graph.queries import find_query, load_queries

    check_format(format_)
    values = read_assignments(set_ or [])
    if sum(given is not None for given in (sparql, file, name)) > 1:
        raise UsageError("SPARQL, --file and --name each say what to ask; give one of them")
    asked = find_query(name) if name is not None else read_question(file) if file is not None else sparql
    opened = open_graph(graph)
    if asked is None:
        print_questions(load_queries().values())
    else:
        print_answer(opened.query(asked, **values), format_)


@app.command()
def view(
    graph: Graph,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The page [default: DIR.html].")
    ] = None,
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="Only what surrounds this name.")] = None,
    hops: Annotated[int, typer.Option("--hops", metavar="N", min=1, help="How far around the focus.")] = 1,
) -> None:
    """Draw a graph as one HTML file.

    The file works offline; its path is printed.

    \b
    zhitu view graph -o graph.html
    zhitu view graph --focus 首席质量官制度 --hops 2 -o officers.html
    """
    from graph.build import open_graph
    from graph.focus import facts_around
    from graph.network import to_view
    from graph.views import write_view

    opened = open_graph(graph)
    page = out or graph.with_name(f"{graph.resolve().name}.html")
    facts = opened.facts() if focus is None else facts_around(opened, focus, hops)
    write_view(to_view(facts, opened.documents(), focus or "质图"), page, opened.ontology)
    print(page)


@app.command()
def export(
    graph: Graph,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="By its suffix: .nq .trig .ttl .jsonld .graphml .gexf .csv .jsonl .html",
        ),
    ],
) -> None:
    """Write a graph to a file in the format of its suffix.

    \b
    zhitu export graph -o graph.ttl
    zhitu export graph -o facts.csv
    """
    from graph.build import open_graph
    from graph.exports import export as write_export

    write_export(open_graph(graph), out)


@app.command()
def stats(graph: Graph) -> None:
    """Count what a graph holds.

    \b
    zhitu stats graph
    """
    from graph.answers import print_stats
    from graph.build import open_graph

    opened = open_graph(graph)
    print_stats(opened.stats(), opened.ontology)


@app.command("eval")
def evaluate(
    golds: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Annotated texts (NAME.gold.json), or folders of them.")
    ],
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
    """
    from extractors.gold import load_gold
    from graph.evaluation import GROUPINGS
    from graph.evaluation import evaluate as evaluate_gold
    from graph.folds import cross_validate, deal_folds, find_fit, genre_folds
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
            validated = cross_validate(gold, find_fit(), dealt, loaded, advance)
        evaluation = validated.held_out
    else:
        with progress("Reading") as advance:
            evaluation = evaluate_gold(gold, ontology=loaded, advance=advance)
    if html is not None:
        write_report(evaluation, html, loaded, validated)
    if json_:
        held_out = {"cross_validation": cross_validation_card(validated)} if validated else {}
        typer.echo(json.dumps(evaluation_card(evaluation, errors) | held_out, ensure_ascii=False, indent=1))
        return
    if validated:
        print_cross_validation(validated)
    print_evaluation(evaluation, loaded, by or (), errors)


def each_document(paths: list[Path], step: Callable[[Document], list[str]]) -> Iterator[str]:
    """Yield the lines that `step` makes of each document; end with exit code 1 if one could not be read."""
    from extractors.readers import find_documents
    from extractors.readers import read as read_file
    from graph.workers import complaint_of, run_each

    failed = False
    files = list(find_documents(paths))
    with progress("Reading") as advance:
        for count, result in enumerate(run_each(lambda path: step(read_file(path)), files)):
            advance(count, len(files))
            if isinstance(result, Exception):
                failed = True
                complain(complaint_of(files[count], result))
            else:
                yield from result
    if failed:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()
