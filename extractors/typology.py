"""Of which class a named thing is, by its name and by all that its document states of it.

The tables tell a class by the end of a name; where they are weak (培训 may be a measure or a programme, 设备 a group or
a matter), a log-linear model, fitted on annotated texts, settles it: one class for a name in one document. Names that
are known for what they are (the gazetteer's, persons, titles, values) keep their class.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.lexicon import QUANTITY, Lexicon
from extractors.model import Mention, Statement
from extractors.tokens import Token

_SETTLED = frozenset({"Person", "Quantity", "Time"})
_DEFAULT = "Matter"  # the outside option of a choice
_LONGEST = 9
_SHARED = ("agree:", "differ:")


@dataclass(slots=True)
class Thing:
    """A name of a document with what tells its class: that of the tables, its words, and what is stated of it.

    `roles` has the relations that it is in, and on which side; `verbs` the words that state them.
    """

    name: str
    rule: str
    words: tuple[Token, ...] = ()
    before: str = ""  # the characters around it where it stands first, "" at an edge of the text
    after: str = ""
    roles: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)  # the words next to it wherever it stands


def find_things(
    text: str, tokens: Sequence[Token], statements: Iterable[Statement], lexicon: Lexicon
) -> dict[str, Thing]:
    """Return the things that `statements` are of and whose class is open, by their names.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.model import Span
    >>> from ontologies.schema import load_ontology
    >>> city, fair = Mention("广州市", "Place", 0, 3), Mention("质量培训", "Measure", 5, 9)
    >>> states = [Statement(city, "carriesOut", fair, Span(0, 9), predicate="举办")]
    >>> things = find_things("广州市举办质量培训", [], states, compile_lexicon(load_ontology()))
    >>> list(things), things["质量培训"].roles
    (['质量培训'], {'object+carriesOut'})
    """
    starts = [token.start for token in tokens]
    things: dict[str, Thing] = {}
    for statement in statements:
        for side, mention in (("subject", statement.subject), ("object", statement.object)):
            if mention.type in _SETTLED or mention.name.startswith("《") or mention.name in lexicon.names:
                continue
            first = bisect_left(starts, mention.start)
            stop = bisect_left(starts, mention.end, first)
            thing = things.get(mention.name)
            if thing is None:
                thing = things[mention.name] = Thing(
                    mention.name,
                    mention.type,
                    tuple(tokens[first:stop]),
                    text[mention.start - 1 : mention.start].strip(),
                    text[mention.end : mention.end + 1].strip(),
                )
            thing.roles.add(f"{side}+{statement.relation}")
            thing.verbs.add(f"{side}+{statement.predicate}")
            if first:
                thing.around.update(_left(tokens[first - 1]))
            if stop < len(tokens):
                thing.around.update(_right(tokens[stop]))
    return things


def _left(token: Token) -> tuple[str, str]:
    """What stands in front; of a figure its measure word, which tells things from acts (12台, 3项)."""
    unit = token.text[-1] if token.kind == QUANTITY else ""
    return f"left+{token.text[-2:]}", f"left+{_shape(token)}+{unit}"


def _right(token: Token) -> tuple[str, str]:
    return f"right+{token.text[:2]}", f"right+{_shape(token)}+"


def _shape(token: Token) -> str:
    return token.kind + (token.verb.kind if token.verb else "")


def describe(thing: Thing, genre: str, lexicon: Lexicon) -> list[str]:
    """Return the features of a thing, whatever its class."""
    name, rule = thing.name, thing.rule
    found = [
        f"rule:{rule}", f"told:{rule}+{_source(name, lexicon)}", f"size:{min(len(name), _LONGEST)}", f"genre:{genre}",
        f"first:{name[0]}", f"before:{thing.before}", f"after:{thing.after}", f"end:{rule}+{name[-2:]}",
    ]  # fmt: skip
    found += [f"end:{name[-size:]}" for size in (1, 2, 3) if size <= len(name)]
    if thing.words:
        last = thing.words[-1]
        found += [
            f"word:{last.text}", f"tag:{last.tag}", f"last:{_shape(last)}", f"last:{rule}+{_shape(last)}",
            f"words:{min(len(thing.words), 5)}", f"shape:{'+'.join([_shape(word) for word in thing.words[-3:]])}",
        ]  # fmt: skip
        if any(word.tag == "ns" for word in thing.words[:-1]):
            found.append("place:inside")
    for kind, values in (("role", thing.roles), ("verb", thing.verbs), ("near", thing.around)):
        found += [f"{kind}:{value}" for value in sorted(values)]
    return found


def _source(name: str, lexicon: Lexicon) -> str:
    """What the tables know a name by: as a whole, by an end of so many characters, or not at all."""
    if name in lexicon.terms:
        return "term"
    for size in range(min(lexicon.longest_suffix, len(name)), 0, -1):
        if name[-size:] in lexicon.suffixes:
            return str(size)
    return "post" if name in lexicon.posts else ""


def readings(thing: Thing, genre: str, lexicon: Lexicon) -> dict[str, list[str]]:
    """Return the features of each class that a thing may be of, besides the outside option.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> found = readings(Thing("质量培训", "Measure"), "news", compile_lexicon(load_ontology()))
    >>> "agree:2" in found["Measure"], "agree:2" in found["Programme"], "Matter" in found
    (True, False, False)
    """
    features = describe(thing, genre, lexicon)
    return {
        kind: [*(f"{kind}:{feature}" for feature in features), *stand(thing, kind, lexicon)]
        for kind in classes(lexicon)
    }


def stand(thing: Thing, kind: str, lexicon: Lexicon) -> list[str]:
    """Return the features, the same for all classes, of how a class stands to what the tables say and how they know."""
    if kind == thing.rule:
        return ["agree:", f"agree:{_source(thing.name, lexicon)}"]
    return ["differ:", f"differ:{_source(thing.name, lexicon)}"] if thing.rule == _DEFAULT else []


def classes(lexicon: Lexicon) -> list[str]:
    """Return the ids of the classes that the model tells apart, besides the outside option."""
    return [kind for kind in lexicon.ontology.classes if kind not in _SETTLED and kind != _DEFAULT]


class Typology:
    """Settles the classes of things with one table of weights; with an empty one they are what the tables say.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> thing = Thing("质量培训", "Measure")
    >>> Typology({}, lexicon).decide(thing, "news"), Typology({"Programme:size:4": 1.0}, lexicon).decide(thing, "news")
    ('Measure', 'Programme')
    """

    def __init__(self, weights: Mapping[str, float], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._shared = {feature: weight for feature, weight in weights.items() if feature.startswith(_SHARED)}
        self._classes = classes(lexicon)
        self._own: dict[str, list[tuple[str, float]]] = {}  # what a feature is worth for each class
        for written, weight in weights.items():
            kind, _, feature = written.partition(":")
            if kind in self._classes:
                self._own.setdefault(feature, []).append((kind, weight))
        self._fitted = bool(weights)

    def decide(self, thing: Thing, genre: str) -> str:
        """Return the class that a thing of a document of that genre most likely is of."""
        if not self._fitted:
            return thing.rule
        lexicon, rule = self._lexicon, thing.rule
        if rule != _DEFAULT and thing.name in lexicon.terms:
            return rule
        known = stand(thing, rule, lexicon)
        # All classes but its own stand alike to what the tables say.
        differs = stand(thing, "", lexicon)
        scores = dict.fromkeys(self._classes, sum([self._shared.get(feature, 0.0) for feature in differs]))
        if rule in scores:
            scores[rule] = sum([self._shared.get(feature, 0.0) for feature in known])
        of = self._own.get
        for feature in describe(thing, genre, lexicon):
            for kind, weight in of(feature, ()):
                scores[kind] += weight
        best = max(scores, key=scores.__getitem__, default=_DEFAULT)
        return best if scores.get(best, 0.0) > 0 else _DEFAULT

    def settle(self, text: str, tokens: Sequence[Token], statements: Sequence[Statement], genre: str) -> dict[str, str]:
        """Return the class of each name that the model settles."""
        if not self._fitted:
            return {}
        things = find_things(text, tokens, statements, self._lexicon)
        return {name: self.decide(thing, genre) for name, thing in things.items()}


def retype(statements: Iterable[Statement], kinds: Mapping[str, str]) -> list[Statement]:
    """Return the statements with things of the classes that `kinds` gives their names.

    >>> from extractors.model import Span
    >>> city, fair = Mention("广州市", "Place", 0, 3), Mention("质量培训", "Measure", 5, 9)
    >>> [one] = retype([Statement(city, "carriesOut", fair, Span(0, 9))], {"质量培训": "Programme"})
    >>> one.object.type
    'Programme'
    """
    return [s._replace(subject=typed(s.subject, kinds), object=typed(s.object, kinds)) for s in statements]


def typed(mention: Mention, kinds: Mapping[str, str]) -> Mention:
    """Return a mention with the class that `kinds` gives its name, itself where it gives none."""
    kind = kinds.get(mention.name)
    return mention if kind is None or mention.type in _SETTLED else mention._replace(type=kind)
