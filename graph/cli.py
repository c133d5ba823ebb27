"""The command `zhitu`: parse, call one function, print. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.bounds import MEBIBYTE, MEMORY_BYTES, SECONDS
from graph import exploring, inspection, publishing, tuning
from graph.progress import progress
from graph.terminal import AsOf, Commands, Graph, Infer, MinConfidence, OntologyFile, Paths, WeightsFolder, complain
from ontologies.errors import UsageError

if TYPE_CHECKING:
    from extractors.model import Document


STRETCH = 8  # documents of one file that are read at a time

app = typer.Typer(
    name="zhitu",
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


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

    Texts, Markdown, web pages, PDF, Word and OpenDocument texts are read, JSON lines and tables with a column of texts,
    and ZIP archives of them, each by its content. Page furniture (menus, copyright notes, related news) is left out of
    the text; title, date, publisher and what else the page says of itself stand beside it.

    \b
    zhitu read notice.html
    zhitu read export.jsonl pages.zip > documents.jsonl
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
    weights: WeightsFolder = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Print the facts of documents: one JSON object a line.

    `start` and `end` count code points of the text that zhitu read prints; `quote` is what stands there.

    \b
    zhitu extract notice.txt
    zhitu extract texts/ > facts.jsonl
    zhitu extract notice.txt | jq -r '[.subject_label, .relation, .object_label, .quote] | @tsv'
    zhitu extract notice.txt --min-confidence 0.6
    zhitu extract notice.txt --entities --ontology mine.ttl
    """
    from extractors.pipeline import make_reader
    from graph.lines import fact_line, mention_line, write_line
    from graph.linking import link
    from ontologies.schema import load_ontology

    reader = make_reader(load_ontology(ontology), weights, min_confidence)

    def lines(document: Document) -> list[str]:
        linked = link(reader.extract(document))
        found = [fact_line(document, s.statement, s.subject.label, s.object.label) for s in linked.statements]
        if entities:
            found += [mention_line(document, m, linked.label_of(m)) for m in linked.reading.mentions]
        return [write_line(line) for line in found]

    for line in each_document(paths, lines):
        print(line)


app.command()(tuning.terms)


