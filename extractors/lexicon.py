"""The tables of `ontologies/` compiled for reading: what each word may do in a clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile

from extractors.weights import default_weights
from ontologies.gazetteer import load_departments, load_organs, load_places
from ontologies.schema import Ontology
from ontologies.tables import read_tsv

# Token classes. A token has one; the grammar looks at nothing else of a function word but its role.
NOUN, VERB, PREPOSITION, OF, ADVERBIAL, ASPECT = "noun", "verb", "preposition", "of", "-ly", "aspect"
ADVERB, MODAL, NEGATION, CONJUNCTION, COMMA = "adverb", "modal", "negation", "conjunction", "comma"
BRACKET, TIME, QUANTITY, LOCALIZER, ETCETERA = "bracket", "time", "quantity", "localizer", "etc"
PRONOUN, ADJECTIVE, TITLE, CONNECTIVE, COPULA, OTHER = "pronoun", "adjective", "title", "connective", "copula", "other"

_TAGS = {
    "d": ADVERB, "ad": ADVERB, "p": PREPOSITION, "c": CONJUNCTION, "m": QUANTITY, "mq": QUANTITY, "q": NOUN,
    "r": PRONOUN, "t": TIME, "f": LOCALIZER, "a": ADJECTIVE, "b": ADJECTIVE, "z": ADJECTIVE,
    "ul": ASPECT, "uz": ASPECT, "ug": ASPECT, "uj": OF, "uv": ADVERBIAL, "ud": ADVERBIAL,
    "u": OTHER, "y": OTHER, "e": OTHER, "o": OTHER, "x": OTHER, "w": OTHER,
}  # fmt: skip
_ADVERB_CLASSES = {
    "adverb": ADVERB, "degree": ADVERB, "aspect": ADVERB, "focus": CONNECTIVE, "modal": MODAL, "negation": NEGATION,
    "connective": CONNECTIVE, "leadin": CONNECTIVE,
}  # fmt: skip
# The types of what has a seat and a name of its own.
BODIES = frozenset({"Government", "Organization", "Enterprise"})
# Kinds of `posts.tsv` whose words are classes of people, forms of address or common nouns too.
_NO_POSTS = frozenset({"generic", "honorific", "common"})
# 财库〔2011〕59号, 主席令第七号; and what a name says in brackets at its end: 管理办法（试行）, 各省（区、市）
_NUMBERED = re.compile(r"[〔\[［（(](?:19|20)\d\d[〕\]］）)]第?\d+号$|[令函字发]第?[\d一二三四五六七八九十百零〇]+号$")
_BRACKET = re.compile(r"(?<=.)[（(][^（）()]{1,12}[）)]$")
MODALITIES = frozenset({"actual", "planned", "required", "possible"})
_UNNAMED = "other"  # in the verb table: what the ontology has no relation for; what comes after it is less likely yet


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the genre.

    `kind` is V (a predicate wherever it can be one), D (as often a noun: 发展 管理), C (its object acts next: 引导
    督促), L (light: 进行 开展), S (reports what follows: 指出) or P (receives: 得到); `relations` has the likeliest
    first.
    """

    word: str
    kind: str
    relations: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()

    @property
    def relation(self) -> str | None:
        """The likeliest relation, or None where the verb states none of the ontology."""
        return self.relations[0] if self.relations else None

    def without(self, relation: str) -> Verb:
        """Return the verb as it reads where it cannot state `relation`; itself where it states nothing else.

        >>> Verb("达到", "V", ("hasValue", "obtains")).without("hasValue").relation
        'obtains'
        """
        rest = tuple(r for r in self.relations if r != relation)
        return replace(self, relations=rest) if rest and rest != self.relations else self


