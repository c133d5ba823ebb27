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
from extractors.loglinear import Factor, Key, Outcomes, Table, Writers, write_all
from extractors.model import Mention, Statement
from extractors.tokens import Token

_SETTLED = frozenset({"Person", "Quantity", "Time"})
_DEFAULT = "Matter"  # the outside option of a choice
_LONGEST = 9


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
    return token.kind + token.verb.kind if token.verb else token.kind


def factors(thing: Thing, genre: str, source: str) -> list[Factor]:
    """Return the factors of a thing that the tables know by `source`, whatever its class, as (name, key)."""
    name, rule = thing.name, thing.rule
    found: list[Factor] = [
        ("rule", (rule, source, min(len(name), _LONGEST), genre)),
        ("name", (name[0], name[-3:], rule)),
        ("edges", (thing.before, thing.after)),
    ]
    if words := thing.words:
        last = words[-1]
        found.append(("last", (last.text, last.tag, _shape(last), rule)))
        placed = any([word.tag == "ns" for word in words[:-1]])
        found.append(("words", (min(len(words), 5), "+".join([_shape(word) for word in words[-3:]]), placed)))
    for kind, values in (("role", thing.roles), ("verb", thing.verbs), ("near", thing.around)):
        found += [(kind, (value,)) for value in sorted(values)]
    return found


def _rule(key: Key) -> list[str]:
    rule, source, size, genre = key
    return [f"rule:{rule}", f"told:{rule}+{source}", f"size:{size}", f"genre:{genre}"]


def _name(key: Key) -> list[str]:
    first, end, rule = key
    tail = str(end)
    return [f"first:{first}", f"end:{rule}+{tail[-2:]}", *(f"end:{tail[-n:]}" for n in (1, 2, 3) if n <= len(tail))]


def _edges(key: Key) -> list[str]:
    before, after = key
    return [f"before:{before}", f"after:{after}"]


def _last(key: Key) -> list[str]:
    word, tag, shape, rule = key
    return [f"word:{word}", f"tag:{tag}", f"last:{shape}", f"last:{rule}+{shape}"]


def _words(key: Key) -> list[str]:
    count, shapes, placed = key
    return [f"words:{count}", f"shape:{shapes}", *(["place:inside"] if placed else [])]


# The features of each factor: its parts and their combinations.
WRITERS: Writers = {
    "rule": _rule, "name": _name, "edges": _edges, "last": _last, "words": _words,
    "role": lambda key: [f"role:{key[0]}"], "verb": lambda key: [f"verb:{key[0]}"],
    "near": lambda key: [f"near:{key[0]}"],
}  # fmt: skip


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
    source = _source(thing.name, lexicon)
    features = write_all(WRITERS, factors(thing, genre, source))
    return {
        kind: [*(f"{kind}:{feature}" for feature in features), *_stand(thing.rule, source, kind)]
        for kind in classes(lexicon)
    }


def _stand(rule: str, source: str, kind: str) -> list[str]:
    """The features, the same for all classes, of how a class stands to what the tables say and how they know."""
    if kind == rule:
        return ["agree:", f"agree:{source}"]
    return ["differ:", f"differ:{source}"] if rule == _DEFAULT else []


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
        self._classes = classes(lexicon)
        self._fitted = bool(weights)
        self._worth = Outcomes(weights, WRITERS, self._classes).worth

        def add(features: list[str]) -> float:
            return sum([weights.get(feature, 0.0) for feature in features])

        # What it is worth that a class is that of the tables, and for all classes but their own; by (rule, source).
        self._agrees: Table[tuple[str, str], float] = Table(lambda known: add(_stand(*known, known[0])))
        self._differs: Table[tuple[str, str], float] = Table(lambda known: add(_stand(*known, "")))

    def decide(self, thing: Thing, genre: str) -> str:
        """Return the class that a thing of a document of that genre most likely is of."""
        rule = thing.rule
        if not self._fitted or (rule != _DEFAULT and thing.name in self._lexicon.terms):
            return rule
        source = _source(thing.name, self._lexicon)
        worth = self._worth
        added = zip(*[worth[name][key] for name, key in factors(thing, genre, source)], strict=True)
        differs, agrees = self._differs[rule, source], self._agrees[rule, source]
        best, most = _DEFAULT, 0.0
        for kind, terms in zip(self._classes, added, strict=True):
            score = sum(terms) + (agrees if kind == rule else differs)
            if score > most:
                best, most = kind, score
        return best

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
    retyped = []
    for s in statements:
        subject, thing = typed(s.subject, kinds), typed(s.object, kinds)
        as_before = subject is s.subject and thing is s.object
        retyped.append(s if as_before else s._replace(subject=subject, object=thing))
    return retyped


def typed(mention: Mention, kinds: Mapping[str, str]) -> Mention:
    """Return a mention with the class that `kinds` gives its name, itself where it gives none."""
    kind = kinds.get(mention.name)
    if kind is None or kind == mention.type or mention.type in _SETTLED:
        return mention
    return Mention(mention.name, kind, mention.start, mention.end)
