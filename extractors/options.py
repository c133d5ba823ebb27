"""Who may be meant as the subject of a frame: what the rules say, and every other name near enough to be it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from extractors.frames import ClauseReading, Frame, Nominal
from extractors.model import Mention, Origin

# How far back a name of the same sentence is looked for, in clauses.
REACH = 6
# Of a long list of bodies no more are taken up where the text drops its subject.
MOST = 2
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
    """Who may be the subject of the frames of one clause.

    `clauses` are those of the sentence up to the frames' own, `context` who matters to the document (topic, speaker,
    issuer …), `recent` the subjects of the sentences before, the last one last.

    >>> city, system = Mention("广州市", "Place", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    >>> candidates = Candidates([], {"topic": (city,)}, [])
    >>> options = candidates.of(Frame(None, "adopts", [system]), (city,), Origin.TOPIC)
    >>> [option.sources for option in options]
    [('rule/topic', 'topic')]
    """

    def __init__(
        self,
        clauses: Sequence[ClauseReading],
        context: Mapping[str, Sequence[Mention]],
        recent: Sequence[Sequence[Mention]],
    ) -> None:
        self._subject = _named(clauses[-1].subject) if clauses and clauses[-1].subject else None
        self._beside = [_stand(nominal) for nominal in clauses[-1].nominals] if clauses else []
        found: list[_Candidate] = []
        for distance, clause in enumerate(reversed(clauses[-REACH - 1 : -1]), 1):
            where = str(min(distance, 4))
            found += [
                (*_named(nominal.mentions), Origin.SENTENCE, where + _stand(nominal)[2]) for nominal in clause.nominals
            ]
        for name, mentions in context.items():
            found.append((*_named(mentions[:MOST]), _CONTEXT_ORIGIN[name], name))
        for distance, mentions in enumerate(reversed(recent)):
            found.append((*_named(mentions[:MOST]), Origin.TOPIC, f"recent/{distance}"))
        self._others = [candidate for candidate in found if candidate[1]]

    def of(self, frame: Frame, chosen: Sequence[Mention], origin: Origin) -> tuple[Option, ...]:
        """Return the options for the subject of `frame`, what the rules have chosen first; no object is one."""
        agents = frame.agents
        at = frame.objects[0].start if frame.objects else 0
        candidates: list[_Candidate] = [(*_named(chosen), origin, f"rule/{origin.value}")]
        if agents:
            candidates.append((*_named(agents), Origin.EXPLICIT, "agents"))
        if self._subject:
            candidates.append((*self._subject, Origin.EXPLICIT, "own/agents" if agents else "own/"))
        for names, mentions, stand in self._beside:
            candidates.append((names, mentions, Origin.EXPLICIT, ("<" if mentions[0].start < at else ">") + stand))
        candidates += self._others
        objects = {mention.name for mention in frame.objects}
        found: dict[tuple[str, ...], tuple[tuple[Mention, ...], Origin, list[Source]]] = {}
        for names, mentions, source_of, source in candidates:
            known = found.get(names)
            if known is not None:
                if source not in known[2]:
                    known[2].append(source)
            elif names and objects.isdisjoint(names):
                found[names] = (mentions, source_of, [source])
        return tuple([Option(mentions, source_of, tuple(s)) for mentions, source_of, s in found.values()])


# The names of mentions, the mentions, and for candidates how they come to be the subject, and why.
_Candidate: TypeAlias = tuple[tuple[str, ...], tuple[Mention, ...], Origin, Source]


def _named(mentions: Sequence[Mention]) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
    return tuple([mention.name for mention in mentions]), tuple(mentions)


def _stand(nominal: Nominal) -> tuple[tuple[str, ...], tuple[Mention, ...], str]:
    """The names and mentions of a noun phrase, and where it stands in its clause."""
    mentions, role, before, after, first = nominal
    return *_named(mentions), f"/{role}/{before}/{after}/{'first' if first else ''}"
