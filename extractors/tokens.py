"""Words: a segmenter behind one protocol, then what it cannot know (terms of the genre, values, titles, splits)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeAlias

from extractors.abbreviations import find_abbreviations
from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    BRACKET,
    CONNECTIVE,
    MODAL,
    NOUN,
    OF,
    OTHER,
    PREPOSITION,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
    Lexicon,
    Verb,
)  # fmt: skip
from extractors.model import Quantity, TimeValue
from extractors.names import SURNAME, NameFinder
from extractors.text import PROTECTED
from extractors.values import find_quantities
from ontologies.tables import read_tsv


@dataclass(slots=True)
class Token:
    """A word in its place. `kind` is one of the token classes of `extractors.lexicon`."""

    text: str
    start: int
    end: int
    tag: str
    kind: str
    verb: Verb | None = None
    role: str = ""
    value: TimeValue | Quantity | None = None


class Segmenter(Protocol):
    """Cuts a text into words with ICTCLAS tags; the words joined are the text."""

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Make each `(word, tag)` known."""

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Return `(word, tag)` pairs in order."""

    def pieces(self, word: str) -> list[tuple[str, str]]:
        """Return `(word, tag)` pairs of a word by the dictionary alone: single characters where it has been guessed."""


class RustSegmenter:
    """jieba's algorithm and dictionary in Rust (package rjieba)."""

    def __init__(self) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Make each `(word, tag)` known."""
        for word, tag in words:
            self._jieba.add_word(word, None, tag)

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Return `(word, tag)` pairs in order."""
        return self._jieba.tag(text)

    def pieces(self, word: str) -> list[tuple[str, str]]:
        """Return `(word, tag)` pairs of a word by the dictionary alone."""
        return self._jieba.tag(word, False)


class JiebaSegmenter:
    """The reference: jieba.posseg, with a dictionary of its own."""

    def __init__(self) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel(60)
        self._dictionary = jieba.Tokenizer()
        self._tagger = jieba.posseg.POSTokenizer(self._dictionary)

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Make each `(word, tag)` known."""
        self._tagger.initialize()
        for word, tag in words:
            self._dictionary.add_word(word, None, tag)
            self._tagger.word_tag_tab[word] = tag

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Return `(word, tag)` pairs in order."""
        return [(pair.word, pair.flag) for pair in self._tagger.cut(text)]

    def pieces(self, word: str) -> list[tuple[str, str]]:
        """Return `(word, tag)` pairs of a word by the dictionary alone."""
        return [(pair.word, pair.flag) for pair in self._tagger.cut(word, HMM=False)]


def make_segmenter(engine: str | Segmenter = "auto") -> Segmenter:
    """Return a segmenter by name (`rjieba`, `jieba`, `auto`: the first installed); an instance comes back as it is.

    Raises ImportError for `rjieba` where it is not installed.

    >>> make_segmenter("auto").tag("企业责任")
    [('企业', 'n'), ('责任', 'n')]
    """
    if not isinstance(engine, str):
        return engine
    if engine in ("auto", "rjieba"):
        try:
            return RustSegmenter()
        except ImportError:
            if engine == "rjieba":
                raise
    return JiebaSegmenter()


