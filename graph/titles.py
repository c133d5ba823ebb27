"""The form of a document's title that all its spellings share, and what a title says of other documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.places import national_names, national_organs, split_place
from ontologies.tables import read_tsv

_EDITION = re.compile(r"（(?:(?:19|20)\d\d年?)?(?:第[一二三四五六]次)?(?:修正|修订)(?:本|版)?）\Z")
_NUMBERED = re.compile(r"（[^（）]*号[^（）]*）\Z")  # 《优化营商环境条例》（国务院令第722号）
_TOGETHER = re.compile(r"等(?:[0-9一二三四五六七八九十]+(?:个)?)?(?:部门|单位)\Z")
_COUNTRY = "中华人民共和国"
_PARTY = "中国共产党"
_LEAST_LAW, _LEAST_TITLE = 4, 8  # characters of a bare name that is a law, a title
_PASSED_ON = re.compile("转发|批转")
_BRACKETS = str.maketrans("", "", "《》〈〉")


@cache
def _words(kind: str) -> tuple[str, ...]:
    words = (row["word"] for row in read_tsv("titles") if row["class"] == kind)
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _on_another() -> re.Pattern[str]:
    """What matches what a title does to the document that it names: 关于修改〈广告管理条例〉的决定, 关于…规划的批复."""
    verbs = "|".join(_words("act-issues") + _words("act-forwards") + _words("act-amends") + _words("act-repeals"))
    return re.compile(
        rf"(?P<verb>{verbs})(?:{'|'.join(_words('revised'))})?(?P<title>《.+》|〈.+〉|.+?)(?:的(?:通知|决定|公告|通告|令)|\Z)"
        rf"|(?:关于)?延长(?P<extended>《.+》|〈.+〉|.+?)的?(?:{'|'.join(_words('act-extends'))})的(?:通知|决定|公告|通告)"
        r"|关于(?:原则)?(?:同意)?(?P<asked>《.+》|〈.+〉|.+?)的批复\Z"
    )


@cache
def _about() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches the issuer in a title, and a title that needs 关于: 加强质量工作的意见."""
    issuing, kinds = "|".join(_words("issuing")), "|".join(_words("kind"))
    return (
        re.compile(rf"(?P<issuer>[\u4e00-\u9fff、， （）]{{2,60}}?)(?=(?:{issuing}))"),
        re.compile(rf"(?!在|致|对|给|向|.*关于).{{4,}}的(?:{kinds})(?:（.*）)?"),
    )


def canonical_title(name: str, office: Callable[[str], str | None]) -> str | None:
    """Return the title of a document in 《》, None for a name that is not told to be one (通知, 工作方案).

    `office` returns the official name of a body, None for one that it does not know. Brackets inside go, and notes
    such as （2017年修订）: editions are of one document.

    >>> canonical_title("中华人民共和国食品安全法（2021年修正）", lambda name: None)
    '《食品安全法》'
    >>> canonical_title("《加强质量工作的意见》", lambda name: None), canonical_title("方案", lambda name: None)
    ('《关于加强质量工作的意见》', None)
    """
    bare = _EDITION.sub("", _NUMBERED.sub("", name))
    bracketed = bare.startswith("《") and bare.endswith("》")
    inner = _EDITION.sub("", bare.translate(_BRACKETS))
    if not inner or not (bracketed or _is_title(inner)):
        return None
    if inner.startswith(_COUNTRY) and inner.endswith(_words("act")) and inner[len(_COUNTRY)] not in "和与":
        inner = inner.removeprefix(_COUNTRY)
    return f"《{_with_issuer(inner, office)}》"


def _is_title(name: str) -> bool:
    if name in _words("law") or (name.startswith(_COUNTRY) and name.endswith(_words("act"))):
        return True
    if name.endswith("法") and not name.endswith(_words("law-not")):
        return len(name) >= _LEAST_LAW
    if len(name) < _LEAST_TITLE:
        return False
    issuer, _ = _about()
    found = issuer.match(name)
    official = name.startswith("关于") or (found is not None and bool(split_place(name)[0] or _organs_of(found[0])))
    if official and re.search(rf"(?:的|)(?:{'|'.join(_words('kind'))})(?:（.*）)?\Z", name):
        return "关于" in name or "印发" in name
    if name.endswith(_words("title")) and not name.startswith(_words("vague")):
        return True
    places, rest = split_place(name)
    named = bool(places) and rest.endswith(_words("act")) and not rest.startswith(_words("vague"))
    return (named and len(rest) >= _LEAST_LAW) or _ends_in_law(name)


