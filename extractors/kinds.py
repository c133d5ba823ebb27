"""Kinds of documents (文种), the titles that end in them, and how a document announces what it says."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractors.model import Modality
from ontologies.tables import read_tsv

_SUFFIX = r"(?:[（(][^（）()]{1,60}[）)])?"
_ANNOUNCING = re.compile(r"(?:^|[，,；;])(?:现|特|兹|经研究)[^，,。；;：:]*(?:如下\S{0,4}|以下\S{0,6})[：:]?$")


class Kind(NamedTuple):
    """What a kind of document (文种) tells: how its bare imperatives hold, and who acts where its body does not say."""

    modality: Modality
    actor: str  # itself, issuer or addressee


@cache
def _kinds() -> dict[str, Kind]:
    return {row["kind"]: Kind(Modality(row["modality"]), row["actor"]) for row in read_tsv("kinds")}


@cache
def title_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what matches an official title (发文机关 关于 事由 文种), one that ends in its kind, and the kind alone.

    A numbered announcement (海关总署公告2016年第8号) has an official title too.

    >>> title_patterns()[0].match("市政府关于推行首席质量官制度的通知")["issuer"]
    '市政府'
    """
    kinds = "|".join(sorted(_kinds(), key=len, reverse=True))
    ending = rf"(?P<kind>{kinds}){_SUFFIX}$"
    official = rf"^(?P<issuer>(?:(?!关于)[^《》“”，。：]){{2,60}}?)?关于.{{2,200}}{ending}"
    announcer = r"^(?P<announcer>(?:(?!关于)[^《》“”，。：\d]){2,60}?)"
    numbered = rf"{announcer}(?:公告|通告|令)[〔（(\[]?(?:\d{{4}}|第).{{0,8}}号.*$"
    return (
        re.compile(f"{official}|{numbered}", re.S),
        re.compile(rf"^[^《》“”，。：]{{4,80}}{ending}"),
        re.compile(ending),
    )


def announces(sentence: str) -> bool:
    """Return whether a sentence announces what the document says: who has issued it acts there.

    >>> announces("为规范申报工作，现就有关事项通知如下："), announces("各区要规范申报工作")
    (True, False)
    """
    return _ANNOUNCING.search(sentence.strip()) is not None


@cache
def _own() -> re.Pattern[str]:
    kinds = "|".join(sorted(_kinds(), key=len, reverse=True))
    return re.compile(rf"本(?:实施|管理|暂行|工作|行动)?(?:{kinds}|法|决议)")


def names_itself(sentence: str) -> bool:
    """Tell whether a sentence speaks of the document that it stands in.

    >>> names_itself("本办法自公布之日起施行"), names_itself("《办法》自公布之日起施行")
    (True, False)
    """
    return _own().search(sentence) is not None


def is_kind(name: str) -> bool:
    """Tell whether a name is no more than a kind of document (通知, 方案).

    >>> is_kind("方案"), is_kind("《行动方案》")
    (True, False)
    """
    return name in _kinds()


def kind_names() -> tuple[str, ...]:
    """Return the kinds of documents: 通知, 办法, 方案 …

    >>> "办法" in kind_names()
    True
    """
    return tuple(_kinds())


def kind_of(title: str) -> Kind:
    """Return what the kind of a document tells, by its title; one of no known kind requires, of its addressees.

    >>> kind_of("质量强市行动方案（试行）").modality.value, kind_of("关于表彰先进单位的决定").actor
    ('planned', 'issuer')
    """
    found = title_patterns()[2].search(title)
    if found is None and (found := title_patterns()[0].match(title)) is not None:
        return _kinds()["公告"]
    return _kinds()[found["kind"]] if found else Kind(Modality.REQUIRED, "addressee")
