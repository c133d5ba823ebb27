"""Bytes to text: byte-order marks, strict UTF-8, then the encoding under which the characters are the usual ones."""

from __future__ import annotations

import codecs
import re
from functools import cache

from ontologies.errors import UnreadableDocument
from ontologies.tables import read_tsv

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_WIDE = re.compile(rb"[\x80-\xff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_REMEDY = "save it as a text file (.txt, UTF-8)"
# What pages call their encoding → which candidate that is; it outweighs a difference of a few characters in a hundred.
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "xgbk": "gb18030", "hzgb2312": "gb18030"}
_DECLARED |= {"big5": "big5hkscs", "big5hkscs": "big5hkscs", "utf8": "utf-8", "utf16": "utf-16-le"}
_DECLARED_BONUS = 0.05
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# More unreadable bytes than this, in a thousand characters, and the file is not text in that encoding.
_FAULTS_PER_THOUSAND = 20
_SAMPLE = 65_536
_LEAST_PAIRS = 0.2
_BY_CHANCE, _SURELY_USUAL = 100, 0.8
# Of Chinese prose, more than half of the characters are the usual ones; of bytes that are no text, a few per cent.
_LEAST_USUAL, _ENOUGH = 0.2, 24


def decode(data: bytes, name: str = "the file") -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; the byte-order mark is left out, line ends stay.

    `name` is what messages call the file. Raises UnreadableDocument for a file that is no text, is empty, or has no
    Chinese characters.

    >>> decode("首席质量官".encode("gb18030"))
    ('首席质量官', 'gb18030')
    """
    text, encoding = guess(data)
    if encoding != "utf-8" and len(text) >= _ENOUGH and _usualness(_sample_of(text)) < _LEAST_USUAL:
        raise UnreadableDocument(f"{name}: this is a binary file, no text; {_REMEDY}")
    check_text(text, name)
    return text, encoding


def check_text(text: str, name: str = "the file") -> None:
    """Raise UnreadableDocument for a text that is empty, or is bytes of another kind, or has no Chinese characters.

    >>> check_text("首席质量官")
    """
    if not text.strip("\x00 \t\r\n") or not text.strip():
        raise UnreadableDocument(f"{name}: the file is empty; give a file that holds Chinese text")
    faults = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if "\x00" in text or faults * 1000 > _FAULTS_PER_THOUSAND * len(text) + 2000:
        raise UnreadableDocument(f"{name}: this is a binary file, no text; {_REMEDY}")
    if not has_chinese(text):
        raise UnreadableDocument(f"{name}: there are no Chinese characters in it; give a Chinese text")


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text.

    >>> has_chinese("ISO 9001"), has_chinese("质量")
    (False, True)
    """
    return _HAN.search(text) is not None


def guess(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text that bytes most likely are, and the name of the encoding; nothing is refused.

    The bytes decide: a byte-order mark, strict UTF-8, else the encoding that gives the usual characters. `declared` is
    what a page says of itself; it is heard where the bytes leave the matter open.

    >>> guess("质量".encode("gb18030"), declared="utf-8")
    ('质量', 'gb18030')
    """
    for mark, codec, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A head cut inside its last character is as good as whole.
        if len(data) - error.start <= 3 and error.reason == "unexpected end of data" and error.start > _ENOUGH:
            return data[: error.start].decode("utf-8"), "utf-8"
    else:
        if "\x00" not in text and not _is_better_in_gbk(data, text):
            return text, "utf-8"
    if (wide := _ascii_in_pairs(data[:_SAMPLE])) is not None:
        return data.decode(wide, "replace"), "utf-16"
    candidates = ["utf-8", "gb18030", "big5hkscs"]
    if len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    sample = _bytes_of_interest(data)
    scores = {codec: _usualness(sample.decode(codec, "replace")) for codec in candidates}
    said = _DECLARED.get((declared or "").lower().replace("-", "").replace("_", ""), "")
    if said in scores:
        scores[said] += _DECLARED_BONUS
    best = max(candidates, key=lambda codec: scores[codec])
    return data.decode(best, "replace"), "utf-16" if best.startswith("utf-16") else best


def _is_better_in_gbk(data: bytes, text: str) -> bool:
    """Whether a few characters that are UTF-8 by chance are Chinese in GBK: 通知 is ֪ͨ."""
    if len(data) > _BY_CHANCE or text.isascii() or has_chinese(text):
        return False
    return _usualness(data.decode("gb18030", "replace")) >= _SURELY_USUAL


def _ascii_in_pairs(sample: bytes) -> str | None:
    """Return which UTF-16 has ASCII, every second byte of it zero, among the bytes; None where neither has."""
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    least = max(8, _LEAST_PAIRS * len(sample) / 2)
    if low >= least and high * 20 <= low:
        return "utf-16-le"
    return "utf-16-be" if high >= least and low * 20 <= high else None


def _bytes_of_interest(data: bytes) -> bytes:
    """Return a sample from the first byte on that is not ASCII: a page may open with much markup."""
    if data[:_SAMPLE].isascii() and b"\x00" not in data[:_SAMPLE]:
        first = _WIDE.search(data)
        start = max(first.start() - 64, 0) & ~1 if first else 0
        return data[start : start + _SAMPLE]
    return data[:_SAMPLE]


def _sample_of(text: str) -> str:
    """Return a sample from the first character on that is not ASCII."""
    if text[:_SAMPLE].isascii():
        first = next((match.start() for match in _NOT_ASCII.finditer(text)), 0)
        return text[first : first + _SAMPLE]
    return text[:_SAMPLE]


def _usualness(text: str) -> float:
    """Return the share of usual characters among those that are not ASCII; what is no text counts against it."""
    usual = wide = faults = 0
    for character in text:
        if character == "\ufffd" or character < "\t" or "\x0e" <= character < " ":
            faults += 1
        elif character > "\x7f":
            wide += 1
            usual += character in _usual()
    return (usual - 4 * faults) / (wide + faults) if wide + faults else 0.0


@cache
def _usual() -> frozenset[str]:
    return frozenset("".join(row["characters"] for row in read_tsv("characters")))
