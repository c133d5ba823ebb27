"""Which person a name means: one name is one person where its post or its place is the same.

Evidence of identity is, in this order: that the name alone tells (heads of party and state), the body or place whose
post the text says the person holds, the place that the text is about. Where there is none, the same name in another
document is another person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from extractors.model import Document, Mention, Statement
from graph.identity import identify
from graph.places import national_names, national_organs
from graph.spelling import normalise
from ontologies.gazetteer import Place
from ontologies.tables import read_tsv

_TELLING = ("holdsPost", "affiliatedWith")
_LONGEST = 20  # characters of a central organ's name in front of a post


@cache
def _leaders() -> frozenset[str]:
    return frozenset(row["name"] for row in read_tsv("leaders"))


def find_scopes(document: Document, statements: Iterable[Statement], here: Place | None) -> Mapping[str, str | None]:
    """Return what tells each person of a text from the namesakes elsewhere, by name.

    That is the code of a place, the id of a central organ, the id of the document where nothing is known, and None for
    a name that is enough.

    >>> from extractors.model import Span
    >>> someone, post = Mention("李明", "Person", 8, 10), Mention("广州市财政局局长", "Post", 0, 8)
    >>> said = Statement(someone, "holdsPost", post, Span(0, 10))
    >>> find_scopes(Document("a.txt", "广州市财政局局长李明"), [said], None)
    {'李明': '440100'}
    """
    said = [s for s in statements if s.relation in _TELLING and s.subject.type == "Person" and not s.negated]
    everyone = dict.fromkeys(normalise(m.name) for s in statements for m in (s.subject, s.object) if m.type == "Person")
    found: dict[str, str | None] = {}
    for name in everyone:
        if name in _leaders():
            found[name] = None
            continue
        told = (_seat(s.object, here) for s in said if normalise(s.subject.name) == name)
        if (scope := next(filter(None, told), None)) is not None:
            found[name] = scope
        elif here is None:
            found[name] = document.id
    return found


def _seat(office: Mention, here: Place | None) -> str | None:
    """Return the place of a post or body, or the central organ that it is, None for one that may be anywhere."""
    entity = identify(office.name, office.type, here).entity
    if entity.place:
        return entity.place
    label = normalise(office.name)
    for length in range(min(len(label), _LONGEST), 2, -1):
        if (organ := national_names().get(label[:length])) is not None and organ in national_organs():
            return identify(organ, "Government").entity.id
    return None