def _ends_in_law(name: str) -> bool:
    """食品安全法实施条例: the rules of a law are as well known by their name as the law."""
    return re.fullmatch(r"[\u4e00-\u9fff]{2,20}法(?:实施条例|实施细则)", name) is not None


def _with_issuer(title: str, office: Callable[[str], str | None]) -> str:
    """Return a title with its issuers' official names and with 关于: 国务院办公厅转发发展改革委等部门关于…的通知."""
    issuer, lacking = _about()
    before = ""
    if found := issuer.match(title):
        named = _issuers(found["issuer"], office)
        before, title = (found["issuer"] if named is None else named), title[found.end() :]
        if (passed := _PASSED_ON.match(title)) is not None:
            return before + passed[0] + _with_issuer(title[passed.end() :], office)
    elif lacking.fullmatch(title):
        title = f"关于{title}"
    kind = next((kind for kind in _words("kind") if title.endswith(kind)), "")
    if kind and "关于" in title and not title.endswith((f"的{kind}", f"关于{kind}")):  # 转发…关于加强质量工作意见的通知
        title = f"{title.removesuffix(kind)}的{kind}"
    return before + title


def _issuers(written: str, office: Callable[[str], str | None]) -> str | None:
    """Return the official names of bodies that are parted by 、 or not at all, None where one is not known."""
    together = _TOGETHER.search(written)
    names: list[str] = []
    for part in re.split("[、， ]", written[: together.start()] if together else written):
        found = _known(part, office)
        if found is None:
            return None
        names += found
    return "".join(names) + (together[0] if together else "")


def _known(part: str, office: Callable[[str], str | None]) -> list[str] | None:
    if organs := _organs_of(part):
        return list(organs)
    if (whole := office(part)) is not None:
        return [whole]
    for length in range(len(part) - 2, 2, -1):  # 中共广东省委广东省人民政府
        if (first := office(part[:length])) is not None and (rest := _known(part[length:], office)) is not None:
            return [first, *rest]
    return None


@lru_cache(maxsize=4096)
def _organs_of(written: str) -> tuple[str, ...]:
    """Return the central organs whose names follow each other, none where anything else does: 中共中央国务院."""
    found: list[str] = []
    while written:
        name = next((written[:n] for n in range(len(written), 1, -1) if written[:n] in national_names()), None)
        if name is None:
            return ()
        label = national_names()[name]
        short = next((s for s in national_organs()[label] if s.startswith("中共")), label)
        found.append(short if label.startswith(_PARTY) else label)
        written = written[len(name) :]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A document that the title of another names; `act` is issues, forwards, amends, repeals, extends or approves."""

    title: str
    act: str


def named_in_title(title: str) -> Iterator[Mentioned]:
    """Yield the documents that a title names, with what it says is done with them.

    >>> [(one.title, one.act) for one in named_in_title("国务院关于修改《广告管理条例》的决定")]
    [('《广告管理条例》', 'amends')]
    >>> [(one.title, one.act) for one in named_in_title("关于印发质量强市行动方案的通知")]
    [('《质量强市行动方案》', 'issues')]
    """
    inner = title.strip()
    if inner.startswith("《") and inner.endswith("》"):
        inner = inner[1:-1]
    found = _on_another().search(inner)
    if found is None:
        return
    acts = ("issues", "forwards", "amends", "repeals")
    other = "extends" if found["extended"] else "approves"
    act = next((act for act in acts if found["verb"] in _words(f"act-{act}")), other)
    named = found["title"] or found["extended"] or found["asked"]
    quoted = re.findall(r"《([^《》]+)》|〈([^〈〉]+)〉", named)
    if quoted:
        for one in quoted:
            yield Mentioned(f"《{one[0] or one[1]}》", act)
    elif len(named) >= _LEAST_LAW:
        yield Mentioned(f"《{named}》", act)