@app.command()
def build(
    paths: Paths,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where the graph is, or will be.")],
    ontology: OntologyFile = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="What the IRIs of entities begin with, instead of zr:.")
    ] = None,
    weights: WeightsFolder = None,
    min_confidence: MinConfidence = 0.0,
    extractor: Annotated[
        str, typer.Option("--extractor", metavar="NAME", help="Who reads: an installed one, or package.module:Name.")
    ] = "grammar",
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Processes that read [default: one a core].")
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Take back documents whose files are gone.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what has failed.")] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", min=0.1, help="How long one document may take.")
    ] = SECONDS,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MIB", min=256, help="How much memory a process may use.")
    ] = MEMORY_BYTES // MEBIBYTE,
) -> None:
    """Build or update the graph in DIR.

    A document that has not changed is not read again. One that cannot be read, or not within its bounds, is noted with
    the reason (zhitu status DIR) and the rest goes on. What is read stays: a build that is stopped, by Ctrl-C or in any
    other way, leaves the graph as it was, and the same command goes on where it was.

    \b
    zhitu build texts/ -o graph
    zhitu build texts/ archive.zip export.jsonl -o graph --ontology mine.ttl
    zhitu build texts/ -o graph --prune
    zhitu build texts/ -o graph --retry --seconds 600
    """
    from graph.build import build as build_graph
    from graph.supervisor import Bounds
    from graph.vocabulary import BASE

    if base is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+[/#]", base):
        raise UsageError(f"--base {base}: is no beginning of IRIs; write it like https://example.org/graph/")
    try:
        with progress("Reading") as advance:
            report = build_graph(
                paths,
                out,
                ontology=ontology,
                base=base or BASE,
                weights=weights,
                min_confidence=min_confidence,
                extractor=extractor,
                workers=workers,
                prune=prune,
                retry=retry,
                bounds=Bounds(seconds, memory * MEBIBYTE),
                progress=advance,
            )
    except KeyboardInterrupt:
        complain("stopped; what is read stays, and the same command goes on from there")
        raise
    for failure in report.failures:
        complain(failure)
    typer.echo(str(report), err=True)
    if report.failures:
        raise typer.Exit(1)


@app.command()
def status(
    graph: Graph,
    format_: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print.")] = "table",
) -> None:
    """Tell which sources a graph was built from, which failed, and why.

    As json, it is one object a source and line.

    \b
    zhitu status graph
    zhitu status graph --format json | jq -r 'select(.status == "failed") | .path'
    """
    from graph.manifest import load_manifest
    from graph.status import print_status

    print_status(load_manifest(graph), format_)


@app.command()
def query(
    graph: Graph,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="A query; zt: and zr: are known.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Read the query from a file.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Ask a named query.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="Set a parameter of it.")] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar="WORDS", help="What $found, $titles, $quotes stand for.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries with their parameters.")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="table|json|csv|xml|tsv", help="How to print.")] = "table",
    as_of: AsOf = None,
    infer: Infer = None,
) -> None:
    """Ask a graph, in SPARQL or by a query's name.

    Without a query, or with --list, list the named ones with their parameters.

    json and xml are the W3C's SPARQL 1.1 results formats. With --find, $found stands for the entities whose names
    contain the words, $titles for such documents and $quotes for such evidence.

    \b
    zhitu query graph --list
    zhitu query graph --name diffusion --set what=首席质量官制度
    zhitu query graph --name adopted --set who=绍兴市
    zhitu query graph 'SELECT ?who ?what { ?a zt:adopts ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?what }'
    zhitu query graph 'SELECT ?who ?what { VALUES ?what { $found } ?who zt:adopts ?what }' --find 质量官
    zhitu query graph --file question.rq --format csv > answers.csv
    zhitu query graph --name adopted --as-of 2020-05-31
    """
    from graph.answers import check_format, print_answer, print_questions, read_assignments, read_question
    from graph.days import answer, open_as_asked, read_day
    from graph.queries import NamedQuery, find_query, load_queries

    check_format(format_)
    values = read_assignments(set_ or [])
    if sum(given is not None for given in (sparql, file, name)) > 1:
        raise UsageError("SPARQL, --file and --name each say what to ask; give one of them")
    if list_ and (sparql, file, name) != (None, None, None):
        raise UsageError("--list asks nothing of the graph; leave it out to ask a query")
    asked = find_query(name) if name is not None else read_question(file) if file is not None else sparql
    if asked is None:
        open_as_asked(graph, None)
        print_questions(load_queries().values())
    elif as_of is not None and not (find or infer) and isinstance(asked, NamedQuery):
        print_answer(answer(graph, asked, values, read_day(as_of)), format_)
    else:
        opened = open_as_asked(graph, as_of, infer)
        print_answer(opened.query(asked, find=find, **values), format_)


@app.command()
def view(
    graph: Graph,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The page [default: DIR.html].")
    ] = None,
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="Only what surrounds this name.")] = None,
    hops: Annotated[int, typer.Option("--hops", metavar="N", min=1, help="How far around the focus.")] = 1,
    as_of: AsOf = None,
    infer: Infer = None,
) -> None:
    """Draw a graph as one HTML file.

    The file works offline; its path is printed. Up to 1,500 entities are drawn on a canvas, more with WebGL; of more
    than 20,000 the page shows communities, in which any entity can be found and its neighbours unfolded. What --infer
    adds is dotted and tells what it rests on; of more than 20,000 entities it needs a --focus.

    \b
    zhitu view graph -o graph.html
    zhitu view graph --focus 首席质量官制度 --hops 2 -o officers.html
    zhitu view graph --as-of 2020-05-31 -o may.html
    zhitu view graph --focus 绍兴市市场监督管理局 --infer place -o places.html
    """
    from graph.days import open_as_asked
    from graph.inferences import read_drawn
    from graph.viewing import write_page

    opened = open_as_asked(graph, as_of, read_drawn(infer) if infer else None)
    page = out or graph.with_name(f"{graph.resolve().name}.html")
    write_page(opened, page, focus, hops)
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
            help="By its suffix: .nq .nt .trig .ttl .jsonld .graphml .gexf .csv .jsonl .html .neo4j .gephi",
        ),
    ],
    as_of: AsOf = None,
    infer: Infer = None,
    reifiers: Annotated[
        bool, typer.Option("--reifiers", help="Statements as reifiers of RDF 1.2, in .nq .nt .trig .ttl.")
    ] = False,
) -> None:
    """Write a graph to a file in the format of its suffix.

    .neo4j and .gephi are folders of tables that these programs import. All formats but .csv and .html hold the whole
    graph, which zhitu import reads again. What --infer adds stands in .nq and .trig once more in a graph of its own,
    with the statements that it rests on.

    \b
    zhitu export graph -o graph.ttl
    zhitu export graph -o graph.ttl --reifiers
    zhitu export graph -o facts.csv
    zhitu export graph -o graph.neo4j
    zhitu export graph -o may.ttl --as-of 2020-05-31
    """
    from graph.days import open_as_asked
    from graph.exports import export as write_export

    write_export(open_as_asked(graph, as_of, infer), out, reifiers=reifiers)


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


