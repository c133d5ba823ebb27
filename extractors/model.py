"""What a reading is made of: frozen values, offsets in code points into the document's text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from extractors.scripts import SIMPLIFIED, TRADITIONAL, script_of, simplify

Day = date  # where a field is named `date`


class Modality(StrEnum):
    """How a statement holds (gold/GUIDELINES.md)."""

    ACTUAL = "actual"  # happened, holds
    PLANNED = "planned"  # 将、力争、拟、计划、要
    REQUIRED = "required"  # 应当、必须、须
    POSSIBLE = "possible"  # 可以、有望、允许


class Origin(StrEnum):
    """Where the subject of a statement comes from."""

    EXPLICIT = "explicit"  # stands in the clause
    SENTENCE = "sentence"  # from an earlier clause of the sentence
    TOPIC = "topic"  # from an earlier sentence
    DOCUMENT = "document"  # the issuer, or the place of the news


class Span(NamedTuple):
    """A half-open range of code points of a document's text.

    >>> Span(2, 5).of("一是推行首席质量官")
    '推行首'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time expression and, where it has one, the closed interval of days that it names.

    `base` marks what figures are compared with (同比, 比2012年): a time that is not the fact's own.
    """

    text: str
    start: int
    end: int
    valid_from: date | None = None
    valid_to: date | None = None
    base: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit: `380多人` is 380.0, 人, approximate.

    `least` and `most` are bounds that the text states (不少于3次, 10%以内, 5至7天); `strict` says that a bound is
    itself left out (超过, 不满).
    """

    text: str
    start: int
    end: int
    value: float | None = None
    unit: str | None = None
    approximate: bool = False
    least: float | None = None
    most: float | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A stretch of the text that says when a statement holds (condition) or when it does not (exception).

    >>> Qualifier("未经批准", 0, 4).text
    '未经批准'
    """

    text: str
    start: int
    end: int


class Mention(NamedTuple):
    """A typed name as a text has it.

    `name` is the name that is meant; it differs from `text[start:end]` only where a coordination shares a head or a
    prefix (产品、服务质量 → 产品质量) or quotation marks are dropped.
    """

    name: str
    type: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The characters that the mention was read from."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Document:
    """A text with what is known of it. `text` is the article alone; `offset` is where it starts in the decoded file.

    A page, a PDF or a Word file is no text that offsets could count in: there `offset` is 0. `source` names the file,
    and the document in it where it holds several (`export.jsonl#12`, `archive.zip!notices/a.html`; see readers).

    `date` is the day that the document is dated. `written` (成文日期), `published` (发布日期) and `effective`
    (施行日期) are what is said of each; `subject` is the class that an archive keeps it under (主题分类), `index` its
    number there (索引号), `validity` how it stands (有效, 失效, 废止), `language` a tag of BCP 47 with the script
    (zh-Hans, zh-Hant).
    """

    source: str
    text: str
    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    issuer: str | None = None
    number: str | None = None
    section: str | None = None
    author: str | None = None
    editor: str | None = None
    encoding: str = "utf-8"
    offset: int = 0
    written: Day | None = None
    published: Day | None = None
    effective: Day | None = None
    subject: str | None = None
    keywords: tuple[str, ...] = ()
    index: str | None = None
    validity: str | None = None
    url: str | None = None
    language: str | None = None

    @cached_property
    def simplified(self) -> Document:
        """The document in simplified script, which lexicons are written in, character for character: what is read.

        >>> Document("a.txt", "質量", language="zh-Hant").simplified.text
        '质量'
        """
        if not self._is_traditional:
            return self
        title, issuer, publisher = (text and simplify(text) for text in (self.title, self.issuer, self.publisher))
        return replace(
            self, text=simplify(self.text), title=title, issuer=issuer, publisher=publisher, language=SIMPLIFIED
        )

    def as_written(self, name: str, start: int, end: int) -> str:
        """Return a name, read between two offsets in simplified script, as the text has it.

        >>> Document("a.txt", "推行質量制度", language="zh-Hant").as_written("质量制度", 2, 6)
        '質量制度'
        """
        written = self.text[start:end]
        return written if self._is_traditional and simplify(written) == name else name

    @cached_property
    def _is_traditional(self) -> bool:
        return (self.language or script_of(self.text)) == TRADITIONAL

    @cached_property
    def id(self) -> str:
        """Sixteen hexadecimal digits of the SHA-256 of the title and text: the same text, the same document.

        >>> Document("a.txt", "广州").id == Document("b.txt", "广州").id
        True
        """
        return hashlib.sha256(f"{self.title or ''}\n{self.text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Statement(NamedTuple):
    """A fact as one passage states it: `text[evidence.start:evidence.end]` is its quote.

    With a `condition` or an `exception` the statement is what its modality says where that condition is met and that
    exception is not.
    """

    subject: Mention
    relation: str
    object: Mention
    evidence: Span
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    time: TimeValue | None = None
    quantity: Quantity | None = None
    origin: Origin = Origin.EXPLICIT
    predicate: str = ""  # the word that stated the relation
    extractor: str = "grammar"
    confidence: float = 1.0
    condition: Qualifier | None = None
    exception: Qualifier | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with everything that was read in it."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()

    def above(self, confidence: float) -> Reading:
        """Return the reading with only those statements that are at least so likely to be right, from 0.0 to 1.0.

        >>> Reading(Document("a.txt", "")).above(0.8).statements
        ()
        """
        return replace(self, statements=tuple(s for s in self.statements if s.confidence >= confidence))
