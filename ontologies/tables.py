"""Word lists as they lie on disk: tab-separated, UTF-8, the first line names the columns, # starts a comment line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ontologies.errors import OntologyError

FOLDER = Path(__file__).parent / "lexicons"


def read_tsv(name: str | Path) -> tuple[dict[str, str], ...]:
    """Read a table as one dictionary a row.

    `name` is the name of a table of this package (`"places"`) or the path of any other; the rows come in the order of
    the file, and equal calls share one result. Blank lines and lines that start with `#` are passed over; a row may
    leave out its last cells, which are then empty.

    Raises OntologyError, naming file and line, for a file that cannot be read, a repeated or empty column name, or a
    row with more cells than the header.

    >>> read_tsv("departments")[0]["name"]
    '发展和改革委员会'
    """
    path = Path(name)
    return _read(FOLDER / f"{name}.tsv" if path.suffix == "" and len(path.parts) == 1 else path)


@cache
def _read(path: Path) -> tuple[dict[str, str], ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror or error}; give a readable TSV file") from error
    except UnicodeDecodeError as error:
        place = error.object.count(b"\n", 0, error.start) + 1
        raise OntologyError(f"{path}, line {place}: not UTF-8; save the table as UTF-8") from error
    header: list[str] = []
    rows: list[dict[str, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if not header:
            if len(set(cells)) < len(cells) or "" in cells:
                raise OntologyError(f"{path}, line {number}: the header needs distinct column names; correct the line")
            header = cells
            continue
        if len(cells) > len(header):
            raise OntologyError(
                f"{path}, line {number}: {len(cells)} cells under {len(header)} columns; remove the surplus tabs"
            )
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    if not header:
        raise OntologyError(f"{path}: has no header; name the columns in the first line, parted by tabs")
    return tuple(rows)
