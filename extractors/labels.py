"""Roles of verbs as labelled by reading: which verb of which sentence is a predicate, in an attribute, in a name.

The table names texts by their digests and holds offsets only; the texts themselves do not ship. A row is a text, and
the offset of each labelled verb with its role: `3b8a46c0e2d1<TAB>12:P 17:N`.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from extractors.roles import Role
from extractors.weights import WEIGHTS
from ontologies.errors import NotFound, OntologyError, UnreadableDocument

LABELS = WEIGHTS / "role-labels.tsv"
EXAMPLES = WEIGHTS / "role-examples.txt"
_MARKS = {"[": Role.PREDICATE, "{": Role.ATTRIBUTE}
_DIGITS = 12


def digest_of(text: str) -> str:
    """Return what stands for a text in the table.

    >>> digest_of("市政府开展监督抽查。")
    '9b012df7bdad'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def load_labels(path: Path) -> dict[str, dict[int, Role]]:
    """Return digest of a text → offset of a verb → its role; raise OntologyError, with the line, for no label."""
    found: dict[str, dict[int, Role]] = {}
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        name, _, labels = line.partition("\t")
        try:
            pairs = [label.split(":") for label in labels.split()]
            found.setdefault(name, {}).update({int(start): Role(role) for start, role in pairs})
        except ValueError:
            raise OntologyError(f"{path}, line {number}: no text with labels like 12:P; correct the line") from None
    return found


@cache
def known_labels() -> Mapping[str, Mapping[int, Role]]:
    """Return the labels that ship."""
    return load_labels(LABELS)


def read_example(line: str) -> tuple[str, dict[int, Role]]:
    """Return a sentence without its marks, and the role of each marked verb by its offset.

    >>> read_example("{取得}许可证的企业应当[建立]追溯制度")
    ('取得许可证的企业应当建立追溯制度', {0: <Role.ATTRIBUTE: 'R'>, 10: <Role.PREDICATE: 'P'>})
    """
    text, roles = "", {}
    for character in line:
        if character in _MARKS:
            roles[len(text)] = _MARKS[character]
        elif character not in "]}":
            text += character
    return text, roles


@cache
def known_examples() -> tuple[tuple[str, Mapping[int, Role]], ...]:
    """Return the sentences that ship with the roles of their marked verbs; the other verbs are in names."""
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return tuple(read_example(line) for line in lines if line and not line.startswith("#"))


def find_labelled(path: Path) -> Iterator[str]:
    """Yield the texts of a file of JSON lines, plain or .xz, whose verbs are labelled; their key is `text`.

    Raises NotFound where there is no such file, UnreadableDocument for one that is none of JSON lines.
    """
    labels = known_labels()
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"] if line.strip() else ""
                if digest_of(text) in labels:
                    yield text
    except FileNotFoundError:
        raise NotFound(f"{path}: no such file; give one of JSON lines") from None
    except (ValueError, KeyError, TypeError, lzma.LZMAError):
        raise UnreadableDocument(f'{path}: is not a file of JSON lines like {{"text": "…"}}; give one') from None
