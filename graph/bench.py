"""Measure on texts that do not ship: `python -m graph.bench ../shared` scores the facts and times the reading.

The folder holds `gold/dev`: texts beside `NAME.gold.json`. Quality is what `zhitu eval` says of them. Speed is a ratio
in one run on one core: characters a second of reading (tokens to linked statements) to those of `jieba.posseg` alone on
the same texts, the best of three turns each, in CPU time.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from extractors.gold import load_gold
from extractors.model import Document
from extractors.pipeline import read_document
from extractors.readers import read
from graph.evaluation import evaluate
from graph.linking import link
from graph.scoreboard import print_scores
from ontologies.errors import ZhituError


def speed(documents: Sequence[Document]) -> tuple[float, float]:
    """Return characters a second of reading and of jieba.posseg."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    size = sum(len(document.text) for document in documents)

    def best(step: Callable[[Document], object]) -> float:
        step(documents[0])  # what is loaded once is no part of the speed
        gc.freeze()
        gc.disable()  # as the command does: a reading makes many objects and no cycles
        turns = []
        for _ in range(3):
            begun = process_time()
            for document in documents:
                step(document)
            turns.append(process_time() - begun)
            gc.collect()
        gc.enable()
        return size / min(turns)

    return best(lambda document: link(read_document(document))), best(
        lambda document: list(jieba.posseg.cut(document.text))
    )


def main(arguments: Sequence[str]) -> int:
    """Print quality and speed; return 1 or 2 where the texts are faulty or missing."""
    try:
        golds = load_gold([Path(arguments[0] if arguments else "../shared", "gold", "dev")])
        print_scores(evaluate(golds))
        documents = [read(gold.text_path) for gold in golds]
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    ours, theirs = speed(documents)
    print(f"speed: {ours / theirs:.2f} times jieba.posseg ({ours:,.0f} against {theirs:,.0f} characters a second)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
