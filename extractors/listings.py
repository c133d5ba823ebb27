"""Lists that run on over colons, commas and semicolons: 材料包括：申请表；身份证明。 is one clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.lexicon import COMMA, CONJUNCTION, COPULA, ETCETERA, MODAL, PREPOSITION, VERB, Lexicon
from extractors.text import Clause, find_marker
from extractors.tokens import Token

_LONGEST_ITEM, _FEWEST = 40, 3
_SAYING = "包括"

Part = tuple[Clause, Sequence[Token]]


def join_lists(text: str, parts: Sequence[Part], lexicon: Lexicon) -> list[Part]:
    """Return the clauses of a sentence with their tokens, a list behind 包括： joined to the clause that opens it.

    The commas and semicolons between its items become enumerating commas. `parts` are the clauses in order, each with
    its tokens; `text` is what they are stretches of.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.text import split_sentences
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "材料包括：申请表；检验报告。"
    >>> [sentence], tokens = list(split_sentences(text)), Tokenizer(lexicon).tokenize(text)
    >>> parts = [(c, [t for t in tokens if c.start <= t.start < c.end]) for c in sentence.clauses]
    >>> ["".join(t.text for t in words) for _, words in join_lists(text, parts, lexicon)]
    ['材料包括申请表、检验报告']
    """
    joined: list[Part] = []
    at = 0
    while at < len(parts):
        clause, tokens = parts[at]
        at += 1
        if clause.stop in "：:" and parts[at:]:
            tokens = _announced(tokens, parts[at:], lexicon)
        opener = opens_list(tokens, lexicon)
        items = _items(text, clause, parts[at:], tokens[opener:]) if opener else []
        if items:
            last = parts[at + len(items) - 1][0]
            at += len(items)
            clause, tokens = Clause(clause.start, last.end, last.stop), _run(tokens, items, opener == len(tokens))
        joined.append((clause, tokens))
    return joined


def _announced(tokens: Sequence[Token], later: Sequence[Part], lexicon: Lexicon) -> Sequence[Token]:
    """本年度项目为：A、B、C: in front of a colon and names, 为 and 如下 say what 包括 says."""
    if len(tokens) < 2 or tokens[-1].text not in lexicon.sets["announcing"] or len(later) > 1:
        return tokens
    names = later[0][1]
    if sum(t.kind == COMMA for t in names) < _FEWEST - 1 or not _nominal([t for t in names if t.kind != PREPOSITION]):
        return tokens
    last, verb = tokens[-1], lexicon.verbs.get(_SAYING)
    if verb is None:
        return tokens
    return [*tokens[:-1], Token(_SAYING, last.start, last.end, "v", VERB, replace(verb, word=last.text))]


def opens_list(tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Return where the list behind 包括, 分为 begins among `tokens`; 0 where there is none."""
    listing = lexicon.sets["listing"]
    if listing.isdisjoint([token.text for token in tokens]):
        return 0
    for i in range(len(tokens) - 1, -1, -1):
        if tokens[i].text in listing:
            return i + 1
    return 0


def _run(tokens: Sequence[Token], items: Sequence[Sequence[Token]], bare: bool) -> list[Token]:
    run = [*tokens]
    for n, item in enumerate(items):
        if n or not bare:
            run.append(Token("、", item[0].start, item[0].start, "x", COMMA))
        run.extend(item)
    return run


def _items(text: str, clause: Clause, later: Sequence[Part], first: Sequence[Token]) -> list[Sequence[Token]]:
    """The clauses that are items: all behind a colon; elsewhere the names up to one that 和 or 等 closes."""
    colon = clause.stop in "：:" and not first
    items: list[Sequence[Token]] = []
    for part, tokens in later:
        _, inside = find_marker(text, part.start, part.end)
        item = [t for t in tokens if t.start >= inside]
        if not item or (not colon and (_closed(items[-1] if items else first) or not _nominal(item))):
            break
        items.append(item)
    if colon:
        listed = len(items) == len(later) and (len(items) > 1 or any(t.kind == COMMA for t in items[0]))
        short = all(any(t.kind == COMMA for t in i) or i[-1].end - i[0].start <= _LONGEST_ITEM for i in items)
        acts = sum(i[0].verb is not None and i[0].verb.kind != "D" for i in items)
        return items if listed and short and 2 * acts < len(items) else []
    return items if items and _closed(items[-1]) else []


def _closed(item: Sequence[Token]) -> bool:
    """Whether 等 or a last 和 closes the list."""
    for token in reversed(item):
        if token.kind in (ETCETERA, CONJUNCTION):
            return True
        if token.kind == COMMA:
            return False
    return not item


def _nominal(tokens: Sequence[Token]) -> bool:
    return not any(
        t.kind in (MODAL, COPULA, PREPOSITION) or (t.verb is not None and t.verb.kind != "D") for t in tokens
    )
