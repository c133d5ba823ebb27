"""What `zhitu status` prints: the sources that a graph was built from, which of them failed and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.manifest import Manifest, Source, entries_of
from graph.tables import print_table
from ontologies.errors import UnknownFormat

FORMATS = ("table", "json")


def print_status(manifest: Manifest, format: str) -> None:
    """Print the counts of a manifest and a line for each thing that failed; as json, a line for each source.

    Raises UnknownFormat for another format.
    """
    if format not in FORMATS:
        raise UnknownFormat(f"{format!r} is no format of a status; use one of: {', '.join(FORMATS)}")
    if format == "json":
        for source in manifest.sources:
            print(json.dumps(describe_source(source), ensure_ascii=False).encode("utf-8", "replace").decode())
        return
    print_table(("what", "count"), _counts(manifest))
    failed = [
        (source.path, error.removeprefix(f"{source.path}: ")) for source in manifest.sources for error in source.errors
    ]
    if failed:
        print()
        print_table(("failed", "why"), failed)


def describe_source(source: Source) -> dict[str, Any]:
    """Return what there is to say of a source, as JSON.

    >>> describe_source(Source("a.txt", None, None, error="a.txt: cannot be opened"))["status"]
    'failed'
    """
    return {
        "path": source.path,
        "status": source.status,
        "errors": list(source.errors),
        "sha256": source.sha256,
        "size": source.size,
        "documents": [
            {"id": entry.document, "source": entry.source, "date": entry.day, "reprint_of": entry.reprint_of}
            for entry in entries_of([source])
        ],
    }


def _counts(manifest: Manifest) -> Iterator[tuple[str, int]]:
    sources = manifest.sources
    entries = list(entries_of(sources))
    yield "sources", len(sources)
    yield "  read", sum(not source.errors for source in sources)
    yield "  failed", sum(bool(source.errors) for source in sources)
    yield "  gone", sum(not Path(source.path).exists() for source in sources)
    yield "documents", manifest.documents
    yield "  in several sources", len(entries) - len({entry.document for entry in entries})
    yield "  reprints", len({entry.document for entry in entries if entry.reprint_of})
    yield "facts", manifest.facts
