"""Sentences of the genre with what they say: cases that several test modules share, and the means to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from extractors.frames import ClauseReading
from extractors.grammar import ClauseGrammar
from extractors.lexicon import Lexicon, compile_lexicon
from extractors.model import Document, Reading, Statement
from extractors.phrases import Phrase, PhraseReader
from extractors.pipeline import read_document
from extractors.roles import mark_predicates
from extractors.tokens import Token, Tokenizer
from extractors.values import find_times
from ontologies.schema import load_ontology
from ontologies.tables import read_tsv

# A first line that says nothing, so that a case is read as running text and not as a title.
HEADLINE = "工作动态"
DAY = date(2020, 5, 6)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the default ontology."""
    return compile_lexicon(load_ontology())


@cache
def tokenizer() -> Tokenizer:
    """The tokenizer with that lexicon."""
    return Tokenizer(lexicon())


@cache
def grammar() -> ClauseGrammar:
    """The clause grammar with that lexicon."""
    return ClauseGrammar(lexicon())


@cache
def phrases() -> PhraseReader:
    """The reader of noun phrases with that lexicon."""
    return PhraseReader(lexicon())


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text with its times."""
    return tokenizer().tokenize(text, find_times(text, anchor=DAY))


def read_phrase(text: str) -> Phrase:
    """Read a text as one noun phrase."""
    return phrases().read(text, tokenize(text))


def read_clause(text: str) -> ClauseReading:
    """Read a text as one clause."""
    return grammar().read(text, tokenize(text))


def predicates(text: str) -> list[str]:
    """Return the words of a clause that are its predicates."""
    tokens = tokenize(text)
    return [token.text for token, marked in zip(tokens, mark_predicates(tokens, lexicon()), strict=True) if marked]


def read_article(text: str, title: str | None = None) -> Reading:
    """Read a text whose first line is its title, unless another is given."""
    return read_document(Document("article.txt", text, title=title or text.split("\n")[0], date=DAY))


def read_sentence(text: str) -> Reading:
    """Read a text under a headline that says nothing."""
    return read_article(f"{HEADLINE}\n{text}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact in a line: `杭州市 adopts 制度 planned not time=2021年 quantity=3项`; a `*` stands for any name.

    Modality and negation are what the line says, actual and affirmed where it is silent; time and quantity count only
    where they are given.
    """

    subject: str
    relation: str
    object: str
    modality: str
    negated: bool
    values: tuple[str, ...]

    @classmethod
    def parse(cls, line: str) -> Claim:
        """Read the line."""
        subject, relation, thing, *rest = line.split()
        values = tuple(word for word in rest if "=" in word)
        modality = next((word for word in rest if word != "not" and "=" not in word), "actual")
        return cls(subject, relation, thing, modality, "not" in rest, values)

    def names(self, statement: Statement) -> bool:
        """Return whether a statement has this subject, relation and object."""
        said = (statement.subject.name, statement.relation, statement.object.name)
        return all(
            mine in ("*", its) for mine, its in zip((self.subject, self.relation, self.object), said, strict=True)
        )

    def holds(self, statement: Statement) -> bool:
        """Return whether a statement is this fact with all that is said of it."""
        found = {"time": statement.time, "quantity": statement.quantity}
        told = {key: value.text for key, value in found.items() if value is not None}
        return (
            self.names(statement)
            and (statement.modality.value, statement.negated) == (self.modality, self.negated)
            and all(told.get(key) == value for key, value in (pair.split("=") for pair in self.values))
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A text, what a careful reader finds in it, and what a hasty one would find."""

    text: str
    says: tuple[str, ...]
    silent: tuple[str, ...] = ()


def show(statements: Sequence[Statement]) -> str:
    """Return statements as lines, for messages of failed tests."""
    lines = []
    for s in statements:
        details = [s.modality.value, "not" if s.negated else "", s.time.text if s.time else ""]
        details.append(s.quantity.text if s.quantity else "")
        lines.append(" ".join([s.subject.name, s.relation, s.object.name, *filter(None, details)]))
    return "\n".join(lines) or "nothing"


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(" ; ") if part)


# One sentence a row: its topic, its text, the claims that hold and those that must not, parted by « ; ».
SENTENCES = [
    Case(row["text"].replace("\\n", "\n"), _parts(row["says"]), _parts(row["silent"]))
    for row in read_tsv(Path(__file__).with_name("cases.tsv"))
]

ARTICLES = [
    Case(
        "宁波市人民政府关于推行首席质量官制度的通知\n各区人民政府，市政府各部门：\n推行首席质量官制度，建立质量考核机制。\n",
        (
            "宁波市人民政府 issues 宁波市人民政府关于推行首席质量官制度的通知",
            "宁波市人民政府关于推行首席质量官制度的通知 appliesTo 各区人民政府",
            "宁波市人民政府关于推行首席质量官制度的通知 appliesTo 市政府各部门",
            "* adopts 首席质量官制度 required",
            "* establishes 质量考核机制 required",
        ),
        ("* adopts 质量考核机制",),
    ),
    Case(
        "浙江省财政厅关于加强政府采购管理的通知\n各市财政局：\n严格执行采购预算，规范采购程序。\n",
        (
            "浙江省财政厅 issues 浙江省财政厅关于加强政府采购管理的通知",
            "浙江省财政厅关于加强政府采购管理的通知 appliesTo 各市财政局",
            "各市财政局 adopts 采购预算 required",
            "各市财政局 promotes 采购程序 required",
        ),
        ("浙江省财政厅 adopts *", "浙江省财政厅 promotes *"),
    ),
    Case(
        "温州市质量强市建设规划\n建立质量评价体系，培育知名品牌。\n",
        (
            "温州市质量强市建设规划 establishes 质量评价体系 planned",
            "温州市质量强市建设规划 promotes 知名品牌 planned",
        ),
        ("温州市 * *",),
    ),
    Case(
        "宁波推行首席质量官制度\n宁波市市场监管局推行首席质量官制度。\n开展质量官培训，完善考核办法。\n",
        ("宁波市市场监管局 adopts 首席质量官制度", "宁波市市场监管局 carriesOut 质量官培训"),
        ("宁波 carriesOut *",),
    ),
    Case(
        "宁波市市场监管局出台新规\n5月6日，记者获悉，宁波市市场监管局出台《采购管理办法》。\n",
        ("宁波市市场监管局 issues 《采购管理办法》",),
        ("记者 * *", "5月6日 * *"),
    ),
    Case(
        "温州市电梯安全管理办法\n第一条　为了加强电梯安全管理，制定本办法。\n第二条　使用单位应当建立安全管理制度。\n",
        ("使用单位 establishes 安全管理制度 required",),
        ("温州市 establishes *", "温州市电梯安全管理办法 establishes *"),
    ),
]
