"""Short names that a text gives itself: 中央国家机关政府采购中心（以下简称“国采中心”）."""

from __future__ import annotations

import re
from typing import NamedTuple

# 《条例》（以下简称“条例”）, 广州市质量技术监督局(下称市质监局)
_GIVEN = re.compile(
    r"[（(](?:以下|下)?(?:简称|统称|称)为?[:：]?[“\"「《]*([^（()）“”\"「」《》，。；]{2,20})[”\"」》]*[)）]"
)


class Abbreviation(NamedTuple):
    """A short name and where the bracket that gives it opens, which is where the full name ends."""

    name: str
    at: int


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Return the short names that `text` gives, in order.

    >>> find_abbreviations("中央国家机关政府采购中心（以下简称“国采中心”）举办培训。")
    [Abbreviation(name='国采中心', at=12)]
    """
    return [Abbreviation(found[1], found.start()) for found in _GIVEN.finditer(text)]