@app.command()
def same(
    graph: Graph,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Only what is called so.")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print.")] = "table",
) -> None:
    """List which names are one thing, and which look alike and are two.

    Each name stands with the rule that told so, how sure the rule is, and a passage that has the name; each near miss
    with the reason. As json, it is one object a line.

    \b
    zhitu same graph
    zhitu same graph 广州市人民政府
    zhitu same graph --format json | jq -r 'select(.rule == "context") | [.name, .label] | @tsv'
    """
    from graph.build import open_graph
    from graph.likenesses import print_sameness

    print_sameness(open_graph(graph), name, format_)


app.command()(inspection.validate)
app.command()(inspection.ontology)
app.command()(exploring.analyse)
app.command("analyze", hidden=True)(exploring.analyse)
app.command()(exploring.picture)
app.command()(publishing.search)
app.command()(publishing.serve)
app.command("import")(publishing.import_)
app.command()(publishing.push)
app.command("eval")(tuning.evaluate)
app.command()(tuning.train)


def each_document(paths: list[Path], step: Callable[[Document], list[str]]) -> Iterator[str]:
    """Yield the lines that `step` makes of each document; end with exit code 1 if one could not be read."""
    from extractors.readers import count_parts, find_documents, read_all
    from graph.workers import complaint_of, run_each
    from ontologies.errors import UnreadableDocument

    def stepped(stretch: tuple[Path, int, int | None]) -> list[list[str] | UnreadableDocument]:
        documents = read_all(*stretch)
        return [one if isinstance(one, UnreadableDocument) else step(one) for one in documents]

    refused: list[UnreadableDocument] = []
    failed = False
    files = list(find_documents(paths, refused.append))
    # Of a file that holds thousands of documents, a few at a time are in memory, and all processes have some.
    stretches: list[tuple[Path, int, int | None]] = []
    for path in files:
        if path.is_file():
            stretches += [(path, start, start + STRETCH) for start in range(0, count_parts(path), STRETCH)]
        else:  # what comes through a pipe can be read once
            stretches.append((path, 0, None))
    size = sum(path.stat().st_size for path in files if path.is_file())
    with progress("Reading") as advance:
        for count, result in enumerate(run_each(stepped, stretches, size=size)):
            advance(count, len(stretches))
            for one in [result] if isinstance(result, Exception) else result:
                if isinstance(one, Exception):
                    failed = True
                    complain(complaint_of(stretches[count][0], one))
                else:
                    yield from one
    for error in refused:
        complain(error)
    if failed or refused:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()
