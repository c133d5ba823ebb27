"""A table with a title: what an analysis has found, as text, HTML, CSV and JSON lines, and as it shows in a notebook.

In a notebook a long table is shown by its head and its tail with the number of rows between, and says how to see them.
"""

from __future__ import annotations

import csv
import io
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from graph.svg import escape
from graph.tables import fit, format_table

Cell = str | int | float | bool | date | None
HEAD, TAIL = 20, 5  # rows of a long table that are shown
LONGEST = 40  # columns of a terminal that a cell takes as text in a notebook
_WHOLE = 12  # characters of a cell that is not broken into lines
_FULLEST = 300  # characters of a cell that are shown as HTML
_CELL = "text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid rgba(128,128,128,.3)"
_KINDS = {
    "around": "overflow-x:auto",
    "table": "border-collapse:collapse",
    "title": "text-align:left;font-weight:600",
    "head": f"{_CELL};font-weight:600",
    "cell": f"{_CELL};white-space:normal;min-width:8em",
    "short": f"{_CELL};white-space:nowrap",
    "figure": f"{_CELL};white-space:nowrap;text-align:right",
    "soft": f"{_CELL};color:#808892;font-size:12px",
    "note": "color:#808892;font-size:12px;white-space:pre-line",
}
_STYLE = {kind: f' style="{style}"' for kind, style in _KINDS.items()}
_CLASS = {kind: f' class="finding-{kind}"' for kind in _KINDS}
# The same for a page, whose policy forbids styles inside of elements; `.report` outdoes the page's own tables.
STYLES = "\n".join(f".report .finding-{kind} {{ {style} }}" for kind, style in _KINDS.items())


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. A slice of it is a table too; iterating gives dictionaries.

    >>> table = Table("城市", ("city", "facts"), (("广州市", 12), ("深圳市", 7)))
    >>> print(table)
    城市
    city     facts
    ──────────────
    广州市   12
    深圳市   7
    >>> print(table[1:].to_csv(), end="")
    city,facts
    深圳市,7
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    rest: str = "table"  # how the table is had: what a reader is told to slice

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    @overload
    def __getitem__(self, key: int) -> dict[str, Cell]: ...
    @overload
    def __getitem__(self, key: slice) -> Table: ...
    def __getitem__(self, key: int | slice) -> dict[str, Cell] | Table:
        if isinstance(key, slice):
            return replace(self, rows=self.rows[key])
        return dict(zip(self.columns, self.rows[key], strict=True))

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.title, format_table(self.columns, self.rows), self.note)))

    def to_csv(self) -> str:
        """Return all rows as CSV; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
        from graph.tablefiles import guard

        written = io.StringIO()
        lines = csv.writer(written, lineterminator="\n")
        lines.writerow(self.columns)
        for row in self.rows:
            lines.writerow(guard(cell) if isinstance(cell, str) else _text(cell) for cell in row)
        return written.getvalue()

    def to_json(self) -> str:
        """Return all rows as JSON, an object a line."""
        return "".join(f"{json.dumps(row, ensure_ascii=False, default=str)}\n" for row in self)

    def to_html(self, head: int | None = None, tail: int = 0, styled: bool = True) -> str:
        """Return the table as HTML, with `head` its first rows and its last `tail` alone.

        It needs no style sheet; with `styled` false it has classes for one (STYLES), instead of styles.
        """
        paint = _STYLE if styled else _CLASS
        shown, between = _ends(self.rows, head, tail)
        heads = "".join(f'<th scope="col"{paint["head"]}>{escape(name)}</th>' for name in self.columns)
        lines = [f"<tr>{''.join(_td(cell, paint) for cell in row)}</tr>" for row in shown]
        if between and head is not None:
            told = escape(self._told(between, head))
            lines.insert(head, f'<tr><td colspan="{len(self.columns)}"{paint["soft"]}>{told}</td></tr>')
        caption = f"<caption{paint['title']}>{escape(self.title)}</caption>" if self.title else ""
        note = f"<p{paint['note']}>{escape(self.note)}</p>" if self.note else ""
        return (
            f"<div{paint['around']}><table{paint['table']}>{caption}<thead><tr>{heads}</tr></thead>"
            f"<tbody>{''.join(lines)}</tbody></table>{note}</div>"
        )

    def to_text(self, head: int = HEAD, tail: int = TAIL) -> str:
        """Return the table as text with cells of at most forty columns, its first and its last rows."""
        shown, between = _ends(self.rows, head, tail)
        cells: list[tuple[Cell, ...]] = [tuple(fit(_text(cell), LONGEST) for cell in row) for row in shown]
        if between:
            cells.insert(head, ("…", *[""] * (len(self.columns) - 1)))
        below = self._told(between, head) if between else ""
        return "\n".join(filter(None, (self.title, format_table(self.columns, cells), below, self.note)))

    def _told(self, between: int, start: int) -> str:
        return f"… {between} more: {self.rest}[{start}:{start + between}], or {self.rest}.to_csv() for all"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": self.to_text(), "text/html": self.to_html(HEAD, TAIL)}


class Finding(ABC):
    """What an analysis has found: a table, and a score or a group for entities, as colours for the view.

    Iterating gives the rows of the table as dictionaries; `len` counts them.
    """

    __slots__ = ()

    @abstractmethod
    def table(self) -> Table:
        """Return the finding as a table."""

    def colours(self) -> Mapping[str, str]:
        """Return a colour (`#rrggbb`) for each entity that the finding says something of, by its id."""
        return {}

    def to_csv(self) -> str:
        """Return the table as CSV."""
        return self.table().to_csv()

    def to_json(self) -> str:
        """Return the table as JSON, an object a line."""
        return self.table().to_json()

    def to_html(self) -> str:
        """Return the whole table as HTML."""
        return self.table().to_html()

    def __len__(self) -> int:
        return len(self.table())

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return iter(self.table())

    def __str__(self) -> str:
        return str(self.table())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return replace(self.table(), rest="…table()")._repr_mimebundle_()


def _ends(rows: Sequence[tuple[Cell, ...]], head: int | None, tail: int) -> tuple[Sequence[tuple[Cell, ...]], int]:
    """The first and the last rows, and how many are left out between; one is never left out for a line that says so."""
    if head is None or len(rows) <= head + tail + 1:
        return rows, 0
    return (*rows[:head], *rows[len(rows) - tail :]), len(rows) - head - tail


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def _td(cell: Cell, paint: Mapping[str, str]) -> str:
    text = _text(cell)
    shown = text if len(text) <= _FULLEST else f"{text[:_FULLEST]}…"
    figure = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    kind = "figure" if figure else "short" if len(shown) <= _WHOLE else "cell"
    return f"<td{paint[kind]}>{escape(shown)}</td>"
