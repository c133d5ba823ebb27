"""Tables on a terminal: columns aligned by the width of Chinese characters, nothing cut off where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Print a table to standard output and return the number of its rows.

    On a terminal long cells are folded to fit; into a pipe or a file each row is one line, however long.

    >>> print_table(["城市", "facts"], [["广州市", 12]])
    城市     facts
    ──────────────
    广州市   12
    1
    """
    table = _table(headings, rows)
    if sys.stdout.isatty():
        # Written to a buffer: rich ends the program with code 1 where it finds a pipe closed (`| head`).
        written = _written(table, Console(file=StringIO(), force_terminal=True, force_jupyter=False, highlight=False))
    else:
        written = _whole(table)
    sys.stdout.write(written)
    return table.row_count


def format_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as text, each row on one line, however long.

    >>> print(format_table(["城市", "facts"], [["广州市", 12]]))
    城市     facts
    ──────────────
    广州市   12
    """
    return _whole(_table(headings, rows)).removesuffix("\n")


def fit(text: str, width: int) -> str:
    """Return a text, cut with an ellipsis where it takes more than `width` columns of a terminal.

    >>> fit("首席质量官制度", 9)
    '首席质量…'
    """
    cut = Text(text)
    cut.truncate(width, overflow="ellipsis")
    return cut.plain


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in headings:
        table.add_column(_cell(heading), overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    return table


def _whole(table: Table) -> str:
    # Inside a notebook rich would show what is printed, to a buffer too.
    console = Console(
        file=StringIO(),
        force_terminal=False,
        force_jupyter=False,
        highlight=False,
        color_system=None,
        width=1_000_000,
    )
    console.width = max(1, Measurement.get(console, console.options, table).maximum)
    return _written(table, console)


def _written(table: Table, console: Console) -> str:
    with console.capture() as capture:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _cell(value: object) -> Text:
    """A cell without what a stranger's text could do to a terminal: line feeds, escapes."""
    text = "" if value is None else str(value)
    return Text("".join(character if character.isprintable() else " " for character in text))
