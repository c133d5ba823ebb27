"""The form of a name that all its spellings share."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTES = str.maketrans("", "", '“”"‘’「」『』')
_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()})
_BRACKETS = str.maketrans("()", "（）")
_SPACE = re.compile(r"(?<![A-Za-z0-9.,&'-])\s+|\s++(?![A-Za-z0-9&'-])")


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Return the form of a name that all its spellings share.

    Quotation marks go, letters and digits are half-width, brackets full-width, spaces stand between Latin words only.

    >>> normalise("“一把手” 工程"), normalise("ＩＳＯ９００１ 标准(试行)"), normalise("Air  China 公司")
    ('一把手工程', 'ISO9001标准（试行）', 'Air China公司')
    """
    written = _SPACE.sub("", name.translate(_QUOTES).translate(_WIDTH)).translate(_BRACKETS)
    return re.sub(r"\s+", " ", written) or name
