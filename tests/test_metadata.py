"""What a document says of itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.furniture import find_article
from extractors.metadata import Metadata, read_metadata

NOTICE = """绍兴市人民政府办公室关于推行首席质量官制度的通知

绍政办发〔2025〕9号

各区、县（市）人民政府：

　　为提高质量水平，现将有关事项通知如下。各区要落实企业主体责任，推行首席质量官制度。

绍兴市人民政府办公室
2025年3月12日
"""
NEWS = """首页 > 新闻 > 地方
绍兴市推行首席质量官制度
2025-03-12 10:20  来源：绍兴日报  记者 罗雨桐
　　绍兴市推行首席质量官制度，落实企业主体责任，已有三百家企业设立首席质量官。
（责任编辑：周雪）
"""


def read(text: str) -> Metadata:
    return read_metadata(text, find_article(text))


def test_a_notice() -> None:
    assert read(NOTICE) == Metadata(
        title="绍兴市人民政府办公室关于推行首席质量官制度的通知",
        date=date(2025, 3, 12),
        issuer="绍兴市人民政府办公室",
        number="绍政办发〔2025〕9号",
        written=date(2025, 3, 12),
    )


def test_a_news_page() -> None:
    assert read(NEWS) == Metadata(
        title="绍兴市推行首席质量官制度",
        date=date(2025, 3, 12),
        publisher="绍兴日报",
        section="新闻 > 地方",
        author="罗雨桐",
        editor="周雪",
        published=date(2025, 3, 12),
    )


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("市政府召开会议\n会议要求推行首席质量官制度。", "title", "市政府召开会议"),
        ("绍政办发〔2025〕9号\n市政府召开会议\n会议要求推行制度。", "title", "市政府召开会议"),
        ("绍兴市人民政府\n2025年3月12日\n" * 2, "date", date(2025, 3, 12)),
        (
            "绍兴市电梯条例\n（2024年8月28日市人大常委会通过，自2025年1月1日起施行）\n第一条　推行制度。",
            "date",
            date(2024, 8, 28),
        ),
        ("绍兴市人民政府文件\n关于推行制度的通知\n各区政府：\n推行制度。", "issuer", "绍兴市人民政府"),
        ("市政府召开会议\n会议要求推行制度。（记者 李 明 王小明）", "author", "李明、王小明"),
        ("绍兴市电梯办法\n第一条　推行制度。\n本办法自2025年1月1日起施行。", "effective", date(2025, 1, 1)),
        ("（已废止）绍兴市电梯办法\n第一条　推行制度。", "validity", "废止"),
        ("绍兴市电梯办法（已失效）\n第一条　推行制度。", "validity", "失效"),
        ("绍兴市电梯办法\n第一条　推行制度（试行）。", "validity", None),
    ],
)
def test_a_field(text: str, field: str, value: object) -> None:
    assert getattr(read(text), field) == value


@pytest.mark.parametrize("text", ["", "\n", "会议要求，各区政府推行首席质量官制度，落实企业主体责任。" * 4])
def test_a_text_that_says_nothing_of_itself(text: str) -> None:
    assert read(text) == Metadata()


@given(st.text(st.sampled_from("绍兴市政府关于通知〔2025〕9号年3月12日：，。\n来源记者 罗>（）"), max_size=60))
@settings(deadline=None)
def test_any_text_has_metadata_or_none(text: str) -> None:
    known = read(text)
    for value in (known.title, known.publisher, known.issuer, known.number, known.author, known.editor):
        assert value is None or value.strip()


OFFICIAL = """索 引 号： 000014349/2025-00007    主题分类： 市场监管
发文机关： 绍兴市人民政府    成文日期： 2025年3月2日
标    题： 绍兴市人民政府关于推行首席质量官制度的意见
发文字号： 绍政发〔2025〕5号    发布日期： 2025年3月15日
有效性： 现行有效    实施日期： 20250401
主 题 词： 质量 监管；首席质量官
绍兴市人民政府关于推行首席质量官制度的意见
各区人民政府：
要推行首席质量官制度，落实企业主体责任。
"""


def test_the_table_of_an_official_page() -> None:
    known = read(OFFICIAL)
    assert (known.issuer, known.number, known.index) == ("绍兴市人民政府", "绍政发〔2025〕5号", "000014349/2025-00007")
    assert (known.written, known.published) == (date(2025, 3, 2), date(2025, 3, 15))
    assert (known.date, known.effective) == (date(2025, 3, 2), date(2025, 4, 1))
    assert (known.subject, known.validity) == ("市场监管", "有效")
    assert known.keywords == ("质量", "监管", "首席质量官")


def test_what_is_known_elsewhere_goes_before_a_guess_and_behind_the_page_s_table() -> None:
    known = {"issuer": "别的机关", "publisher": "绍兴网", "url": "https://example.cn/1", "author": "admin"}
    page = find_article(OFFICIAL)
    told = read_metadata(OFFICIAL, page, known)
    assert (told.issuer, told.publisher, told.url, told.author) == (
        "绍兴市人民政府",
        "绍兴网",
        "https://example.cn/1",
        None,
    )
    assert read_metadata(NEWS, find_article(NEWS), {"publisher": "绍兴网"}).publisher == "绍兴网"
