"""Where the sentences of a text are: for an offset, and for how an annotation says that one begins."""

from __future__ import annotations

import re
from bisect import bisect_right

from extractors.text import split_sentences

_SPACE = re.compile(r"\s+")


class SentenceIndex:
    """The sentences of a text by number.

    >>> index = SentenceIndex("市政府召开会议。会议要求落实属地责任。")
    >>> index.number_at(9), index.find("会议要求落实"), index.text_of(1)
    (1, 1, '会议要求落实属地责任')
    """

    def __init__(self, text: str) -> None:
        self._sentences = [_SPACE.sub("", text[one.start : one.end]) for one in split_sentences(text)]
        self._starts = [one.start for one in split_sentences(text)]
        # Where each sentence begins in the text without its spaces.
        self._squeezed = _SPACE.sub("", text)
        self._begins = [len(_SPACE.sub("", text[:start])) for start in self._starts]

    def number_at(self, offset: int) -> int:
        """Return the number of the sentence that an offset of the text lies in."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def find(self, beginning: str) -> int | None:
        """Return the number of the sentence that begins so, or holds it; None where the text lacks it."""
        wanted = _SPACE.sub("", beginning)
        for number, sentence in enumerate(self._sentences):
            if wanted and sentence.startswith(wanted):
                return number
        at = self._squeezed.find(wanted) if wanted else -1
        return None if at < 0 else max(0, bisect_right(self._begins, at) - 1)

    def text_of(self, number: int | None) -> str:
        """Return a sentence without its spaces, nothing for None."""
        return self._sentences[number] if number is not None and number < len(self._sentences) else ""
