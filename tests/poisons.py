"""An extractor for tests that does to its process what a text says: what a build has to survive."""

from __future__ import annotations

import os
import signal
import time

from extractors.model import Document, Reading
from extractors.pipeline import GrammarExtractor

FAULT, SUICIDE, HANG, BOMB = "（毒：异常）", "（毒：自杀）", "（毒：停住）", "（毒：内存）"


class PoisonedExtractor(GrammarExtractor):
    """Reads like the grammar, but for texts that hold one of the poisons."""

    def extract(self, document: Document) -> Reading:
        if FAULT in document.text:
            raise ValueError("no such frame")
        if SUICIDE in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        while HANG in document.text:
            time.sleep(0.05)
        hoard = []
        while BOMB in document.text:
            hoard.append(bytearray(64 << 20))
        return super().extract(document)
