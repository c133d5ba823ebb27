"""Why two names that look alike are kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from graph.facts import Entity
from graph.identity import resolve
from graph.places import load_changes, national_names, places_by_code, split_place
from graph.titles import named_in_title
from ontologies.tables import read_tsv

_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百]+(?=[、次届期号])|十[一二三四五]五")
_VERSION = re.compile(r"（(?:试行|暂行|修订|征求意见稿|送审稿|草案|.*修订草案|.*稿)）")
_IMPLEMENTING = re.compile(r"实施(?:条例|细则|办法|意见|方案)|释义")
_ISSUER = re.compile(r"^《?(?P<issuer>[^《》]*?)(?=关于)")
_TAIL = re.compile(r"(?:总局|委员会|厅|局|委|办公室|部|署)$")
_COUNTRY = ("中华人民共和国", "国家", "中国", "全国", "中央")


@dataclass(frozen=True, slots=True)
class Succession:
    """What came after a body or place: the ids of its successors, and the day or year."""

    former: Entity
    successors: tuple[Entity, ...]
    day: str


@cache
def load_successions() -> Mapping[str, Succession]:
    """Return the successions of central organs and of merged places, by the id of what was before.

    >>> next(one.day for one in load_successions().values() if one.former.label == "国家质量监督检验检疫总局")
    '2018-03-17'
    """
    found = {}
    for row in read_tsv("successions"):
        former, *after = (resolve(name, "Government") for name in (row["former"], *row["successor"].split("|")))
        found[former.id] = Succession(former, tuple(after), row["day"])
    for change in load_changes():
        if not change.renamed:
            former, *after = (resolve(places_by_code()[code].name, "Place", places_by_code()[code])
                              for code in (change.place.code, *change.successors))  # fmt: skip
            found[former.id] = Succession(former, tuple(after), change.day)
    return found


@cache
def load_reasons() -> Mapping[str, tuple[str, str]]:
    """Return the reasons in Chinese and English, by their ids.

    >>> load_reasons()["places"][1]
    'of different places'
    """
    return {row["reason"]: (row["zh"], row["en"]) for row in read_tsv("distinctions")}


def why_apart(left: Entity, right: Entity) -> str:
    """Return the id of the reason why two entities of like names are two.

    >>> why_apart(resolve("国家质检总局", "Government"), resolve("市场监管总局", "Government"))
    'succession'
    >>> why_apart(resolve("食品安全法", "Document"), resolve("《食品安全法实施条例》", "Document"))
    'implementing'
    """
    return next(_reasons(left, right))


def _reasons(left: Entity, right: Entity) -> Iterator[str]:
    for one, other in ((left, right), (right, left)):
        after = load_successions().get(one.id)
        if after and any(successor.id == other.id for successor in after.successors):
            yield "succession"
    if left.label == right.label:
        yield "namesakes" if left.type == "Person" else "places"
    if left.type == "Document":
        yield from _titles(left.label, right.label)
    if _DIGITS.findall(left.label) != _DIGITS.findall(right.label):
        yield "numbers"
    if (left.label in national_names()) != (right.label in national_names()):
        yield "levels"
    if any(split_place(one.label)[1] == other.label != one.label for one, other in ((left, right), (right, left))):
        yield "general"
    seats = [one.place if one.type != "Place" else one.id for one in (left, right)]
    if seats[0] != seats[1] and (left.type == "Place" or all(seats)):
        yield "places"
    if left.type == "Enterprise":
        yield "firms"
    names = [one.label.strip("《》") for one in (left, right)]
    yield "kinds" if names[0][:2] == names[1][:2] and names[0][-1:] != names[1][-1:] else "parts"


def _titles(left: str, right: str) -> Iterator[str]:
    for one, other in ((left, right), (right, left)):
        if any(named.title == other for named in named_in_title(one)) or ("印发" in one and other.strip("《》") in one):
            yield "enclosure"
    if bool(_IMPLEMENTING.search(left)) != bool(_IMPLEMENTING.search(right)):
        yield "implementing"
    if bool(_VERSION.search(left)) != bool(_VERSION.search(right)):
        yield "versions"
    issuers = [found["issuer"] if (found := _ISSUER.match(title)) else "" for title in (left, right)]
    if issuers[0] != issuers[1] and left.partition("关于")[2] == right.partition("关于")[2] != "":
        yield "issuers"


def skeleton(entity: Entity) -> str:
    """Return what the names of entities that may be mistaken for each other have in common.

    >>> skeleton(resolve("市场监管总局", "Government")) == skeleton(resolve("广州市市场监管局", "Government"))
    True
    """
    label = entity.label
    if entity.type == "Person":
        return label
    if entity.type == "Place":
        place = places_by_code().get(entity.id)
        return place.short if place else label
    if entity.type == "Document":
        inner = re.sub(r"（[^（）]*）|[《》〈〉]|\d+年?|中华人民共和国", "", label)
        inner = _IMPLEMENTING.sub("", re.sub(r"^.*?关于(?:印发|修改|废止|发布)?|的(?:通知|决定)$", "", inner))
        return re.sub(r"的?(?:若干|指导|实施)?(?:条例|办法|规定|细则|意见|通知|方案|法)$", "", inner)[:8]
    rest = split_place(label)[1] or label
    for word in _COUNTRY:
        rest = rest.removeprefix(word)
    return _TAIL.sub("", rest) or label


def likeness(left: str, right: str) -> float:
    """Return how like two names are, 0 to 1.

    >>> likeness("越秀区", "越城区") > likeness("越秀区", "天河区")
    True
    """
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
