"""What a build has to do: which sources are new, have changed, are gone, or are as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.manifest import Manifest, Source, documents_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: sources to read, sources that stay as they are, documents to take back first.

    `removed` counts sources that are gone, `lost` has a sentence for each that should be read again and is not there.
    """

    read: tuple[Source, ...]
    keep: tuple[Source, ...]
    retract: frozenset[str]
    removed: int
    lost: tuple[str, ...] = ()


def plan_build(given: list[Path], found: list[Path], before: Manifest, fresh: bool) -> Plan:
    """Compare the files `found` at the paths `given` with what was read before; `fresh` means to read all anew."""
    known = {source.path: source for source in before.sources}
    now = {str(path): describe(path) for path in found}
    elsewhere = [source for source in before.sources if source.path not in now]
    gone = [source for source in elsewhere if any(Path(source.path).is_relative_to(path) for path in given)]
    others = [source for source in elsewhere if source not in gone]
    if fresh:
        # Another program or ontology: sources of earlier builds are read again too.
        again = [describe(Path(source.path)) for source in others if Path(source.path).is_file()]
        lost = tuple(
            f"{source.path}: has to be read again and is not there; build it from where it is"
            for source in others
            if not Path(source.path).is_file()
        )
        return Plan(_in_order((*now.values(), *again)), (), frozenset(), len(gone) + len(lost), lost)
    changed = [source for path, source in now.items() if path not in known or known[path].sha256 != source.sha256]
    kept = [known[path] for path in now if path in known and known[path].sha256 == now[path].sha256] + others
    retract = documents_of([*gone, *(known[source.path] for source in changed if source.path in known)])
    # One text in two files is one document: where one file goes, the other says anew what is known of it.
    twins = [source for source in kept if not retract.isdisjoint(source.ids)]
    keep = [source for source in kept if retract.isdisjoint(source.ids)]
    return Plan(_in_order((*changed, *twins)), _in_order(keep), retract, len(gone))


def describe(path: Path) -> Source:
    """Return what the manifest says of a file before it is read: hash and size, or why they cannot be had."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return Source(str(path), None, None, "failed", f"{path}: {error.strerror or error}; make it readable")
    return Source(str(path), hashlib.sha256(content).hexdigest(), len(content), "read")


def _in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(sources, key=lambda source: source.path))
