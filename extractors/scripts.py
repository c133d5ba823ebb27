"""Traditional and simplified script: which a text is written in, and its characters exchanged one for one.

The table is ontologies/lexicons/traditional.tsv. One character stands for one, so that offsets hold: a text is read in
simplified script, which the lexicons are written in, and quoted as it stands.
"""

from __future__ import annotations

from functools import cache

from ontologies.tables import read_tsv

TRADITIONAL, SIMPLIFIED = "zh-Hant", "zh-Hans"
_SAMPLE = 20_000
# Of traditional prose a third of the characters are none of the simplified script; in simplified prose one in hundreds
# is, in names and slips.
_LEAST_SHARE = 0.04


def simplify(text: str) -> str:
    """Return a text of the same length in simplified script.

    >>> simplify("推行質量管理制度")
    '推行质量管理制度'
    """
    return text.translate(_table())


def script_of(text: str) -> str | None:
    """Return "zh-Hant" for a text in traditional script, "zh-Hans" for another with Chinese characters, else None.

    >>> script_of("推行質量管理制度"), script_of("推行质量管理制度"), script_of("ISO 9001")
    ('zh-Hant', 'zh-Hans', None)
    """
    table, simple = _table(), _simple()
    han = traditional = simplified = 0
    for character in text[:_SAMPLE]:
        if "\u4e00" <= character <= "\u9fff":
            han += 1
            traditional += ord(character) in table
            simplified += character in simple
    if not han:
        return None
    return TRADITIONAL if traditional > max(simplified, _LEAST_SHARE * han) else SIMPLIFIED


@cache
def _table() -> dict[int, str]:
    rows = read_tsv("traditional")
    return {ord(old): new for row in rows for old, new in zip(row["traditional"], row["simplified"], strict=True)}


@cache
def _simple() -> frozenset[str]:
    """The characters that only the simplified script has: 着 and 后 stand in both."""
    return frozenset(_table().values()) - {chr(code) for code in _table()} - frozenset(_SHARED)


# Characters that the traditional script has too, beside those that they stand for in the simplified one.
_SHARED = (
    "后里干台面只系才斗谷余几了准向采致伙别制卷占吁周回复尽布并征志折据术杯松板梁注游熏皂签网药虫表适郁"
    "钟须云千万与个丑着"
)