def teach(segmenter: Segmenter, lexicon: Lexicon) -> Segmenter:
    """Make the words of `lexicon` known to `segmenter` and return it.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> teach(make_segmenter("auto"), compile_lexicon(load_ontology())).tag("首席质量官制度")
    [('首席质量官制度', 'n')]
    """
    tags = {name: "ns" if kind == "Place" else "nt" for name, kind in lexicon.names.items()}
    tags |= dict.fromkeys(lexicon.terms, "n") | dict.fromkeys(lexicon.posts, "n")
    tags |= {word: "v" for word in lexicon.verbs if len(word) > 1}
    tags |= {word: tag for word, tag in lexicon.tags.items() if len(word) > 1}
    # A word is made likelier than the words that it is made of, so these have to be there before it.
    segmenter.add(sorted(tags.items(), key=lambda word: (len(word[0]), word)))
    return segmenter


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch that is one token whatever the segmenter says."""

    start: int
    end: int
    kind: str
    value: TimeValue | Quantity | None


ACT = "vn1"  # a verb with its object that is a name in a list: 走访企业
# Cuts text[start:end] into tokens: `Tokenizer.words`.
Words: TypeAlias = Callable[[str, int, int], list[Token]]
# word, length, tag, kind, verb, role
_Entry: TypeAlias = tuple[str, int, str, str, Verb | None, str]


class Tokenizer:
    """Text → tokens, with the lexicon's overrides, splits and merges.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> tokenizer = Tokenizer(compile_lexicon(load_ontology()))
    >>> [(token.text, token.kind) for token in tokenizer.tokenize("市政府印发《质量纲要》")]
    [('市政府', 'noun'), ('印发', 'verb'), ('《质量纲要》', 'title')]
    """

    def __init__(self, lexicon: Lexicon, segmenter: str | Segmenter = "auto") -> None:
        self.lexicon = self._lexicon = lexicon
        self._segmenter = teach(make_segmenter(segmenter), lexicon)
        self._cache: dict[tuple[str, str], tuple[_Entry, ...]] = {}
        self._names = NameFinder(lexicon)

    def tokenize(self, text: str, times: Iterable[TimeValue] = ()) -> list[Token]:
        """Return the tokens of `text`; white space has none. `times` are the time expressions found in it."""
        tokens: list[Token] = []
        at = 0
        for unit in _units(text, times):
            if unit.start > at:
                tokens.extend(self.words(text, at, unit.start))
            surface = text[unit.start : unit.end]
            tokens.append(Token(surface, unit.start, unit.end, "x", unit.kind, None, "", unit.value))
            at = unit.end
        if at < len(text):
            tokens.extend(self.words(text, at, len(text)))
        _join_suffixes(tokens, self._lexicon)
        _join_names(tokens, self._lexicon.sets["anonymous"])
        self._names.settle(text, tokens, self.words)
        _join_levels(tokens, self._lexicon)
        _settle_adverbs(tokens, self._lexicon.verbs)
        return tokens

    def words(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a stretch of `text` that holds no titles, quotations or values."""
        tokens: list[Token] = []
        at, cache = start, self._cache
        for pair in self._segmenter.tag(text[start:end]):
            entries = cache.get(pair)
            if entries is None:
                entries = cache[pair] = self._look_up(*pair)
            for word, size, tag, kind, verb, role in entries:
                if kind:
                    tokens.append(Token(word, at, at + size, tag, kind, verb, role))
                at += size
        return tokens

    def _look_up(self, word: str, tag: str) -> tuple[_Entry, ...]:
        """What the tables say of a word as the segmenter gives it; white space has no kind, and gives no token."""
        lexicon = self._lexicon
        if word.isspace():
            return ((word, len(word), tag, "", None, ""),)
        entries: list[_Entry] = []
        if guessed := self._guessed(word, tag):
            return tuple([entry for piece in guessed for entry in self._look_up(*piece)])
        for part in self._parts(word, tag) if len(word) > 1 else (word,):
            named = part == word or (tag == "nr" and lexicon.is_person(part))
            given = lexicon.tags.get(part, tag if named else "")
            if given.startswith("nr"):
                given = "nr" if lexicon.is_person(part) else SURNAME if part in lexicon.surnames else "nz"
            kind = lexicon.classify(part, given)
            if kind in _MISTAKEN and part not in lexicon.classes and lexicon.type_of(part) == "Post":
                kind = NOUN  # 处长 is no verb, 副厅长 no adjective
            verb = lexicon.verbs.get(part) or Verb(part, "D") if kind == VERB else None
            entries.append((part, len(part), given, kind, verb, lexicon.roles.get(part, "")))
        return tuple(entries)

    def _guessed(self, word: str, tag: str) -> list[tuple[str, str]]:
        """The characters of a word that the segmenter has guessed wrongly: 因未, 需对, 了品 hold function words."""
        lexicon = self._lexicon
        if not 2 <= len(word) <= 3 or word in lexicon.classes or word in lexicon.terms or word in lexicon.names:
            return []
        if (tag.startswith("nr") and lexicon.is_person(word)) or not any(c in lexicon.particles for c in word):
            return []
        pieces = self._segmenter.pieces(word)
        return pieces if len(pieces) == len(word) else []

    def _parts(self, word: str, tag: str) -> tuple[str, ...]:
        lexicon = self._lexicon
        if word in lexicon.classes or word in lexicon.terms or word in lexicon.names:
            return (word,)
        if word in lexicon.splits:
            return lexicon.splits[word]
        if word[-1] == "等" and tag == "x":
            return (word[:-1], "等")  # 肉、蛋、奶|等
        if tag == "nr" and len(word) == 3 and word[2] in lexicon.sets["appointing"] and lexicon.is_person(word[:2]):
            return (word[:2], word[2])  # 张某任局长
        if len(word) != 4:
            return (word,)
        left, right = word[:2], word[2:]
        head = lexicon.verbs.get(left)
        if right in lexicon.verbs and (lexicon.classes.get(left) == ADVERB or (head and head.kind != "D")):
            return (left, right)
        names = right in lexicon.terms or right in lexicon.suffixes
        if head and (head.kind == "V" or names) and tag in ("l", "i", "v", "n", "nr", "nz"):
            return (left, right)
        return (word,)


def _join_suffixes(tokens: list[Token], lexicon: Lexicon) -> None:
    """采购|人 → 采购人, 综合利用|率 → 综合利用率: a verb, or a name ending in one, with a nominal suffix is a noun."""
    suffixes = lexicon.sets["nominal-suffix"]
    for i in reversed([i for i, token in enumerate(tokens) if i and token.text in suffixes]):
        suffix, stem = tokens[i], tokens[i - 1]
        verbal = stem.kind == VERB or (stem.kind == NOUN and stem.text[-2:] in lexicon.verbs)
        if verbal and stem.end == suffix.start and len(stem.text) > 1 and stem.text[-1] != "为":
            tokens[i - 1 : i + 1] = [Token(stem.text + suffix.text, stem.start, suffix.end, "n", NOUN)]


