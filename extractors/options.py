"""Who may be meant as the subject of a frame: what the rules say, and every other name near enough to be it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from extractors.frames import ClauseReading, Frame, Nominal
from extractors.model import Mention, Origin

# How far back a name of the same sentence is looked for, in clauses.
REACH = 6
# Of a long list of bodies no more are taken up where the text drops its subject.
MOST = 2
# Why a name is an option: where it stands against the frame, or what it is to the document.
Source: TypeAlias = tuple[str, ...]
_CONTEXT_ORIGIN = {
    "topic": Origin.TOPIC,
    "speaker": Origin.TOPIC,
    "recent": Origin.TOPIC,
    "instructed": Origin.DOCUMENT,
    "actor": Origin.DOCUMENT,
    "issuer": Origin.DOCUMENT,
}


class Option(NamedTuple):
    """Bodies, persons or things that may be the subject of a frame, with all that speaks for them."""

    subjects: tuple[Mention, ...]
    origin: Origin
    sources: tuple[Source, ...]


class _Gathering:
    """Options by their names; a name that is found twice keeps its first origin and both sources."""

    def __init__(self, objects: Iterable[Mention]) -> None:
        self._objects = {mention.name for mention in objects}
        self._found: dict[tuple[str, ...], tuple[tuple[Mention, ...], Origin, list[Source]]] = {}

    def add(self, subjects: Sequence[Mention], origin: Origin, *sources: Source) -> None:
        if not subjects or any(mention.name in self._objects for mention in subjects):
            return
        key = tuple([mention.name for mention in subjects])
        known = self._found.get(key)
        if known is None:
            self._found[key] = (tuple(subjects), origin, list(sources))
        else:
            known[2].extend(source for source in sources if source not in known[2])

    def options(self) -> tuple[Option, ...]:
        return tuple([Option(subjects, origin, tuple(s)) for subjects, origin, s in self._found.values()])


def find_options(
    frame: Frame,
    chosen: tuple[Sequence[Mention], Origin],
    clauses: Sequence[ClauseReading],
    context: Mapping[str, Sequence[Mention]],
    recent: Sequence[Sequence[Mention]],
) -> tuple[Option, ...]:
    """Return the options for the subject of `frame`, what the rules have chosen first.

    `clauses` are those of the sentence up to the frame's own, `context` who matters to the document (topic, speaker,
    issuer …), `recent` the subjects of the sentences before, the last one last.

    >>> city, system = Mention("广州市", "Place", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    >>> frame = Frame(None, "adopts", [system])
    >>> [option.sources for option in find_options(frame, ((city,), Origin.TOPIC), [], {"topic": (city,)}, [])]
    [(('rule', 'topic'), ('topic',))]
    """
    found = _Gathering(frame.objects)
    subjects, origin = chosen
    found.add(subjects, origin, ("rule", origin.value))
    if frame.agents:
        found.add(frame.agents, Origin.EXPLICIT, ("agents",))
    if clauses and (own := clauses[-1].subject):
        found.add(own, Origin.EXPLICIT, ("own", "agents" if frame.agents else ""))
    at = frame.objects[0].start if frame.objects else 0
    for distance, clause in enumerate(reversed(clauses[-REACH - 1 :])):
        for nominal in clause.nominals:
            _add_nominal(found, nominal, distance, at)
    for name, mentions in context.items():
        found.add(mentions[:MOST], _CONTEXT_ORIGIN[name], (name,))
    for distance, mentions in enumerate(reversed(recent)):
        found.add(mentions[:MOST], Origin.TOPIC, ("recent", str(distance)))
    return found.options()


def _add_nominal(found: _Gathering, nominal: Nominal, distance: int, at: int) -> None:
    mentions = nominal.mentions
    where = str(min(distance, 4)) if distance else "<" if mentions[0].start < at else ">"
    first = "first" if nominal.first else ""
    origin = Origin.SENTENCE if distance else Origin.EXPLICIT
    found.add(mentions, origin, (where, nominal.role, nominal.before, nominal.after, first))
