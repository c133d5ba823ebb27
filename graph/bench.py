"""Measure on texts that do not ship: `python -m graph.bench ../shared` scores the facts and times the reading.

The folder holds `gold/dev` (texts beside `NAME.gold.json`) and `gold/score.py`. Quality is what score.py prints of the
lines of `zhitu extract`. Speed is a ratio in one run on one core: characters a second of reading (tokens to linked
statements) to those of `jieba.posseg` alone on the same texts, the best of three turns each, in CPU time.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from extractors.model import Document
from extractors.pipeline import read_document
from extractors.readers import read
from graph.lines import fact_line, write_line
from graph.linking import link
from ontologies.errors import NotFound, ZhituError


def gold_files(shared: Path) -> list[Path]:
    """Return the gold files of `shared`; raise NotFound, naming what is missing, where there are none."""
    for needed in (shared / "gold" / "score.py", shared / "gold" / "dev"):
        if not needed.exists():
            raise NotFound(f"{needed}: not there; give the folder that holds gold/score.py and gold/dev")
    found = sorted((shared / "gold" / "dev").glob("*.gold.json"))
    if not found:
        raise NotFound(f"{shared / 'gold' / 'dev'}: holds no *.gold.json; give a folder with annotated texts")
    return found


def text_of(gold: Path) -> Path:
    """Return the text that a gold file annotates.

    >>> text_of(Path("dev/001.gold.json")).name
    '001.txt'
    """
    return gold.with_name(gold.name.removesuffix(".gold.json") + ".txt")


def score(golds: Sequence[Path], scorer: Path) -> str:
    """Return the table that the scorer prints of our facts on the texts of `golds`."""
    with TemporaryDirectory() as folder:
        pairs: list[str] = []
        for gold in golds:
            linked = link(read_document(read(text_of(gold))))
            document = linked.reading.document
            lines = (fact_line(document, s.statement, s.subject.label, s.object.label) for s in linked.statements)
            out = Path(folder, f"{gold.name}.jsonl")
            out.write_text("".join(f"{write_line(line)}\n" for line in lines), encoding="utf-8")
            pairs += [str(gold), str(out)]
        done = subprocess.run([sys.executable, str(scorer), *pairs], capture_output=True, text=True, check=True)
    return done.stdout


def speed(documents: Sequence[Document]) -> tuple[float, float]:
    """Return characters a second of reading and of jieba.posseg."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    size = sum(len(document.text) for document in documents)

    def best(step: Callable[[Document], object]) -> float:
        step(documents[0])  # what is loaded once is no part of the speed
        gc.freeze()  # as the command does
        turns = []
        for _ in range(3):
            begun = process_time()
            for document in documents:
                step(document)
            turns.append(process_time() - begun)
        return size / min(turns)

    return best(lambda document: link(read_document(document))), best(
        lambda document: list(jieba.posseg.cut(document.text))
    )


def main(arguments: Sequence[str]) -> int:
    """Print quality and speed; return 2 where the texts are missing."""
    try:
        shared = Path(arguments[0] if arguments else "../shared")
        golds = gold_files(shared)
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    print(score(golds, shared / "gold" / "score.py"), end="")
    ours, theirs = speed([read(text_of(gold)) for gold in golds])
    print(f"speed       {ours / theirs:.2f} times jieba.posseg ({ours:,.0f} against {theirs:,.0f} characters a second)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
