"""Names that name no one body but a class of them: 各区政府, 有关部门 of the place that the document is about."""

from __future__ import annotations

from functools import cache

from graph.places import choose_place, load_scopes, named_places, place_in_scope, split_place
from ontologies.gazetteer import Place
from ontologies.tables import read_tsv

_LEAST = 3  # characters of a class
_MARKS = ("、", "和", "及", "与")  # 省、市有关部门 are of more than one place


def generic_of(label: str, here: Place | None) -> tuple[Place, str] | None:
    """Return the place whose bodies a generic name means and the name without it, None for what is no generic name.

    >>> from graph.places import places_by_code
    >>> place, name = generic_of("市有关部门", places_by_code()["440106"])
    >>> place.name, name
    ('广州市', '有关部门')
    >>> generic_of("市财政局", places_by_code()["440106"]), generic_of("国务院有关部门", places_by_code()["440106"])
    (None, None)
    """
    if label.startswith(_words("wide")):
        return None
    scope, rest = _scope(label, here)
    if (
        scope is None
        or len(rest) < _LEAST
        or rest.startswith(_MARKS)
        or not (rest.startswith(_words("begin")) or rest.endswith(_words("end")))
    ):
        return None
    return scope, rest


def _scope(label: str, here: Place | None) -> tuple[Place | None, str]:
    if not label.startswith(_words("begin")):
        places, rest = split_place(label)
        said = label[: len(label) - len(rest)]
        place = choose_place(places, here)
        short = place is not None and place.level != "county" and said in named_places()  # 西工大 is no 西工 of 洛阳
        if place is not None and rest and (short or said.endswith(place.name)):
            return place, rest
        for word, (head, _) in () if label.startswith(_words("whole")) else load_scopes().items():
            if head and label.startswith(word) and (place := place_in_scope(head, here)) is not None:
                return place, label[len(word) :]
    return here, label


@cache
def _words(at: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in read_tsv("generics") if row["at"] == at)
