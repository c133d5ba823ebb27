"""Awards: where in the object of 授予 the award begins."""

import pytest

from extractors.awards import find_award
from tests.sentences import lexicon, tokenize


@pytest.mark.parametrize(
    ("text", "award"),
    [
        ("华城公司省长质量奖", "省长质量奖"),
        ("李明教授国际科学技术合作奖", "国际科学技术合作奖"),
        ("“玉米良种选育”等37项成果科技进步二等奖", "科技进步二等奖"),
        ("佛山市“全国文明城市”称号", "“全国文明城市”称号"),
    ],
)
def test_the_award_is_parted_from_who_receives_it(text: str, award: str) -> None:
    tokens = tokenize(text)
    start = find_award(tokens, lexicon())
    assert start and "".join(token.text for token in tokens[start:]) == award


@pytest.mark.parametrize("text", ["", "省长质量奖", "“全国文明城市”称号", "华城公司自主管理权限"])
def test_one_object_is_not_parted(text: str) -> None:
    assert find_award(tokenize(text), lexicon()) == 0
