"""What a document calls itself and what it has named in full: 本办法, 该意见, 《办法》, 我局, 总局."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractors.kinds import kind_names
from extractors.model import Document, Mention
from extractors.transmissions import promulgated
from graph.places import choose_place, head_of, national_names, split_place
from graph.spelling import normalise
from graph.titles import named_in_title
from ontologies.tables import read_tsv

Key = tuple[str, str]  # name, type

_NOTE = re.compile(r"（[^（）]*）\Z")
_BODIES = ("Government", "Organization")


@cache
def _references() -> re.Pattern[str]:
    """本办法, 该意见, 《实施方案》: a word that points to a document, or brackets, and no more than what kind it is."""
    pointing, before = ("|".join(row["word"] for row in read_tsv("references") if row["at"] == at) for at in _PLACES)
    kinds = "|".join(sorted(kind_names(), key=len, reverse=True))
    kind = rf"(?P<kind>(?:{before})*(?:{kinds}|法))"
    return re.compile(
        rf"(?:(?P<own>本)|{pointing}){kind}|《{kind.replace('?P<kind>', '?P<titled>')}(?:（[^（）]*）)?》"
    )


_PLACES = ("document", "kind")


def is_reference(name: str) -> bool:
    """Return whether a name tells its document only to who reads the text around: 本办法, 《实施方案》.

    >>> is_reference("《实施方案》"), is_reference("本办法"), is_reference("《质量强国建设纲要》")
    (True, True, False)
    """
    return _references().fullmatch(normalise(name)) is not None


def names_kind_of(name: str, title: str) -> bool:
    """Return whether a name that is no more than a kind of document may stand for a title; other names may for any.

    >>> names_kind_of("《批复》", "《城市总体规划》"), names_kind_of("《规划》", "《城市总体规划》")
    (False, True)
    """
    found = _references().fullmatch(normalise(name))
    return found is None or _ends_in(title, found["kind"] or found["titled"])


def find_references(document: Document, mentions: Iterable[Mention]) -> Iterator[tuple[Key, Key]]:
    """Yield (name, type) → what it stands for in a document: documents by their kind, bodies by their last character.

    本办法 is the document, or the one that it issues; 该意见 and 《意见》 the one that is named in full and ends so,
    where there is one alone; 我局 who has issued the document, 总局 the one body of that kind which the text names.

    >>> text = "《电梯安全管理办法》施行。该办法要求检查。"
    >>> named = (Mention("《电梯安全管理办法》", "Document", 0, 10), Mention("该办法", "Document", 13, 16))
    >>> list(find_references(Document("a.txt", text), named))
    [(('该办法', 'Document'), ('《电梯安全管理办法》', 'Document'))]
    """
    named = tuple(mentions)
    yield from _documents(document, named)
    yield from _bodies(document, named)


def _documents(document: Document, mentions: tuple[Mention, ...]) -> Iterator[tuple[Key, Key]]:
    names = sorted({mention.name for mention in mentions if mention.type == "Document"})
    own = _own_titles(document)
    full = [name for name in names if name.startswith("《") and not is_reference(name)]
    for name in names:
        found = _references().fullmatch(normalise(name))
        if found is None:
            if own and normalise(name) == own[0].strip("《》"):  # the title without its brackets
                yield (name, "Document"), (own[0], "Document")
            continue
        kind = found["kind"] or found["titled"]
        if found["own"]:
            candidates = [title for title in reversed(own) if _ends_in(title, kind)][:1]
        else:
            candidates = _distinct(title for title in (*own, *full) if _ends_in(title, kind))
        if len(candidates) == 1:
            yield (name, "Document"), (candidates[0], "Document")


def _own_titles(document: Document) -> list[str]:
    """The document's title, and those of the documents that it issues."""
    title = normalise(document.title or "")
    if not title or not _ends_in(title, "|".join(kind_names()) + r"|法|第\S{1,6}号"):
        return []
    issued = [named.title for named in named_in_title(title) if named.act == "issues"]
    told = title.endswith("》") and not title.startswith("《")  # 国务院印发《质量发展纲要》 is the title of news
    own = [] if told else [title if title.startswith("《") and title.endswith("》") else f"《{title}》"]
    return list(dict.fromkeys([*own, *issued, *(normalise(name) for name in promulgated(document.text))]))


def _ends_in(title: str, kind: str) -> bool:
    bare = _NOTE.sub("", normalise(title).strip("《》"))
    return re.search(rf"(?:{kind})(?:(?:\d{{4}}年)?第?\d{{1,4}}号)?\Z", bare) is not None


def _distinct(titles: Iterable[str]) -> list[str]:
    """The titles, of which one that ends another is the same."""
    found = list(dict.fromkeys(normalise(title) for title in titles))
    return [
        one for one in found if not any(two != one and two.strip("《》").endswith(one.strip("《》")) for two in found)
    ]


def _bodies(document: Document, mentions: tuple[Mention, ...]) -> Iterator[tuple[Key, Key]]:
    words = {row["word"]: row["at"] for row in read_tsv("references") if row["at"] in ("issuer", "named", "local")}
    issuer = normalise(document.issuer or "")
    seat = choose_place(split_place(issuer)[0], None) if issuer else None
    bodies = sorted({normalise(mention.name) for mention in mentions if mention.type in _BODIES} - words.keys())
    for name, kind in sorted({(m.name, m.type) for m in mentions if m.type in _BODIES}):
        word = next((word for word in words if normalise(name).startswith(word)), None)
        if word is None or (words[word] == "local" and (seat is None or head_of(seat) != word[:-1])):
            continue
        ending = word if words[word] == "named" else word[-1]
        named = [*filter(None, [issuer]), *bodies] if words[word] == "named" else [issuer]
        full = {national_names().get(one, one) for one in named if one.endswith(ending) and one != word}
        if len(full) == 1:
            yield (name, kind), (full.pop() + normalise(name)[len(word) :], kind)
