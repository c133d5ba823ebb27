"""graph.reprints: texts that say nearly the same are known by their sketches."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reprints import Sketched, common, find_reprints, sketch

HAN = [chr(code) for code in range(0x4E00, 0x9FA5)]


def prose(seed: int, size: int = 1200) -> str:
    drawn = random.Random(seed)
    return "".join(drawn.choice(HAN) for _ in range(size))


def test_a_short_text_has_no_sketch_and_is_no_reprint() -> None:
    assert sketch("市政府推行首席质量官制度。") == ""
    twice = [Sketched("a", ""), Sketched("b", "")]
    assert find_reprints(twice) == {}


def test_marks_space_and_width_of_lines_are_no_difference() -> None:
    text = prose(1)
    wrapped = "\n".join(f"　　{text[at : at + 40]}，" for at in range(0, len(text), 40))
    assert sketch(wrapped) == sketch(text)


@pytest.mark.parametrize(("shared", "total"), [(1150, 1200), (600, 1200), (0, 1200)])
def test_the_estimate_is_near_the_truth(shared: int, total: int) -> None:
    errors = []
    for seed in range(20):
        one, rest = prose(seed, total), prose(seed + 1000, total - shared)
        other = one[:shared] + rest
        truth = max(shared - 5, 0) / (2 * total - shared - 5)
        errors.append(common(sketch(one), sketch(other)) - truth)
    assert abs(sum(errors) / len(errors)) < 0.05
    assert max(map(abs, errors)) < 0.2


def test_a_reprint_with_another_head_and_tail_is_one() -> None:
    text = prose(3)
    found = find_reprints(
        [
            Sketched("later", sketch(f"来源：某网 记者某某{text}（责任编辑：某某）"), date(2020, 5, 2)),
            Sketched("first", sketch(text), date(2020, 5, 1)),
            Sketched("other", sketch(prose(4)), date(2019, 1, 1)),
        ]
    )
    assert found == {"later": "first"}


def test_the_earliest_is_the_original_and_what_has_no_date_comes_last() -> None:
    text = sketch(prose(5))
    days = {"c": date(2021, 1, 1), "b": date(2020, 1, 1), "a": None}
    assert find_reprints([Sketched(name, text, day) for name, day in days.items()]) == {"c": "b", "a": "b"}
    assert find_reprints([Sketched(name, text) for name in "cab"]) == {"b": "a", "c": "a"}


def test_a_reprint_of_a_reprint_is_one_of_the_original_or_an_original() -> None:
    text, more = prose(6, 2000), prose(7, 900)
    chain = [Sketched(str(n), sketch(text + more[: 120 * n]), date(2020, 1, 1 + n)) for n in range(4)]
    found = find_reprints(chain)
    assert found["1"] == "0"
    assert all(original not in found for original in found.values())


@given(
    st.permutations([Sketched(str(n), sketch(prose(n % 4) + prose(50 + n, 30)), date(2020, 1, 1)) for n in range(9)])
)
def test_the_order_of_the_documents_does_not_matter(documents: list[Sketched]) -> None:
    found = find_reprints(documents)
    assert found == find_reprints(reversed(documents))
    assert len(found) == 5
    assert all(original not in found for original in found.values())
