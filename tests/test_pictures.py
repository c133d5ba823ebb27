"""Pictures for reports: what they show, that no label lies on another, and what hostile texts cannot do."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from extractors.model import Document, Modality
from graph.clusters import draw_communities
from graph.facts import Entity, Evidence, Fact, Period, digest
from graph.matrices import draw_matrix
from graph.pictures import PICTURES, Picture, picture
from graph.spreads import draw_diffusion
from graph.store import KnowledgeGraph
from graph.svg import RAMP, width_of
from graph.tilemaps import draw_map, load_tiles
from graph.timeaxis import TimeAxis
from graph.timelines import draw_timeline
from ontologies.errors import NotFound, UnknownFormat, UsageError
from ontologies.gazetteer import load_places

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text></svg><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\x00\ud800"
# Middle of each province in degrees east and north, to the nearest half or so.
MIDDLES = {
    **{"北京": (116.4, 40.2), "天津": (117.3, 39.3), "河北": (116.1, 39.5), "山西": (112.3, 37.6)},
    **{"内蒙古": (113.9, 44.1), "辽宁": (122.6, 41.3), "吉林": (126.2, 43.7), "黑龙江": (127.7, 47.9)},
    **{"上海": (121.4, 31.2), "江苏": (119.5, 33.0), "浙江": (120.1, 29.2), "安徽": (117.2, 31.8)},
    **{"福建": (118.0, 26.0), "江西": (115.7, 27.6), "山东": (118.2, 36.3), "河南": (113.6, 33.9)},
    **{"湖北": (112.3, 31.0), "湖南": (111.7, 27.6), "广东": (113.4, 23.3), "广西": (108.8, 23.8)},
    **{"海南": (109.8, 19.2), "重庆": (107.9, 30.1), "四川": (102.7, 30.6), "贵州": (106.9, 26.8)},
    **{"云南": (101.5, 25.0), "西藏": (88.4, 31.5), "陕西": (108.9, 35.2), "甘肃": (101.0, 37.8)},
    **{"青海": (96.0, 35.7), "宁夏": (106.2, 37.3), "新疆": (85.3, 41.1), "台湾": (121.0, 23.7)},
    **{"香港": (114.2, 22.4), "澳门": (113.5, 22.2)},
}


def entity(name: str, kind: str = "System") -> Entity:
    return Entity(digest(kind, name), name, kind)


def year(number: int) -> Period:
    return Period(f"{number}年", date(number, 1, 1), date(number, 12, 31))


def filled(odd: str = "") -> KnowledgeGraph:
    """A graph with a little of all that pictures show; `odd` is part of every text."""
    texts = [
        Document(
            f"{at}.txt",
            f"第{at}份{odd}",
            title=f"关于第{at}批首席质量官制度试点的通知{odd}",
            date=date(2014 + at, 3, 1),
        )
        for at in range(6)
    ]
    system = entity(f"首席质量官制度{odd}")
    facts = []
    for at, code in enumerate(("440100", "330600", "340200", "510100", "110000", "650000")):
        city = Entity(code, f"{code}市{odd}", "Place")
        office = Entity(f"{code}-gov", f"{code}市人民政府{odd}", "Government", (), code)
        quote = f"第{at}份{odd}"
        read = (Evidence(texts[at].id, 0, len(quote), quote),)
        facts += [
            Fact(city, "adopts", system, time=year(2013 + at), evidence=read),
            Fact(office, "responsibleFor", entity(f"质量工作{at % 2}{odd}", "Matter"), evidence=read),
            Fact(office, "supervises", entity(f"质量工作{at % 2}{odd}", "Matter"), Modality.REQUIRED, evidence=read),
            Fact(office, "leads", entity(f"领导小组{at}{odd}", "Organization"), evidence=read),
            Fact(office, "adopts", system, Modality.PLANNED, evidence=read),
        ]
    graph = KnowledgeGraph()
    graph.add([*texts, *facts])
    return graph


def drawn(graph: KnowledgeGraph, kind: str, name: str = "首席质量官制度") -> Picture:
    return picture(graph, kind, name if PICTURES[kind].named == "needed" else None)


def root_of(made: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(made.to_svg())


def texts_of(made: Picture) -> list[str]:
    return [element.text or "" for element in root_of(made).iter(f"{SVG}text")]


def boxes_of(made: Picture) -> list[tuple[float, float, float, float, str]]:
    """The rectangles of the level texts: from the left, top, to the right, bottom."""
    found = []
    for element in root_of(made).iter(f"{SVG}text"):
        if element.get("x") is None or not element.text:
            continue
        kinds = (element.get("class") or "").split()
        size = 19 if "title" in kinds else 11 if "small" in kinds else 12
        wide = width_of(element.text, size)
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        x -= {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
        found.append((x, y - size * 0.8, x + wide, y + size * 0.15, element.text))
    return found


def overlapping(made: Picture) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for one, other in combinations(boxes_of(made), 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


@pytest.fixture(scope="module")
def sampled(built: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(built / "graph")


@pytest.mark.parametrize("kind", PICTURES)
def test_no_label_lies_on_another_or_outside(kind: str, sampled: KnowledgeGraph) -> None:
    for made in (drawn(sampled, kind), drawn(filled(), kind), drawn(filled("及其全覆盖全链条全过程监督管理"), kind)):
        assert overlapping(made) == []
        outside = [text for left, top, right, bottom, text in boxes_of(made) if left < 0 or top < 0]
        outside += [text for *_, right, bottom, text in boxes_of(made) if right > made.width or bottom > made.height]
        assert outside == []


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_well_formed_named_described_and_the_same_each_time(kind: str) -> None:
    graph = filled()
    made = drawn(graph, kind)
    root = root_of(made)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert description.text
    assert made.to_svg() == drawn(graph, kind).to_svg()
    assert "prefers-color-scheme: dark" in made.to_svg() and "Noto Sans CJK SC" in made.to_svg()
    assert not re.search(r"(?:href|src|url\()", made.to_svg())


@pytest.mark.parametrize("kind", PICTURES)
def test_hostile_texts_stay_texts(kind: str) -> None:
    made = drawn(filled(HOSTILE.replace("\ud800", "")), kind, f"首席质量官制度{HOSTILE}".replace("\ud800", ""))
    root = root_of(made)
    assert not [element for element in root.iter() if element.tag in (f"{SVG}script", f"{SVG}img", "img", "script")]
    page = made.to_html()
    assert "<script" not in page and "<img" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "default-src 'none'" in policy[1].replace("&#x27;", "'")
    assert "<style>" not in page.partition("</head>")[2]
    Picture(HOSTILE, HOSTILE, 1, 1, ()).to_svg().encode("utf-8")


def test_every_province_has_its_tile_in_its_place() -> None:
    tiles = {tile.short: tile for tile in load_tiles()}
    assert {tile.code for tile in load_tiles()} == {
        place.code for places in load_places().values() for place in places if place.level == "province"
    }
    assert len({(tile.column, tile.row) for tile in load_tiles()}) == len(tiles) == 34
    for tile in load_tiles():
        assert load_places()[tile.short][0].code == tile.code
    for rows in ([tile for tile in load_tiles() if tile.row == at] for at in range(8)):
        for west, east in pairwise(sorted(rows, key=lambda tile: tile.column)):
            assert MIDDLES[west.short][0] < MIDDLES[east.short][0], (west, east)
    for columns in ([tile for tile in load_tiles() if tile.column == at] for at in range(7)):
        for north, south in pairwise(sorted(columns, key=lambda tile: tile.row)):
            assert MIDDLES[north.short][1] > MIDDLES[south.short][1], (north, south)


def test_the_map_counts_what_lies_in_a_province() -> None:
    graph = filled()
    made = draw_map(graph)
    assert "广东 5" in made.description and "新疆 5" in made.description and "福建" not in made.description
    texts = texts_of(made)
    assert {tile.short for tile in load_tiles()} | {tile.english for tile in load_tiles()} <= set(texts)
    about = draw_map(graph, "质量工作0")
    assert "广东 2" in about.description and "浙江" not in about.description
    assert RAMP[len(RAMP) // 2] in about.to_svg()


def test_the_timeline_names_documents_and_facts_and_counts_the_rest() -> None:
    made = draw_timeline(filled())
    texts = texts_of(made)
    assert "Documents 文件 (6)" in texts and "Facts with a time 有时间的事实 (6)" in texts
    assert "关于第3批首席质量官制度试点的通知" in texts
    assert "330600市 推行落实 首席质量官制度" in texts
    with pytest.raises(NotFound, match="nothing in the graph is called 海关"):
        draw_timeline(filled(), "海关")
    bare = KnowledgeGraph()
    bare.add(Fact(entity("甲"), "includes", entity("乙")))
    with pytest.raises(NotFound, match="nothing of it to draw"):
        draw_timeline(bare)


def test_the_timeline_is_not_stretched_by_one_ancient_year() -> None:
    graph = filled()
    graph.add(
        Fact(
            entity(f"甲{at}"), "includes", entity("乙"), time=year(2014 + at % 5), evidence=(Evidence("d", 0, 1, "甲"),)
        )
        for at in range(120)
    )
    graph.add(
        Fact(
            entity("秦始皇", "Person"),
            "adopts",
            entity("郡县制"),
            time=year(221),
            evidence=(Evidence("d", 0, 1, "秦"),),
        )
    )
    made = draw_timeline(graph)
    assert "2016" in texts_of(made)
    assert "1 facts lie outside" in made.description


def test_an_axis_takes_the_first_and_the_last_of_all_days() -> None:
    axis = TimeAxis.of([date.min, date.max], 0, 100)
    assert 1 < len(list(axis.ticks())) <= 12
    assert axis.x(date.min) < 5 and axis.x(date.max) > 95
    alone = TimeAxis.of([date(2016, 5, 6)], 0, 100)
    assert 40 < alone.x(date(2016, 5, 6)) < 60 and list(alone.ticks())


@pytest.mark.parametrize("kind", ["timeline", "matrix", "communities"])
def test_of_an_empty_graph_there_is_nothing_to_draw(kind: str) -> None:
    with pytest.raises(NotFound, match="nothing of it to draw"):
        picture(KnowledgeGraph(), kind)


def test_the_matrix_has_a_letter_for_what_is_and_an_outline_for_what_shall_be() -> None:
    made = draw_matrix(filled())
    texts = texts_of(made)
    assert texts.count("牵") == 6 and "负责" in texts and "监管" in texts
    assert "440100市人民政府" in texts
    boxes = [one for one in root_of(made).iter(f"{SVG}rect") if one.get("fill") == "none"]
    assert len(boxes) == 6  # 监管, required
    assert "330600市人民政府: " in made.description


def test_the_diffusion_is_in_the_order_of_the_days() -> None:
    made = draw_diffusion(filled(), "首席质量官制度")
    labels = [text for text in texts_of(made) if text.endswith("市") and "制度" not in text]
    assert labels == ["广州市", "绍兴市", "芜湖市", "成都市", "北京市"]
    rings = [one for one in root_of(made).iter(f"{SVG}circle") if one.get("class") == "stroke"]
    assert len(rings) == 1 + 6  # of the legend, and of the plans


def test_communities_name_their_members() -> None:
    made = draw_communities(filled())
    assert "首席质量官制度" in texts_of(made)
    assert len([one for one in root_of(made).iter(f"{SVG}circle") if one.get("fill", "").startswith("#")]) >= 2


def test_a_picture_is_written_by_its_suffix(tmp_path: Path) -> None:
    made = draw_map(filled())
    for name, begin in (("a.svg", "<svg "), ("a.html", "<!DOCTYPE html>")):
        made.write(tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)
    with pytest.raises(UnknownFormat, match=r"use \.svg, \.html or \.png"):
        made.write(tmp_path / "a.bmp")
    with pytest.raises(NotFound, match="no such folder"):
        made.write(tmp_path / "nowhere" / "a.svg")


def test_png_is_drawn_where_its_package_is(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="pip install 'zhitu[png]' to test PNG")
    made = draw_map(filled())
    made.write(tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (round(2 * made.width), round(2 * made.height))


def test_png_without_its_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(UsageError, match=r"pip install 'zhitu\[png\]'"):
        draw_map(filled()).to_png()


def test_the_command_draws_lists_and_complains(shell, built: Path, tmp_path: Path) -> None:
    graph = built / "graph"
    done = shell(f"zhitu picture {graph} matrix -o {tmp_path}/m.svg")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/m.svg\n")
    assert "绍兴市市场监督管理局" in (tmp_path / "m.svg").read_text(encoding="utf-8")
    assert all(kind in shell(f"zhitu picture {graph}").stdout for kind in PICTURES)
    for call, told in (
        ("sculpture", "no picture is called sculpture"),
        ("diffusion", "name it"),
        ("communities 绍兴市 -o c.svg", "takes no name"),
        (f"map -o {tmp_path}/m.tiff", "use .svg, .html or .png"),
        ("map 北冰洋 -o m.svg", "nothing in the graph is called"),
    ):
        done = shell(f"zhitu picture {graph} {call}", tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert told in done.stderr
