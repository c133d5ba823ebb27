"""Where something is: what is held, set up or tried out 在成都, 在京."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extractors.frames import LOCATED_IN, ClauseReading, Frame
from extractors.lexicon import Lexicon
from extractors.model import Mention
from ontologies.tables import read_tsv

_SITED = frozenset({"Event", "Programme", "System", "Organization", "Enterprise", "Government"})


@cache
def abbreviations() -> Mapping[str, str]:
    """Return the names of one character that stand for places.

    >>> abbreviations()["京"]
    '北京'
    """
    return {row["short"]: row["name"] for row in read_tsv("abbreviations")}


def named_place(mention: Mention) -> Mention | None:
    """Return the mention of a place, None where it is none; 京 and 沪 are places.

    >>> named_place(Mention("京", "Matter", 1, 2)).type
    'Place'
    """
    if mention.name in abbreviations():
        return mention._replace(type="Place")
    return mention if mention.type == "Place" and len(mention.name) > 1 else None


def locate(reading: ClauseReading, places: list[Mention], lexicon: Lexicon) -> None:
    """Add to a clause that its event, or what its predicates set up, lies in `places`.

    The event is the subject (会议在京召开), else the object (在京召开会议).
    """
    sited = lexicon.sets["sited"]
    things: list[Mention] = []
    if reading.subject and reading.subject[0].type == "Event":
        things = reading.subject
    else:
        for frame in reading.frames:
            if frame.predicate in sited and not frame.negated:
                things += [m for m in frame.objects if m.type in _SITED and m not in things]
    if things:
        reading.frames.append(
            Frame(things, LOCATED_IN, list(places), reading.modality, time=reading.time, construction="located")
        )
