"""The commands of `zhitu` that look at a whole graph: analysed as a network, and drawn as a picture for a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.terminal import AsOf, Graph


def analyse(
    graph: Graph,
    analysis: Annotated[str | None, typer.Argument(metavar="ANALYSIS", help="What to ask; without it, a list.")] = None,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="The names or days it needs.")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="table|json|csv|html", help="How to print.")] = "table",
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Rows [default: 20 of a table, else all].")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--view", metavar="FILE", help="Draw the graph in the colours of the finding too.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Ask a graph as a network: who is central, what bridges, how two things are connected, what changed.

    Without an analysis, list them. Every way, change and comparison has the passage that it rests on. Numbers of
    communities and scores are the same on every run. json is one object a line; html is a page.

    \b
    zhitu analyse graph
    zhitu analyse graph central
    zhitu analyse graph path 首席质量官 芜湖市市场监督管理局
    zhitu analyse graph changes 2024-01-01 2025-06-01 --format csv > changes.csv
    zhitu analyse graph compare 绍兴市 芜湖市
    zhitu analyse graph diffusion 首席质量官制度
    zhitu analyse graph bridges --as-of 2020-05-31
    zhitu analyse graph communities --view communities.html
    """
    from graph.analytics import analyse as ask
    from graph.analytics import check_format, draw, print_analyses, print_finding
    from graph.days import open_as_asked

    check_format(format_)
    opened = open_as_asked(graph, as_of)
    if analysis is None:
        print_analyses()
        return
    finding = ask(opened, analysis, *(names or ()))
    if page is not None:
        draw(opened, finding).write_html(page)
    print_finding(finding, format_, limit)


def picture(
    graph: Graph,
    kind: Annotated[str | None, typer.Argument(metavar="PICTURE", help="What to draw; without it, a list.")] = None,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Only what is said of this name.")] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="By its suffix: .svg .html .png [default: .svg].")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Draw a picture for a report: a timeline, a matrix, a map. Its path is printed.

    Without a picture, list them. SVG and HTML need nothing else and are dark on a dark screen; PNG needs the package
    that pip install 'zhitu[png]' brings.

    \b
    zhitu picture graph
    zhitu picture graph timeline -o timeline.svg
    zhitu picture graph matrix 质量工作 -o duties.html
    zhitu picture graph diffusion 首席质量官制度 -o diffusion.svg
    zhitu picture graph communities -o communities.svg
    zhitu picture graph map -o map.png
    """
    from graph.days import open_as_asked
    from graph.pictures import picture as draw
    from graph.pictures import print_pictures

    if kind is None:
        print_pictures()
        return
    opened = open_as_asked(graph, as_of)
    target = out or Path(f"{kind}.svg")
    draw(opened, kind, name).write(target)
    print(target)