class _Bounded(dict[str, str | None]):
    """A cache that starts afresh when it is full: names recur inside a document more than between documents."""

    def __setitem__(self, name: str, kind: str | None) -> None:
        if len(self) > 50_000:
            self.clear()
        super().__setitem__(name, kind)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word tables of one ontology."""

    ontology: Ontology
    verbs: Mapping[str, Verb]
    roles: Mapping[str, str]
    classes: Mapping[str, str]
    modals: Mapping[str, str]
    focuses: frozenset[str]
    tags: Mapping[str, str]
    splits: Mapping[str, tuple[str, ...]]
    terms: Mapping[str, str]
    posts: frozenset[str]
    bases: Mapping[str, str]
    adjuncts: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    surnames: frozenset[str]
    vague: frozenset[str]
    relational: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    longest_suffix: int
    suffixes: Mapping[str, str]
    role_weights: Mapping[str, float]
    cache: dict[str, str | None] = field(default_factory=_Bounded, repr=False)

    @cached_property
    def actors(self) -> frozenset[str]:
        """The ids of the classes whose things act."""
        return frozenset(c.id for c in self.ontology.classes.values() if c.actor)

    @cached_property
    def affixes(self) -> Mapping[str, tuple[str, ...]]:
        """The sets as tuples for `startswith` and `endswith`, the longest words first."""
        return {name: tuple(sorted(words, key=lambda word: (-len(word), word))) for name, words in self.sets.items()}

    @cached_property
    def particles(self) -> frozenset[str]:
        """The function words of one character that words do not begin or end with (用能, 自研 are words)."""
        closed = {OF, ASPECT, NEGATION, PREPOSITION, MODAL, CONJUNCTION}
        found = {w for w, kind in self.classes.items() if len(w) == 1 and kind in closed}
        return frozenset(found - self.sets["word-forming"])

    def classify(self, word: str, tag: str) -> str:
        """Return the token class of a word with its ICTCLAS tag."""
        known = self.classes.get(word)
        if known is not None:
            return known
        if tag[:1] == "v":
            return NOUN if tag == "vn" else VERB
        return _TAGS.get(tag, NOUN)

    def is_person(self, name: str) -> bool:
        """Return whether `name` has the form of a Chinese personal name: surname and one or two characters.

        Four characters want a surname of two; a word of the lexicon is no name.
        """
        if not 2 <= len(name) <= 4 or name in self.verbs or name in self.terms or name in self.names:
            return False
        return name[:2] in self.surnames if len(name) == 4 else name[0] in self.surnames

    def type_of(self, name: str) -> str | None:
        """Return the type of a name by whole term, gazetteer, longest suffix or post; None where nothing tells."""
        if name in self.cache:
            return self.cache[name]
        kind = self.cache[name] = self._find_type(name.strip("“”\"'「」‘’"))
        return kind

    def _find_type(self, name: str) -> str | None:
        known = self.terms.get(name) or self.names.get(name)
        if known is not None:
            return known
        if _NUMBERED.search(name) and "Document" in self.ontology.classes:
            return "Document"
        name = _BRACKET.sub("", name)
        for size in range(min(self.longest_suffix, len(name)), 0, -1):
            kind = self.suffixes.get(name[-size:])
            if kind is not None:
                return kind
        return "Post" if name in self.posts and "Post" in self.ontology.classes else None


def compile_lexicon(ontology: Ontology, role_weights: Mapping[str, float] | None = None) -> Lexicon:
    """Compile the tables for `ontology`; its own triggers come before those of the verb table.

    `role_weights` tell predicates from verbs in names (`extractors.roles`); the ones that ship where none are given.

    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> lexicon.verbs["推行"].relation, lexicon.type_of("市财政局"), lexicon.is_person("王小明")
    ('adopts', 'Government', True)
    """
    verbs = _verbs(ontology)
    classes: dict[str, str] = {word: VERB for word in verbs}
    modals: dict[str, str] = {}
    focuses = set()
    tags: dict[str, str] = {}
    splits: dict[str, tuple[str, ...]] = {}
    for row in read_tsv("words"):
        note, _, parts = row["note"].partition(" ")
        if note == "split":
            splits[row["word"]] = tuple(parts.split()[0].split("|"))
        else:
            tags[row["word"]] = row["tag"]
    for row in read_tsv("adverbs"):
        kind = _ADVERB_CLASSES.get(row["class"])
        if kind is not None:
            if kind != ADVERB:
                verbs.pop(row["word"], None)
            classes[row["word"]] = kind
            if row["value"] in MODALITIES:
                modals[row["word"]] = row["value"]
            if row["class"] == "focus":
                focuses.add(row["word"])
    roles = {row["word"]: row["role"] for row in read_tsv("prepositions")}
    for word in ontology.preposition_relations:
        roles.setdefault(word, "basis")
    for word in roles:
        verbs.pop(word, None)
        classes[word] = PREPOSITION
    classes.update({row["word"]: row["class"] for row in read_tsv("function")})
    terms = {**{row["term"]: row["type"] for row in read_tsv("terms")}, **ontology.terms}
    names: dict[str, str] = {name: "Place" for name in load_places() if len(name) > 1}
    for organ in load_organs():
        for name in (organ.name, *organ.short):
            names[name] = organ.type
    for department in load_departments():
        for name in (department.name, *department.short):
            names.setdefault(name, "Government")
    posts = frozenset(row["post"] for row in read_tsv("posts"))
    suffixes = _suffixes(ontology, verbs)
    return Lexicon(
        ontology=ontology,
        verbs=verbs,
        roles=roles,
        classes=classes,
        modals=modals,
        focuses=frozenset(focuses),
        tags=tags,
        splits=splits,
        terms={term: kind for term, kind in terms.items() if kind in ontology.classes},
        posts=posts,
        bases={row["head"]: row["relation"] for row in read_tsv("as") if row["relation"] in ontology.relations},
        adjuncts=_adjuncts(ontology),
        names={name: kind for name, kind in names.items() if kind in ontology.classes},
        surnames=frozenset(row["surname"] for row in read_tsv("surnames")),
        vague=frozenset(row["head"] for row in read_tsv("vague")),
        relational=frozenset(row["head"] for row in read_tsv("vague") if row["note"] == "relational"),
        sets=_sets(),
        longest_suffix=max(map(len, suffixes), default=0),
        suffixes=suffixes,
        role_weights=default_weights().roles if role_weights is None else role_weights,
    )


def _suffixes(ontology: Ontology, verbs: Mapping[str, Verb]) -> dict[str, str]:
    """The suffixes that tell a type: those of the ontology, and the posts that are no common words."""
    suffixes = dict(ontology.suffix_classes)
    if "Post" in ontology.classes:
        for row in read_tsv("posts"):
            if row["kind"] not in _NO_POSTS and row["post"] not in verbs:
                suffixes.setdefault(row["post"], "Post")
    return suffixes


def _verbs(ontology: Ontology) -> dict[str, Verb]:
    known, triggers = ontology.relations, ontology.trigger_relations
    adverbs = {row["word"] for row in read_tsv("adverbs")}
    verbs: dict[str, Verb] = {}
    for row in read_tsv("verbs"):
        told = list(takewhile(lambda r: r != _UNNAMED, (row["relation"], *row["alternatives"].split("|"))))
        if row["word"][:2] in adverbs and row["word"][2:] in triggers:
            told = [*triggers[row["word"][2:]], *told]  # 全面推行 says what the ontology lets 推行 say
        verbs[row["word"]] = Verb(row["word"], row["class"], tuple(r for r in told if r in known))
    for word, relations in ontology.trigger_relations.items():
        verb = verbs.get(word)
        kept = tuple(r for r in verb.relations if r not in relations) if verb else ()
        verbs[word] = Verb(word, verb.kind if verb else "V", (*relations, *kept))
    for word, relations in ontology.reversed_relations.items():
        verb = verbs.get(word)
        verbs[word] = Verb(word, verb.kind if verb else "V", verb.relations if verb else (), relations)
    return verbs


def _adjuncts(ontology: Ontology) -> dict[str, tuple[str, ...]]:
    """What the noun phrase behind a preposition may be to the subject or to the object of its clause."""
    adjuncts: dict[str, tuple[str, ...]] = {}
    for row in read_tsv("adjuncts"):
        told = tuple([r for r in row["relations"].split("|") if r in ontology.relations])
        if told:
            adjuncts[row["word"]] = told
    return adjuncts


def _sets() -> dict[str, frozenset[str]]:
    """The closed word lists of `sets.tsv`, by name."""
    sets: dict[str, set[str]] = {}
    for row in read_tsv("sets"):
        sets.setdefault(row["set"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in sets.items()}
