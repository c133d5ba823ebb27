"""What a post says: the body that it belongs to (市财政局|副局长, 国采中心|党委书记, 南京市委|常委)."""

from __future__ import annotations

from typing import NamedTuple

from extractors.lexicon import BODIES, Lexicon
from extractors.model import Mention

_LONGEST_POST = 8  # characters


class Office(NamedTuple):
    """A post as a text has it, and the body that it belongs to where the text names one."""

    post: Mention
    body: Mention | None = None


def body_length(name: str, lexicon: Lexicon) -> int:
    """Return how many characters of the name of a post name its body, 0 where none does.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> [name[:body_length(name, lexicon)] for name in ("市水利局财务处原处长", "绍兴市委常委", "院长")]
    ['市水利局财务处', '绍兴市委', '']
    """
    bare = next((n for n in range(min(len(name), _LONGEST_POST), 1, -1) if name[-n:] in lexicon.posts), 0)
    if not bare:
        return 0
    size = len(name) - bare
    if name[size : size + 2] in lexicon.sets["committee"] and bare > 2:
        size += 2  # 绍兴市委常委: 市委常委 is in the table of posts, 绍兴市委 is the body
    body = name[:size]
    while (rank := next((r for r in lexicon.sets["rank"] if body.endswith(r)), "")) != "":
        body = body[: -len(rank)]
    return len(body) if is_body(body, lexicon) else 0


def is_body(name: str, lexicon: Lexicon) -> bool:
    """Return whether a name is that of a body or of one of its units (科技处, 人力资源部)."""
    if len(name) < 3:
        return False
    kind = lexicon.type_of(name)
    return kind in BODIES or (kind is None and name[-1] in lexicon.sets["unit"] and not lexicon.is_person(name))


def body_mention(name: str, start: int, end: int, lexicon: Lexicon) -> Mention:
    """Return the mention of a body, a Government where nothing tells."""
    kind = lexicon.type_of(name)
    return Mention(name, kind if kind in BODIES else "Government", start, end)
