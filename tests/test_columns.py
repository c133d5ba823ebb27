"""Printed lines to paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.columns import PrintedLine, PrintedPage, set_paragraphs

EM = 10.0


def line(text: str, left: float, top: float, em: float = EM, gap: float = 0.0) -> PrintedLine:
    width = sum(em if character > "\x7f" else em / 2 for character in text)
    return PrintedLine(text, left, left + width, top - em, top, em, em, gap)


def page(*lines: PrintedLine, height: float = 800) -> PrintedPage:
    return PrintedPage(400, height, lines)


FULL = "各区要落实企业主体责任并加强监督检查工作和考核评价"  # 25 characters: 250 points


def test_a_full_line_goes_on_and_a_short_one_ends() -> None:
    text = set_paragraphs(
        [
            page(
                line(FULL[:23], 120, 700),
                line(FULL, 100, 680),
                line("建立协调机制", 100, 660),
                line("另行通知", 120, 640),
            )
        ]
    )
    assert text.splitlines() == [f"{FULL[:23]}{FULL}建立协调机制", "另行通知"]


def test_an_indented_line_opens_a_paragraph_even_behind_a_full_one() -> None:
    text = set_paragraphs([page(line(FULL[:23], 120, 700), line(FULL, 100, 680), line(FULL[:23], 120, 660))])
    assert text.splitlines() == [f"{FULL[:23]}{FULL}", FULL[:23]]


def test_a_sentence_that_ends_with_its_line_opens_no_doubt_where_paragraphs_are_not_indented() -> None:
    ended = FULL[:24] + "。"
    text = set_paragraphs(
        [page(line(FULL, 100, 700), line(ended, 100, 680), line(FULL, 100, 660), line("考核", 100, 640))]
    )
    assert text.splitlines() == [FULL + ended, FULL + "考核"]


def test_a_latin_word_moves_to_the_next_line_whole() -> None:
    text = set_paragraphs([page(line(FULL, 100, 700), line(FULL[:21], 100, 680), line("APPLICATION服务商", 100, 660))])
    assert text == f"{FULL}{FULL[:21]}APPLICATION服务商\n"


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        (FULL[:24] + "A", "B" + FULL, FULL[:24] + "A B" + FULL),
        (FULL[:24] + "1", "2" + FULL, FULL[:24] + "12" + FULL),
        (FULL[:24] + "co-", "operation" + FULL[:20], FULL[:24] + "cooperation" + FULL[:20]),
    ],
)
def test_how_lines_are_joined(upper: str, lower: str, joined: str) -> None:
    assert set_paragraphs([page(line(upper, 100, 700), line(lower, 100, 680))]) == f"{joined}\n"


def test_a_headline_of_some_centred_lines_is_one() -> None:
    upper, lower = "关于印发《绍兴市推行首席质量", "官制度实施办法》的通知"
    body = [line(FULL, 100, 600 - 20 * at) for at in range(4)]
    text = set_paragraphs([page(line(upper, 127, 700, 14), line(lower, 148, 680, 14), *body)])
    assert text.splitlines()[0] == upper + lower


@pytest.mark.parametrize("number", ["— 3 —", "3", "第3页 共9页", "第 3 页", "3/9", "- 3 -", "Page 3 of 9", "Ⅲ"])
def test_page_numbers_go(number: str) -> None:
    text = set_paragraphs([page(line(FULL, 100, 700), line(number, 200, 40))])
    assert (text == f"{FULL}\n") == (number != "Ⅲ")


def test_a_number_in_the_text_stays() -> None:
    assert "\n12\n" in set_paragraphs([page(line(FULL[:9], 100, 700), line("12", 100, 400), line(FULL[:9], 100, 380))])


def test_what_stands_at_the_edge_of_several_pages_goes() -> None:
    pages = [page(line(f"公报2025年第{at}期", 150, 780), line(f"{FULL}{at}", 100, 600)) for at in range(1, 5)]
    assert "公报" not in set_paragraphs(pages)
    assert "公报" in set_paragraphs(pages[:1])


def test_what_a_browser_prints_around_a_page_goes() -> None:
    head = [line("2025/3/15 下午3:16", 20, 780, 8), line("关于推行制度的通知", 150, 780, 8, gap=5)]
    foot = [line("https://www.example.cn/1.html", 20, 30, 8), line("1/1", 350, 30, 8, gap=9)]
    assert set_paragraphs([page(*head, line(FULL, 100, 600), *foot)]) == f"{FULL}\n"


def test_a_stop_takes_the_character_before_it_to_the_next_line() -> None:
    text = set_paragraphs([page(line(FULL, 100, 700), line(FULL[:22], 100, 680), line("立”、坚决做到", 100, 660))])
    assert text == f"{FULL}{FULL[:22]}立”、坚决做到\n"


def test_a_paragraph_goes_on_across_pages() -> None:
    pages = [
        page(line(FULL[:23], 120, 200), line(FULL, 100, 180)),
        page(line(FULL, 100, 700), line("检查。", 100, 680)),
    ]
    assert set_paragraphs(pages).splitlines() == [f"{FULL[:23]}{FULL}{FULL}检查。"]


def test_the_cells_of_a_row_are_parted_by_tabs_and_whole() -> None:
    rows = [
        line("序号", 50, 700),
        line("环节", 100, 700, gap=3),
        line("任务", 170, 700, gap=5),
        line("1", 50, 680),
        line("研发", 100, 680, gap=4),
        line("推行首席质量官制度，加强", 170, 680, gap=5),
        line("监督检查。", 170, 660),
        line("生产", 100, 640),
        line("落实责任。", 170, 640, gap=5),
    ]
    assert set_paragraphs([page(*rows)]).splitlines() == [
        "序号\t环节\t任务",
        "1\t研发\t推行首席质量官制度，加强监督检查。",
        "生产\t落实责任。",
    ]


def test_columns_of_a_page_are_read_one_after_the_other() -> None:
    short = FULL[:15]
    left = [line(short, 40, 700 - 20 * at) for at in range(9)]
    right = [line(short, 220, 700 - 20 * at) for at in range(8)]
    assert set_paragraphs([page(*left, *right, line("完。", 220, 540))]) == f"{short * 17}完。\n"


def test_text_that_goes_over_to_columns_and_back() -> None:
    wide, short = FULL[:25] + FULL[:5], FULL[:14]
    above = [line(wide[:28], 60, 780), line(wide, 40, 760), line("完。", 40, 740)]
    left = [line(short, 40, 700 - 20 * at) for at in range(9)]
    right = [*(line(short, 200, 700 - 20 * at) for at in range(8)), line("完。", 200, 540)]
    lines = set_paragraphs([page(*above, *left, *right, line(wide, 40, 500), height=5000)]).splitlines()
    assert lines == [f"{wide[:28]}{wide}完。", f"{short * 17}完。", wide]


def test_a_gap_in_a_line_of_text_is_a_space() -> None:
    assert set_paragraphs(
        [page(line("第一章", 100, 700), line("总则", 140, 700, gap=1), line(FULL, 90, 680))]
    ).startswith("第一章 总则\n")


def test_what_was_written_last_and_stands_first_comes_first() -> None:
    assert set_paragraphs([page(line(FULL, 100, 500), line("通知", 150, 700))]) == f"通知\n{FULL}\n"


LINES = st.builds(
    line,
    st.text("各区要落实A1。（《第条 一、", min_size=1, max_size=20),
    st.floats(0, 400),
    st.floats(0, 800),
    st.sampled_from([8.0, 10.0, 20.0]),
    st.sampled_from([0.0, 0.0, 2.0]),
)


@given(st.lists(st.lists(LINES, max_size=8), max_size=4))
def test_what_stands_inside_of_pages_is_neither_lost_nor_made_up(pages: list[list[PrintedLine]]) -> None:
    # The lowest and the highest line may be the page's number.
    ends = [line("上", 10, 690), line("下", 10, 120)]
    inner = [[*ends, *(one for one in lines if one.bottom > 150 and one.top < 650)] for lines in pages]
    printed = set_paragraphs([page(*lines) for lines in inner])
    kept = sorted(character for lines in inner for one in lines for character in one.text if not character.isspace())
    assert sorted(character for character in printed if not character.isspace()) == kept
