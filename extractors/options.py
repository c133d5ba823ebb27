"""Who may be meant as the subject of a frame: what the rules say, and every other name near enough to be it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

from extractors.frames import ClauseReading, Frame, Nominal
from extractors.model import Mention, Origin

# How far back a name of the same sentence is looked for, in clauses.
REACH = 6
_AWAY = ("", "1", "2", "3", *["4"] * REACH)
# Of a long list of bodies no more are taken up where the text drops its subject.
MOST = 2
_BACK = tuple([f"recent/{distance}" for distance in range(10)])
# Why a name is an option: where it stands against the frame (`<//verb/first`), or what it is to the document (`topic`).
Source: TypeAlias = str
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


class Candidates:
    """Who may be the subject of the frames of one sentence; go through its clauses in order with `open`.

    `context` says who matters to the document (topic, speaker, issuer …), `recent` has the subjects of the sentences
    before, the last one last.

    >>> city, system = Mention("广州市", "Place", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    >>> candidates = Candidates({"topic": (city,)}, [])
    >>> options = candidates.of(Frame(None, "adopts", [system]), (city,), Origin.TOPIC)
    >>> [option.sources for option in options]
    [('rule/topic', 'topic')]
    """

    def __init__(self, context: Mapping[str, Sequence[Mention]], recent: Sequence[Sequence[Mention]]) -> None:
        outside = [(*_named(mentions[:MOST]), _CONTEXT_ORIGIN[name], name) for name, mentions in context.items()]
        outside += [
            (*_named(mentions[:MOST]), Origin.TOPIC, _BACK[distance])
            for distance, mentions in enumerate(reversed(recent))
        ]
        self._outside = self._others = outside
        self._clauses: list[list[_Stand]] = []
        self._beside: list[_Stand] = []
        self._subject: tuple[tuple[str, ...], tuple[Mention, ...]] | None = None

    def open(self, clause: ClauseReading) -> None:
        """Go on to the next clause."""
        found: list[_Candidate] = []
        for distance, stands in enumerate(reversed(self._clauses[-REACH:]), 1):
            where = _AWAY[distance]
            found += [(names, mentions, Origin.SENTENCE, where + stand) for names, mentions, stand in stands]
        self._others = found + self._outside
        self._beside = [_stand(nominal) for nominal in clause.nominals]
        self._clauses.append(self._beside)
        self._subject = _named(clause.subject) if clause.subject else None

    def of(self, frame: Frame, chosen: Sequence[Mention], origin: Origin) -> tuple[Option, ...]:
        """Return the options for the subject of `frame`, what the rules have chosen first; no object is one."""
        agents, objects = frame.agents, frame.objects
        at = objects[0].start if objects else 0
        candidates: list[_Candidate] = [(*_named(chosen), origin, "rule/" + origin)]
        if agents:
            candidates.append((*_named(agents), Origin.EXPLICIT, "agents"))
        if self._subject:
            candidates.append((*self._subject, Origin.EXPLICIT, "own/agents" if agents else "own/"))
        for names, mentions, stand in self._beside:
            candidates.append((names, mentions, Origin.EXPLICIT, ("<" if mentions[0].start < at else ">") + stand))
        taken = {mention.name for mention in objects}
        found: dict[tuple[str, ...], tuple[tuple[Mention, ...], Origin, list[Source]]] = {}
        for names, mentions, whence, source in chain(candidates, self._others):
            known = found.get(names)
            if known is not None:
                if source not in known[2]:
                    known[2].append(source)
            elif names and taken.isdisjoint(names):
                found[names] = (mentions, whence, [source])
        return tuple([Option(mentions, whence, tuple(sources)) for mentions, whence, sources in found.values()])


# The names of mentions, the mentions, and for candidates how they come to be the subject, and why.
_Candidate: TypeAlias = tuple[tuple[str, ...], tuple[Mention, ...], Origin, Source]
_Stand: TypeAlias = tuple[tuple[str, ...], tuple[Mention, ...], str]


def _named(mentions: Sequence[Mention]) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
    return tuple([mention.name for mention in mentions]), tuple(mentions)


def _stand(nominal: Nominal) -> _Stand:
    """The names and mentions of a noun phrase, and where it stands in its clause."""
    mentions, role, before, after, first = nominal
    return (
        tuple([mention.name for mention in mentions]),
        mentions,
        f"/{role}/{before}/{after}/{'first' if first else ''}",
    )
