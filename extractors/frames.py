"""What one clause says before it is known who acts: frames, facts whose subject may be dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Mention, Modality, Quantity, TimeValue

# The relations that a construction states by itself, whatever its verb.
INCLUDES, BECOMES, ISSUES, ADOPTS = "includes", "becomes", "issues", "adopts"
HAS_VALUE, APPLIES_TO, APPROVES, SUPPORTS = "hasValue", "appliesTo", "approves", "supports"


@dataclass(slots=True)
class Frame:
    """A fact as a clause has it; `agents` is None where the subject is dropped."""

    agents: list[Mention] | None
    relation: str
    objects: list[Mention]
    modality: Modality | None = None
    negated: bool = False
    time: TimeValue | None = None
    quantity: Quantity | None = None
    predicate: str = ""


@dataclass(slots=True)
class ClauseReading:
    """The frames of one clause, its own subject, and who acts after it (the pivot of 引导、督促).

    `cataphoric`: the clause opens with a phrase of purpose, means or ground, so that its subject may come later.
    `focus`: it opens with 尤其是 or 其中, so that its subject is not taken up again. `speaks`: what follows is content.
    `counted`: what the clause names with a figure last (7类产品), which a list to come may tell off.
    """

    frames: list[Frame] = field(default_factory=list)
    subject: list[Mention] | None = None
    successor: list[Mention] | None = None
    cataphoric: bool = False
    focus: bool = False
    speaks: bool = False
    counted: list[Mention] = field(default_factory=list)
    time: TimeValue | None = None
    modality: Modality | None = None
