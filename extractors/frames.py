"""What one clause says before it is known who acts: frames, facts whose subject may be dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.model import Mention, Modality, Quantity, TimeValue

# The relations that a construction states by itself, whatever its verb.
INCLUDES, BECOMES, ISSUES, ADOPTS = "includes", "becomes", "issues", "adopts"
LOCATED_IN, PARTICIPATES, CARRIES_OUT = "locatedIn", "participatesIn", "carriesOut"
REQUIRES, LEADS, SUPERVISES, AFFILIATED = "requires", "leads", "supervises", "affiliatedWith"
COOPERATES, COMMENDS, SANCTIONS = "cooperatesWith", "commends", "sanctions"
HAS_VALUE, APPLIES_TO, APPROVES, OBTAINS, SUPPORTS = "hasValue", "appliesTo", "approves", "obtains", "supports"


# Relations between named things: a clause whose arguments have other types does not state them.
BINDING = frozenset({PARTICIPATES, LOCATED_IN, COOPERATES, AFFILIATED, "holdsPost"})


@dataclass(slots=True)
class Frame:
    """A fact as a clause has it; `agents` is None where the subject is dropped.

    `construction` names what states it: an object behind its verb, 将 A V, 对 A V, A、B等C and so on. `alternatives`
    are the relations that it may state besides, where no verb tells.
    """

    agents: list[Mention] | None
    relation: str
    objects: list[Mention]
    modality: Modality | None = None
    negated: bool = False
    time: TimeValue | None = None
    quantity: Quantity | None = None
    predicate: str = ""
    construction: str = "object"
    alternatives: tuple[str, ...] = ()


class Nominal(NamedTuple):
    """A noun phrase of a clause in its place: its conjuncts, its role, and the elements around it ("" at the edge)."""

    mentions: tuple[Mention, ...]
    role: str
    before: str
    after: str
    first: bool


@dataclass(slots=True)
class ClauseReading:
    """The frames of one clause, its own subject, and who acts after it (the pivot of 引导、督促).

    `cataphoric`: the clause opens with a phrase of purpose, means or ground, so that its subject may come later.
    `bare`: it is one noun phrase. `focus`: it opens with 尤其是 or 其中, so that its subject is not taken up again.
    `speaks`: what follows is content. `occasion`: the event at which something is done (在会上). `guidance`: under
    whose lead (在A领导下). `site`: the place that is all it names (在成都,…). `counted`: what the clause names with a
    figure last (7类产品), which a list to come may tell off.
    """

    frames: list[Frame] = field(default_factory=list)
    nominals: list[Nominal] = field(default_factory=list)
    subject: list[Mention] | None = None
    successor: list[Mention] | None = None
    occasion: list[Mention] | None = None
    guidance: list[Mention] | None = None
    site: list[Mention] | None = None
    cataphoric: bool = False
    bare: bool = False
    focus: bool = False
    speaks: bool = False
    done: bool = False  # it says so: 了, 已
    counted: list[Mention] = field(default_factory=list)
    time: TimeValue | None = None
    modality: Modality | None = None
