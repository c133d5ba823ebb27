"""Names that stand for others in one document: 《办法》 for what it is short for, a number for its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.abbreviations import find_abbreviations
from extractors.model import Document, Mention
from graph.docnumbers import canonical_number
from graph.places import split_place
from graph.references import find_references, names_kind_of
from graph.spelling import normalise

Key = tuple[str, str]  # name, type

_LEGAL_FORM = re.compile(r"(?:集团|控股|股份|有限|责任)*公司$|集团$")
_NOTE = re.compile(r"（[^（）]*）\Z")
_NUMBERED = re.compile(
    r"(?P<title>《[^《》]+》)\s?[（(](?P<number>[^（）()《》]{2,16}[〔\[【［（(]\d{4}[〕\]】］）)]\s?第?\d+\s?号)[）)]"
)
_LEAST = 3  # characters of a company's short name
_LEAST_TITLE = 6  # of a title that another may be the end of: 《办法》 is the end of many


def find_aliases(document: Document, mentions: Iterable[Mention]) -> dict[Key, Key]:
    """Return (name, type) → the (name, type) it stands for in a document.

    Short names come from 以下简称, from companies and documents that are named once in full (广汽本田 for
    广汽本田汽车有限公司, 质量发展纲要 for 《质量发展纲要》), numbers from behind their title.

    >>> text = "《质量强国建设纲要》印发，质量强国建设纲要提出目标。"
    >>> title = Mention("《质量强国建设纲要》", "Document", 0, 10)
    >>> name = Mention("质量强国建设纲要", "Document", 13, 21)
    >>> find_aliases(Document("a.txt", text), [title, name])
    {('质量强国建设纲要', 'Document'): ('《质量强国建设纲要》', 'Document')}
    """
    named = tuple(mentions)
    found = dict(_introduced(document.text, named))
    for short, full in (
        *_firms(named),
        *_titles(named),
        *_numbers(document.text, named),
        *find_references(document, named),
    ):
        found.setdefault(short, full)
    # 《办法》 → 《管理办法》 → 《管理办法（试行）》
    return {short: found.get(full, full) for short, full in found.items()}


def _introduced(text: str, mentions: tuple[Mention, ...]) -> Iterator[tuple[Key, Key]]:
    by_end = {mention.end: mention for mention in mentions}
    for given, at in find_abbreviations(text):
        # 《条例》 is mentioned with or without its brackets
        full = by_end.get(at) or by_end.get(at - 1)
        if full and len(full.name) > len(given):  # 机关、企业等单位（以下称用人单位） names no 单位
            short = normalise(given)
            for mention in mentions:
                if not names_kind_of(mention.name, full.name):
                    continue  # 关于《甲规划》的批复（以下简称《批复》）
                if normalise(mention.name).strip("《》") == short and mention.name != full.name:
                    yield (mention.name, mention.type), (full.name, full.type)


def _firms(mentions: tuple[Mention, ...]) -> Iterator[tuple[Key, Key]]:
    """恒昌纺织 for 绍兴恒昌纺织有限公司, where no other company's name begins so."""
    firms = sorted({mention.name for mention in mentions if mention.type == "Enterprise"})
    full_names = [name for name in firms if _LEGAL_FORM.search(name)]
    for name in firms:
        if len(name) < _LEAST or name in full_names:
            continue
        longer = [full for full in full_names if full.startswith(name) or split_place(full)[1].startswith(name)]
        if len(longer) == 1:
            yield (name, "Enterprise"), (longer[0], "Enterprise")


def _titles(mentions: tuple[Mention, ...]) -> Iterator[tuple[Key, Key]]:
    """质量发展纲要 for 《质量发展纲要》, 《办法》 for 《办法（试行）》, 《关于…的意见》 for 《国务院关于…的意见》."""
    names = sorted({mention.name for mention in mentions if mention.type == "Document"})
    inner = {name: normalise(name).strip("《》") for name in names if name.startswith("《")}
    for name in names:
        said = normalise(name).strip("《》")
        if len(said) < _LEAST_TITLE:
            continue
        longer = [
            full
            for full, title in inner.items()
            if full != name
            and (
                (title == said and not name.startswith("《"))
                or _NOTE.sub("", title) == said
                or (said.startswith("关于") and title.endswith(said) and title != said)
            )
        ]
        if len(longer) == 1:
            yield (name, "Document"), (longer[0], "Document")


def _numbers(text: str, mentions: tuple[Mention, ...]) -> Iterator[tuple[Key, Key]]:
    """中发〔2017〕24号 for the title that it stands behind."""
    titles = {canonical_number(normalise(found["number"])): found["title"] for found in _NUMBERED.finditer(text)}
    for name in sorted({mention.name for mention in mentions if mention.type == "Document"}) if titles else ():
        number = canonical_number(normalise(name))
        if number is not None and number in titles:
            yield (name, "Document"), (titles[number], "Document")