def _join_names(tokens: list[Token], anonymous: frozenset[str]) -> None:
    """丁|薛某 → 丁薛某: a surname by itself belongs to the given name behind it."""
    for i in reversed([i for i, token in enumerate(tokens[:-1]) if token.tag == SURNAME]):
        surname, given = tokens[i], tokens[i + 1]
        named = given.tag in ("nr", "nz") or given.text in anonymous
        if named and given.start == surname.end and len(given.text) <= 2:
            tokens[i : i + 2] = [Token(surname.text + given.text, surname.start, given.end, "nr", NOUN)]


def _join_levels(tokens: list[Token], lexicon: Lexicon) -> None:
    """控制|在 → 控制在 in front of a figure, where the segmenter has not seen it."""
    for i in reversed([i for i, token in enumerate(tokens[:-1]) if i and token.text == "在"]):
        verb, level, figure = tokens[i - 1 : i + 2]
        joined = lexicon.verbs.get(verb.text + level.text)
        if joined is not None and verb.end == level.start and figure.kind == QUANTITY:
            tokens[i - 1 : i + 1] = [Token(joined.word, verb.start, level.end, "v", VERB, joined)]


_MISTAKEN = frozenset({VERB, ADJECTIVE, QUANTITY})
_GOVERNED, _PHRASAL = frozenset({NOUN, TITLE, ADJECTIVE, QUANTITY}), frozenset({OF, VERB, ADJECTIVE, QUANTITY})
_SHIFTING = frozenset({ADVERB, CONNECTIVE, MODAL, PREPOSITION})


def _settle_adverbs(tokens: list[Token], verbs: Mapping[str, Verb]) -> None:
    """科学的体系, 的自觉行动, 以质量为依据, 纳入计划: what goes with verbs elsewhere is an adjective or a noun here.

    加快路网改造, 公开收费标准: of what is a verb too, the noun behind it is the object, unless it is inside a phrase.
    """
    for i in [i for i, token in enumerate(tokens) if token.kind in _SHIFTING and len(token.text) > 1]:
        token = tokens[i]
        before = tokens[i - 1] if i else None
        following = tokens[i + 1].kind if i + 1 < len(tokens) else OTHER
        inside = token.tag != "d" or (before is not None and before.kind == OF)
        governs = token.text in verbs and following in _GOVERNED and (before is None or before.kind not in _PHRASAL)
        if token.kind == ADVERB and governs:
            token.kind, token.verb = VERB, verbs[token.text]
        elif token.kind == ADVERB and inside and following in (OF, NOUN):
            token.kind = ADJECTIVE
        elif token.role == "company" and before is not None and before.kind == VERB:
            token.kind = ADJECTIVE  # 开展联合检查
        elif following == OTHER and (
            token.kind in (MODAL, PREPOSITION) or (before is not None and before.text == "为")
        ):
            token.kind = NOUN


# A short name of two characters is a word like others (条例, 中心).
_SHORTEST = 3


def _abbreviated(text: str) -> list[_Unit]:
    """Where the short names stand that the text gives itself: 国采中心."""
    names = {given.name for given in find_abbreviations(text) if len(given.name) >= _SHORTEST}
    if not names:
        return []
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    return [_Unit(found.start(), found.end(), NOUN, None) for found in pattern.finditer(text)]


@cache
def _wholes() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in read_tsv("wholes")))


_OPENERS = re.compile("[《“（(]")


def _units(text: str, times: Iterable[TimeValue]) -> list[_Unit]:
    """Titles, quotations, brackets, fixed names, times and quantities, without overlaps, in order."""
    units: list[_Unit] = []
    # 同比, which names no days, is a word like others; “十四五”期间 is a time for all its quotation marks.
    times = [t for t in times if t.valid_from or t.valid_to or not t.base]
    inside = {t.start + t.text.index(opener) for t in times for opener in _OPENERS.findall(t.text)}
    for found in PROTECTED.finditer(text):
        if found.start() in inside:
            continue
        opener = found.group()[0]
        kind = TITLE if opener in "《〈" else NOUN if opener in '“‘「"' else BRACKET
        units.append(_Unit(found.start(), found.end(), kind, None))
    taken = [(u.start, u.end) for u in units]
    values = [_Unit(found.start(), found.end(), NOUN, None) for found in _wholes().finditer(text)]
    values += _abbreviated(text)
    values += [_Unit(t.start, t.end, TIME, t) for t in times]
    values += [_Unit(q.start, q.end, QUANTITY, q) for q in find_quantities(text)]
    at = 0
    last = -1
    for unit in sorted(values, key=lambda u: (u.start, -u.end)):
        while at < len(taken) and taken[at][1] <= unit.start:
            at += 1
        if unit.start < last or (at < len(taken) and taken[at][0] < unit.end):
            continue
        units.append(unit)
        last = unit.end
    units.sort(key=lambda u: u.start)
    return units
