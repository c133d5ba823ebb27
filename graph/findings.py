"""A table with a title: what an analysis has found, as text, HTML, CSV and JSON lines, and as it shows in a notebook.

In a notebook a long table is shown by its head and its tail with the number of rows between, and says how to see them.
"""

from __future__ import annotations

import csv
import io
import json
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
_EDGE = "border-bottom:1px solid rgba(128,128,128,.3)"
_CELL = f"text-align:left;vertical-align:top;padding:4px 12px 4px 0;{_EDGE}"
_SOFT = "color:#808892;font-size:12px"


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
        written = io.StringIO()
        lines = csv.writer(written, lineterminator="\n")
        lines.writerow(self.columns)
        lines.writerows(map(_inert, row) for row in self.rows)
        return written.getvalue()

    def to_json(self) -> str:
        """Return all rows as JSON, an object a line."""
        return "".join(f"{json.dumps(row, ensure_ascii=False, default=str)}\n" for row in self)

    def to_html(self, head: int | None = None, tail: int = 0) -> str:
        """Return the table as HTML that needs no style sheet; with `head` its first rows and its last `tail` alone."""
        shown, between = _ends(self.rows, head, tail)
        parts = [f'<th scope="col" style="{_CELL};font-weight:600">{escape(name)}</th>' for name in self.columns]
        lines = [f"<tr>{''.join(parts)}</tr>"]
        for number, row in enumerate(shown):
            if between and number == head:
                told = escape(self._told(between, number))
                lines.append(f'<tr><td colspan="{len(self.columns)}" style="{_CELL};{_SOFT}">{told}</td></tr>')
            lines.append(f"<tr>{''.join(map(_td, row))}</tr>")
        if between and not tail:
            told = escape(self._told(between, len(shown)))
            lines.append(f'<tr><td colspan="{len(self.columns)}" style="{_CELL};{_SOFT}">{told}</td></tr>')
        caption = f'<caption style="text-align:left;font-weight:600">{escape(self.title)}</caption>' * bool(self.title)
        note = f'<p style="{_SOFT};white-space:pre-line">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<div style="overflow-x:auto"><table style="border-collapse:collapse">{caption}<thead>{lines[0]}</thead>'
            f"<tbody>{''.join(lines[1:])}</tbody></table>{note}</div>"
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


class Finding:
    """What an analysis has found: a table, and a score or a group for entities, as colours for the view.

    Iterating gives the rows of the table as dictionaries; `len` counts them.
    """

    __slots__ = ()

    def table(self) -> Table:
        """Return the finding as a table."""
        raise NotImplementedError

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


def _td(cell: Cell) -> str:
    text = _text(cell)
    shown = text if len(text) <= _FULLEST else f"{text[:_FULLEST]}…"
    style = ";text-align:right" if isinstance(cell, (int, float)) and not isinstance(cell, bool) else ""
    style += ";white-space:nowrap" if len(shown) <= _WHOLE else ""
    return f'<td style="{_CELL}{style}">{escape(shown)}</td>'


def _inert(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection."""
    text = _text(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in "=+-@\t\r" and text else text
