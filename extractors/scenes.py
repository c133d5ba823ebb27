"""What a sentence sets up for its later clauses: an event, a leader, a place, a speaker, and the facts that follow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extractors.frames import LEADS, LOCATED_IN, PARTICIPATES, REQUIRES, ClauseReading, Frame
from extractors.lexicon import Lexicon
from extractors.model import Mention, Modality

# Who takes part in an event, who is led or told what to do, and what is in a place that a clause names alone.
ATTENDING = frozenset({"Person", "Post", "Government", "Organization", "Enterprise"})
BOUND = frozenset({"Government", "Organization", "Enterprise", "Post", "Group", "Place"})
SITED = frozenset({"Enterprise", "Organization", "System"})
_Names = tuple[Mention, ...]


class Scene:
    """The scene of one sentence; ask it for each clause in order what else that clause states.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> party, bureau = Mention("市委", "Government", 1, 3), Mention("市财政局", "Government", 7, 11)
    >>> scene = Scene(compile_lexicon(load_ontology()))
    >>> list(scene.state(ClauseReading(guidance=[party]), ()))
    []
    >>> [frame.relation for frame in scene.state(ClauseReading(), (bureau,))]
    ['leads']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._guidance: _Names = ()
        self._site: _Names = ()
        self._teller: _Names = ()
        self._occasion: _Names = ()

    def state(self, clause: ClauseReading, own: _Names) -> Iterator[Frame]:
        """Yield what a clause with the subject `own` states because of what stands in front of it."""
        kind = own[0].type if own else ""
        self._guidance = tuple(clause.guidance or self._guidance)
        if self._guidance and own != self._guidance and kind in ATTENDING | BOUND:
            yield _frame(self._guidance, LEADS, own, "guided", clause)  # 在A领导下,B…
            self._guidance = ()
        if self._site and kind in SITED:
            yield _frame(own, LOCATED_IN, self._site, "sited", clause)  # 在成都,这家企业…
        self._site = tuple(clause.site or ())
        told = clause.modality is Modality.REQUIRED and own != self._teller and kind in BOUND
        if self._teller and told:
            yield _frame(self._teller, REQUIRES, own, "bound", clause)  # 会议强调,各级政府要…
        if clause.speaks and own:
            self._teller = own if kind in self._lexicon.actors else ()
        self._occasion = tuple(clause.occasion or self._occasion)
        if self._occasion and kind in ATTENDING and self._attends(clause):
            yield _frame(own, PARTICIPATES, self._occasion, "attending", clause)  # 在会上,李某强调…
        self._occasion = opened(clause, self._lexicon.sets["attended"]) or self._occasion

    def _attends(self, clause: ClauseReading) -> bool:
        personal = self._lexicon.sets["personal"]
        said = clause.speaks or any(f.predicate in personal for f in clause.frames)
        return said or bool(clause.occasion and clause.frames)


def opened(clause: ClauseReading, holding: frozenset[str]) -> _Names:
    """Return the event that a clause says was held (市政府召开发布会,李某介绍…): what follows was said there."""
    events = (m for f in clause.frames if f.predicate in holding for m in f.objects if m.type == "Event")
    return tuple(itertools.islice(events, 1))


def join_subjects(clauses: Sequence[ClauseReading]) -> None:
    """总经理李某,副总经理王某出席会议: a clause of names alone belongs to the subject of the next one."""
    for clause, following in itertools.pairwise(clauses):
        ahead, own = clause.subject, following.subject
        if not ahead or not own or not clause.bare or ahead[0].type not in ATTENDING or own[0].type not in ATTENDING:
            continue
        joined = [*ahead, *own]
        for frame in following.frames:
            if frame.agents is not None and frame.agents == own:
                frame.agents = joined
        following.subject = joined


def _frame(agents: _Names, relation: str, objects: _Names, construction: str, clause: ClauseReading) -> Frame:
    return Frame(list(agents), relation, list(objects), Modality.ACTUAL, time=clause.time, construction=construction)
