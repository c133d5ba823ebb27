"""Places, organs and departments: what the tables hold, and how a faulty row is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontologies import gazetteer, tables
from ontologies.errors import OntologyError
from ontologies.gazetteer import LEVELS, Place, load_departments, load_organs, load_places
from ontologies.schema import load_ontology
from ontologies.tables import read_tsv


def all_places() -> dict[str, Place]:
    return {place.code: place for places in load_places().values() for place in places}


@pytest.mark.parametrize(
    ("short", "name", "code", "level", "parent"),
    [
        ("广州", "广州市", "440100", "city", "440000"),
        ("内蒙古", "内蒙古自治区", "150000", "province", None),
        ("香港", "香港特别行政区", "810000", "province", None),
        ("恩施", "恩施土家族苗族自治州", "422800", "city", "420000"),
        ("西双版纳", "西双版纳傣族自治州", "532800", "city", "530000"),
        ("积石山", "积石山保安族东乡族撒拉族自治县", "622927", "county", "622900"),
        ("东乡", "东乡族自治县", "622926", "county", "622900"),
        ("锡林郭勒", "锡林郭勒盟", "152500", "city", "150000"),
        ("大兴安岭", "大兴安岭地区", "232700", "city", "230000"),
        ("神农架", "神农架林区", "429021", "county", "420000"),
        ("浦东", "浦东新区", "310115", "county", "310000"),
        ("仙桃", "仙桃市", "429004", "county", "420000"),
        ("天河", "天河区", "440106", "county", "440100"),
        ("东莞", "东莞市", "441900", "city", "440000"),
    ],
)
def test_a_short_name_finds_its_place(short: str, name: str, code: str, level: str, parent: str | None) -> None:
    found = next(place for place in load_places()[short] if place.name == name)
    assert (found.code, found.short, found.level, found.parent) == (code, short, level, parent)
    assert found in load_places()[name]


def test_ambiguous_names_stay_ambiguous_highest_first() -> None:
    assert [place.name for place in load_places()["吉林"]] == ["吉林省", "吉林市"]
    assert len(load_places()["鼓楼区"]) >= 4
    for places in load_places().values():
        assert [LEVELS.index(place.level) for place in places] == sorted(LEVELS.index(p.level) for p in places)


def test_every_place_lies_in_one_of_a_higher_level() -> None:
    places = all_places()
    assert len(places) == len(read_tsv("places")) > 3300
    for place in places.values():
        assert re.fullmatch(r"\d{6}", place.code)
        if place.parent is None:
            assert place.level == "province", place.name
        else:
            assert LEVELS.index(places[place.parent].level) < LEVELS.index(place.level), place.name
            assert place.code[:2] == place.parent[:2]


def test_counts_of_the_levels() -> None:
    levels = [place.level for place in all_places().values()]
    assert levels.count("province") == 34  # 23 provinces, 5 regions, 4 municipalities, 2 special regions
    assert 330 <= levels.count("city") <= 340


def test_fillers_of_the_code_table_are_no_places() -> None:
    assert load_places().keys().isdisjoint({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市", "区"})


def test_a_short_name_is_a_name() -> None:
    for place in all_places().values():
        assert len(place.short) >= 2 and re.fullmatch("[一-龥]+", place.name), place
        assert not re.search("(自治|族)[州县旗]?$|族$", place.short) or place.short == place.name, place


def test_county_names_of_two_characters_keep_the_suffix() -> None:
    for place in all_places().values():
        if re.fullmatch("..", place.name):
            assert place.short == place.name
    assert [place.short for place in load_places()["泾县"]] == ["泾县"]


@pytest.mark.parametrize("word", ["和平", "资源", "新建", "公安", "合作", "互助", "惠民", "平安", "通道", "光明"])
def test_everyday_words_are_no_short_names(word: str) -> None:
    assert word not in load_places()


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("国家发展改革委", "国家发展和改革委员会"),
        ("国家发改委", "国家发展和改革委员会"),
        ("发展改革委", "国家发展和改革委员会"),
        ("发改委", "国家发展和改革委员会"),
        ("工信部", "工业和信息化部"),
        ("人社部", "人力资源和社会保障部"),
        ("质检总局", "国家质量监督检验检疫总局"),
        ("中央纪委", "中国共产党中央纪律检查委员会"),
        ("全国人大常委会", "全国人民代表大会常务委员会"),
        ("全国政协", "中国人民政治协商会议全国委员会"),
        ("最高法", "中华人民共和国最高人民法院"),
        ("国办", "国务院办公厅"),
        ("银监会", "中国银行业监督管理委员会"),
        ("市场监管总局", "国家市场监督管理总局"),
    ],
)
def test_central_organs_by_their_short_forms(short: str, name: str) -> None:
    assert [organ.name for organ in load_organs() if short in organ.short] == [name]


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("市场监管局", "市场监督管理局"),
        ("人社厅", "人力资源和社会保障厅"),
        ("人社局", "人力资源和社会保障局"),
        ("经信委", "经济和信息化委员会"),
        ("质监局", "质量技术监督局"),
        ("住建局", "住房和城乡建设局"),
        ("卫健委", "卫生健康委员会"),
        ("应急局", "应急管理局"),
    ],
)
def test_departments_by_their_short_forms(short: str, name: str) -> None:
    assert [department.name for department in load_departments() if short in department.short] == [name]


@pytest.mark.parametrize(("load", "level"), [(load_organs, "national"), (load_departments, "local")])
def test_every_name_has_one_bearer(load: object, level: str) -> None:
    organs = load_organs() if load is load_organs else load_departments()
    names = [name for organ in organs for name in (organ.name, *organ.short)]
    assert len(names) == len(set(names)) and all(len(name) >= 2 for name in names)
    assert {organ.level for organ in organs} == {level}
    assert all(re.fullmatch("[a-z0-9-]+", organ.id) for organ in organs)


def test_the_tables_know_only_classes_of_the_ontology() -> None:
    organs = {organ.name: organ.type for organ in (*load_organs(), *load_departments())}
    assert set(organs.values()) <= set(load_ontology().classes)
    assert organs["新华通讯社"] == "Organization" and organs["财政部"] == "Government"


def test_there_are_enough() -> None:
    assert len(load_departments()) >= 60 and len(load_organs()) >= 100
    assert len({organ.id for organ in load_organs()}) == len(load_organs())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    monkeypatch.setattr(gazetteer, "FOLDER", tmp_path)
    for load in (load_places, load_organs, load_departments):
        load.cache_clear()
    yield tmp_path
    for load in (load_places, load_organs, load_departments):
        load.cache_clear()


def test_a_place_of_an_unknown_level(folder: Path) -> None:
    (folder / "places.tsv").write_text("code\tname\tshort\tlevel\tparent\n1\t甲市\t甲\ttown\n", encoding="utf-8")
    with pytest.raises(
        OntologyError, match=r"places\.tsv: 甲市 has the unknown level town; use province, city, county"
    ):
        load_places()


def test_an_organ_of_the_wrong_level(folder: Path) -> None:
    (folder / "organs.tsv").write_text("name\tshort\tlevel\tid\ttype\n甲部\t\tlocal\tjia\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"organs\.tsv: 甲部 has the level local; write national"):
        load_organs()
