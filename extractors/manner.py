"""How a fact holds: it is so, it is planned, it is required, or it may be.

What a clause says itself (应当, 拟, 可以) comes first, then what its sentence has said before, the speaker,
and the kind of the document; a log-linear model over these, fitted on annotated texts, settles what they leave open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractors.loglinear import Factor, Key, Outcomes, write_all
from extractors.model import Modality, Origin

# The readings of a choice; that a fact holds is the outside option.
# Who holds a post or belongs where is told, however the text asks for what else is to be done.
_APPOINTED = frozenset({"holdsPost", "affiliatedWith"})
# By how much, in logits, another reading has to be likelier than that of the rules.
_TRUST = 0.3
UNTOLD = -1  # a share of too few facts
UNREAL = (Modality.PLANNED, Modality.REQUIRED, Modality.POSSIBLE)
_MODALITIES = {modality.value: modality for modality in Modality}


class Circumstances(NamedTuple):
    """What tells how a fact holds; empty strings where nothing does.

    `given` is the clause's own modality, `carried` that of the sentence, `spoken` the speaker's, `imperative` that of
    bare verbs in the document, `ahead` that its time lies after the document's, `done` that the clause has 了 or 已.

    From `before` on, what stands around the fact (`extractors.moods`): what the nearest marked fact on either side says
    and whether it is in the sentence, the paragraph or the document (`required/s`); how many of the document's facts
    are marked as required, planned and actual, in quarters, UNTOLD of too few; and the marks of the title, the sentence
    and the clause.
    """

    given: str
    carried: str
    spoken: str
    imperative: str
    ahead: bool
    done: bool
    origin: Origin
    subject: str
    relation: str
    predicate: str
    genre: str
    before: str = ""
    after: str = ""
    requires: int = 0
    plans: int = 0
    holds: int = 0
    title: str = ""
    sentence: str = ""
    clause: str = ""

    @property
    def rule(self) -> Modality:
        """What the rules say: the nearest that tells."""
        said = self.given or self.carried
        if said:
            return _MODALITIES[said]
        if self.ahead:
            return Modality.PLANNED
        if self.origin is Origin.EXPLICIT:
            return Modality.ACTUAL
        return _MODALITIES[(self.origin is Origin.TOPIC and self.spoken) or self.imperative]


def factors(known: Circumstances) -> list[Factor]:
    """Return the factors of a choice, as (name, key)."""
    rule, said = known.rule.value, known.given or known.carried
    origin = known.origin.value
    return [
        ("mood", (rule, known.given, known.carried, known.spoken, known.imperative, origin)),
        ("doer", (known.subject, known.genre, origin, said)),
        ("act", (known.relation, known.genre, said, rule)),
        ("verb", (known.predicate, said, rule)),
        ("time", (known.done, known.ahead, said, rule, known.imperative)),
        ("near", (known.before, known.after, said, rule, known.spoken)),
        ("share", ("required", known.requires, said, rule, known.genre, origin)),
        ("share", ("planned", known.plans, said, rule, known.genre, origin)),
        ("share", ("actual", known.holds, said, rule, known.genre, origin)),
        ("title", (known.title, said, rule)),
        ("marks", (known.sentence, known.clause, said, known.genre)),
    ]


def _mood(key: Key) -> list[str]:
    rule, given, carried, spoken, imperative, origin = key
    return [
        f"mood:{rule}", f"mood:{rule}+{origin}", f"mood:{given}+{carried}", f"mood:spoken+{spoken}+{origin}",
        f"mood:bare+{imperative}+{origin}", f"mood:{given}+{carried}+{spoken}+{origin}",
        f"mood:{given}+{carried}+bare+{imperative}+{origin}",
    ]  # fmt: skip


def _doer(key: Key) -> list[str]:
    subject, genre, origin, said = key
    return [
        f"doer:{subject}", f"doer:{genre}", f"doer:{subject}+{said}", f"doer:{genre}+{origin}", f"doer:{genre}+{said}",
        f"doer:{subject}+{genre}+{origin}",
    ]  # fmt: skip


def _act(key: Key) -> list[str]:
    relation, genre, said, rule = key
    return [f"act:{relation}", f"act:{relation}+{said}", f"act:{relation}+{rule}", f"act:{relation}+{genre}"]


def _verb(key: Key) -> list[str]:
    predicate, said, rule = key
    return [f"verb:{predicate}+{said}", f"verb:{predicate}+rule+{rule}"]


def _time(key: Key) -> list[str]:
    done, ahead, said, rule, imperative = key
    return [
        f"time:done+{done}+{said}", f"time:done+{done}+{rule}", f"time:ahead+{ahead}+{said}",
        f"time:ahead+{ahead}+{done}+{imperative}",
    ]  # fmt: skip


def _near(key: Key) -> list[str]:
    before, after, said, rule, spoken = key
    nearest, following = str(before).partition("/")[0], str(after).partition("/")[0]
    found = [f"near:{before}+{after}+{said}"] if before and after else []
    if before:
        found += [f"near:{before}", f"near:{before}+{rule}", f"near:{nearest}+{said}+{spoken}"]
    if after:
        found += [f"near:after+{after}", f"near:after+{after}+{rule}", f"near:after+{following}+{said}"]
    return found


def _share(key: Key) -> list[str]:
    mood, quarters, said, rule, genre, origin = key
    share = f"share:{mood}+{quarters}"
    if quarters == UNTOLD:
        return []
    return [share, f"{share}+{said}", f"{share}+rule+{rule}", f"{share}+{genre}", f"{share}+{origin}"]


def _title(key: Key) -> list[str]:
    title, said, rule = key
    return [f"title:{title}", f"title:{title}+{said}", f"title:{title}+rule+{rule}"] if title else []


def _marks(key: Key) -> list[str]:
    sentence, clause, said, genre = key
    found = [f"marks:{sentence}", f"marks:{sentence}+{said}", f"marks:{sentence}+{genre}"] if sentence else []
    if clause:
        found += [f"marks:clause+{clause}+{said}", f"marks:clause+{clause}+{genre}"]
    return [*found, f"marks:{sentence}+clause+{clause}"] if sentence else found


# The features of each factor: its parts and their combinations.
WRITERS = {
    "mood": _mood, "doer": _doer, "act": _act, "verb": _verb, "time": _time, "near": _near, "share": _share,
    "title": _title, "marks": _marks,
}  # fmt: skip


def describe(known: Circumstances) -> list[str]:
    """Return all features of a choice: what the weights are fitted on, once for each of UNREAL."""
    return write_all(WRITERS, factors(known))


class MannerJudge:
    """Settles how facts hold with one table of weights; with an empty one it is what the rules say.

    >>> of = ("Government", "adopts", "推行", "news")
    >>> known = Circumstances("", "", "", "required", False, False, Origin.DOCUMENT, *of)
    >>> MannerJudge({}).decide(known).value
    'required'
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._fitted = bool(weights)
        self._worth = Outcomes(weights, WRITERS, UNREAL).worth

    def decide(self, known: Circumstances) -> Modality:
        """Return how a fact of these circumstances most likely holds."""
        if known.relation in _APPOINTED and not known.given:
            return Modality.ACTUAL
        if not self._fitted:
            return known.rule
        worth = self._worth
        rule = known.rule
        planned, required, possible = [_TRUST if rule is mood else 0.0 for mood in UNREAL]
        for name, key in factors(known):
            p, r, m = worth[name][key]
            planned, required, possible = planned + p, required + r, possible + m
        best = max(planned, required, possible)
        if best <= (_TRUST if rule is Modality.ACTUAL else 0.0):
            return Modality.ACTUAL
        return UNREAL[(planned, required, possible).index(best)]
