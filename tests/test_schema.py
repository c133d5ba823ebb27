"""The ontology as objects: the package's own file, files laid over it, and faults named by line or term."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontologies.errors import NotFound, OntologyError
from ontologies.schema import DEFAULT, NAMESPACE, SHAPES, Ontology, load_ontology
from ontologies.tables import read_tsv

CLASSES = re.findall(
    r"\w+",
    """Place Government Enterprise Organization Person Post Group Document System Programme Responsibility Measure
    Matter Event Honor Indicator Quantity Time""",
)
RELATIONS = re.findall(
    r"\w+",
    """issues establishes adopts carriesOut participatesIn responsibleFor leads assists supervises evaluates sanctions
    commends requires supports promotes curbs approves repeals obtains becomes cooperatesWith aimsAt appliesTo basedOn
    includes affiliatedWith locatedIn holdsPost hasValue""",
)
# The usual triggers of the annotation guidelines: whatever else the file says, these are read.
USUAL = {
    "issues": "制定 出台 印发 发布 公布 下发 颁布 编制 起草 修订 通报",
    "establishes": "建立 健全 构建 设立 成立 组建 搭建 建成",
    "adopts": "推行 实行 实施 施行 采用 引入 试行 落实 贯彻 执行 坚持",
    "carriesOut": "开展 组织 举办 召开 启动 举行 进行 完成 创建 办理",
    "participatesIn": "参加 出席 参与 加入",
    "responsibleFor": "负责 负总责 承担 主管 分管 主抓 履行",
    "leads": "牵头 领导 统筹 协调 主持 部署 组织领导",
    "assists": "配合 协助 协同",
    "supervises": "监管 监督 检查 抽查 督促 督导 巡查 监测",
    "evaluates": "考核 评价 评估 评定 验收 认定 评选",
    "sanctions": "查处 处罚 打击 通报批评 责令 取缔 吊销 追究",
    "commends": "表彰 奖励 授予 表扬",
    "requires": "要求 应当 必须 责成 引导 禁止",
    "supports": "支持 扶持 资助 补贴 投入 帮扶 保障 提供 安排",
    "promotes": "推动 推进 促进 加快 加强 强化 提升 提高 深化 优化 扩大 发展 保护 完善 创新",
    "curbs": "减少 降低 淘汰 压减 治理 整治 防范 化解 防止",
    "approves": "批准 审批 核准 同意 审议通过 批复",
    "repeals": "废止 失效 撤销 取消 停止执行 叫停",
    "obtains": "获得 荣获 取得 通过 入选 实现",
    "becomes": "成为 转变为 列为",
    "cooperatesWith": "合作 签署 签订 联合 对接",
    "aimsAt": "旨在 力争 争取 达到",
    "appliesTo": "面向 适用于 针对 覆盖",
    "includes": "包括 涵盖 分为",
    "affiliatedWith": "隶属 所属 直属 下属",
    "locatedIn": "位于 坐落 地处",
    "holdsPost": "任 担任 当选",
    "hasValue": "达 共有 为 增长 下降 占",
}


@pytest.fixture
def ontology() -> Ontology:
    return load_ontology()


def overlay(folder: Path, body: str) -> Path:
    path = folder / "mine.ttl"
    path.write_text(
        f"@prefix zt: <{NAMESPACE}> .\n@prefix my: <https://example.org/my#> .\n"
        "@prefix schema: <https://schema.org/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        + body,
        encoding="utf-8",
    )
    return path


def test_ids_are_those_of_the_guidelines(ontology: Ontology) -> None:
    assert sorted(ontology.classes) == sorted(CLASSES)
    assert sorted(ontology.relations) == sorted(RELATIONS)
    assert all(term.iri == NAMESPACE + key for key, term in ontology.classes.items())
    assert all(term.iri == NAMESPACE + key for key, term in ontology.relations.items())


def test_every_term_is_labelled_and_explained(ontology: Ontology) -> None:
    for term in (term for kind in (ontology.classes, ontology.relations) for term in kind.values()):
        assert re.search("[一-龥]", term.label_zh) and term.label_en.isascii() and term.comment, term.id


@pytest.mark.parametrize("relation", USUAL)
def test_usual_triggers_are_known(ontology: Ontology, relation: str) -> None:
    missing = [word for word in USUAL[relation].split() if relation not in ontology.trigger_relations.get(word, ())]
    assert missing == []


@pytest.mark.parametrize("word", ["纳入", "列入", "属于", "归入", "划入", "并入"])
def test_reversed_triggers(ontology: Ontology, word: str) -> None:
    assert ontology.reversed_relations[word] == ("includes",)
    assert word not in ontology.trigger_relations


@pytest.mark.parametrize("word", ["根据", "依据", "按照", "依照", "参照", "比照", "结合"])
def test_prepositions_of_a_basis(ontology: Ontology, word: str) -> None:
    assert ontology.preposition_relations[word] == ("basedOn",)


def test_other_prepositions(ontology: Ontology) -> None:
    assert ontology.preposition_relations["围绕"] == ("aimsAt",)
    assert ontology.preposition_relations["面向"] == ontology.preposition_relations["针对"] == ("appliesTo",)
    assert ontology.preposition_relations["会同"][0] == "assists"


def test_words_are_chinese_and_literal(ontology: Ontology) -> None:
    """A gap (以…为…) belongs to a frame of the grammar: as a word of this file it would never match."""
    words = [word for kind in ("trigger", "reversedTrigger", "preposition") for word in ontology.words[kind]]
    assert [word for word in words if not re.fullmatch("[一-龥]+", word)] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("首席质量官制度", "System"),
        ("市场监督管理局", "Government"),
        ("工作实施方案", "Document"),
        ("质量强市活动", "Programme"),
        ("企业主体责任", "Responsibility"),
        ("监督抽查", "Measure"),
        ("副市长", "Post"),
        ("规模以上工业企业", "Enterprise"),
        ("抽检合格率", "Indicator"),
        ("困难群众", "Group"),
        ("新闻发布会", "Event"),
        ("先进集体", "Honor"),
        ("行业协会", "Organization"),
        ("经济技术开发区", "Place"),
        ("产品质量", "Matter"),
        ("执法部门", "Government"),
        ("网络", "System"),
        ("环节", "Matter"),
    ],
)
def test_the_longest_suffix_tells_the_class(ontology: Ontology, name: str, kind: str) -> None:
    suffixes = (name[start:] for start in range(len(name)))
    assert next(ontology.suffix_classes[suffix] for suffix in suffixes if suffix in ontology.suffix_classes) == kind


def test_terms_of_the_file_win_over_the_table(ontology: Ontology) -> None:
    assert ontology.terms["国务院"] == "Government" and ontology.terms["我国"] == "Place"
    assert set(ontology.terms.values()) <= set(ontology.classes)


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "accepted"),
    [
        ("issues", "Government", "Document", True),
        ("issues", "Quantity", "Document", False),
        ("establishes", "Government", "Matter", False),
        ("holdsPost", "Person", "Post", True),
        ("holdsPost", "Person", "Place", False),
        ("hasValue", "Indicator", "Quantity", True),
        ("hasValue", "Indicator", "Document", False),
        ("promotes", "Government", "Quantity", False),
        ("includes", "Quantity", "Time", True),  # says nothing of domain and range
        ("no such relation", "Government", "Document", False),
    ],
)
def test_arguments_are_checked(ontology: Ontology, relation: str, subject: str, object_: str, accepted: bool) -> None:
    assert ontology.accepts(relation, subject, object_) is accepted


def test_a_verb_is_read_as_the_first_relation_that_accepts(ontology: Ontology) -> None:
    """达到 takes a figure as hasValue, anything else as aimsAt; so the order of the file is part of the ontology."""

    def first(verb: str, object_: str) -> str | None:
        return next((r for r in ontology.trigger_relations[verb] if ontology.accepts(r, "Government", object_)), None)

    assert first("达到", "Quantity") == "hasValue" and first("达到", "Matter") == "aimsAt"
    assert first("实现", "Matter") == "obtains" and first("实现", "Quantity") == "hasValue"


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_class_colours_stand_out_on_white_and_on_dark(ontology: Ontology) -> None:
    for entity_class in ontology.classes.values():
        assert entity_class.shape in SHAPES
        assert 1.05 / (luminance(entity_class.colour) + 0.05) >= 3, entity_class.id  # WCAG 1.4.11
        assert (luminance(entity_class.colour) + 0.05) / (luminance("#0f172a") + 0.05) >= 3, entity_class.id


def test_class_colours_differ(ontology: Ontology) -> None:
    colours = {key: [int(c.colour[at : at + 2], 16) for at in (1, 3, 5)] for key, c in ontology.classes.items()}
    for one, other in combinations(colours, 2):
        assert sum((a - b) ** 2 for a, b in zip(colours[one], colours[other], strict=True)) > 30**2, (one, other)


def test_who_can_act(ontology: Ontology) -> None:
    actors = {key for key, entity_class in ontology.classes.items() if entity_class.actor}
    assert {"Government", "Enterprise", "Organization", "Person", "Post", "Place", "Group", "Document"} <= actors
    assert actors.isdisjoint({"Quantity", "Time", "Matter", "Indicator", "Responsibility"})


def test_the_default_is_loaded_once() -> None:
    assert load_ontology() is load_ontology()


def test_a_new_class_and_relation(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        """my:Drug a owl:Class ; rdfs:label "药品"@zh ; zt:suffix "胶囊" , "药品" ; zt:colour "#AA3355" ;
            zt:shape "box" .
        my:purchases a owl:ObjectProperty ; rdfs:label "采购"@zh , "purchases"@en ; zt:trigger "采购" , "发布" ;
            schema:domainIncludes zt:Organization , zt:Government ; schema:rangeIncludes my:Drug .""",
    )
    mine = load_ontology(path)
    assert mine.classes["Drug"].colour == "#aa3355" and mine.classes["Drug"].label_en == "Drug"
    assert mine.suffix_classes["胶囊"] == "Drug"
    assert mine.suffix_classes["药品"] == "Drug"  # was Group: the user's word wins
    assert mine.trigger_relations["采购"][0] == "purchases"
    assert mine.trigger_relations["发布"] == ("purchases", "issues")
    assert mine.accepts("purchases", "Government", "Drug") and not mine.accepts("purchases", "Government", "Matter")
    assert list(mine.classes)[-1] == "Drug"
    assert "Drug" not in load_ontology().classes  # the default is as it was


def test_a_known_term_is_extended(tmp_path: Path) -> None:
    mine = load_ontology(
        overlay(
            tmp_path, 'zt:System rdfs:label "体系"@zh ; zt:suffix "矩阵" . zt:supports zt:trigger "纾困" , "支持" .'
        )
    )
    system = mine.classes["System"]
    assert (system.label_zh, system.label_en) == ("体系", "System")
    assert {"矩阵", "制度"} <= set(system.suffixes) and system.colour == load_ontology().classes["System"].colour
    assert mine.trigger_relations["纾困"] == ("supports",)
    assert mine.relations["supports"].triggers.count("支持") == 1
    assert list(mine.classes) == list(load_ontology().classes)


def test_a_subclass_takes_what_its_parent_says(tmp_path: Path) -> None:
    mine = load_ontology(
        overlay(
            tmp_path,
            'my:Regulator a owl:Class ; rdfs:label "监管机构"@zh ; rdfs:subClassOf zt:Government , my:Absent .',
        )
    )
    regulator, government = mine.classes["Regulator"], mine.classes["Government"]
    assert (regulator.colour, regulator.shape, regulator.actor) == (government.colour, government.shape, True)
    assert regulator.parents == (government.iri, "https://example.org/my#Absent")
    assert mine.accepts("issues", "Regulator", "Document")


def test_classes_above_each_other_end(tmp_path: Path) -> None:
    mine = load_ontology(
        overlay(
            tmp_path,
            'my:A a owl:Class ; rdfs:label "甲"@zh ; rdfs:subClassOf my:B . my:B a owl:Class ; rdfs:label "乙"@zh ; '
            "rdfs:subClassOf my:A .",
        )
    )
    assert mine.kinds["A"] == {"A", "B"} and mine.classes["A"].colour == "#64748b"


def test_plain_rdfs_domain_and_property_are_read(tmp_path: Path) -> None:
    mine = load_ontology(
        overlay(
            tmp_path,
            'my:owns a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> ; rdfs:label "拥有"@zh ; '
            "rdfs:domain zt:Person ; rdfs:range zt:Enterprise .",
        )
    )
    assert mine.accepts("owns", "Person", "Enterprise") and not mine.accepts("owns", "Place", "Enterprise")


FAULTS = {
    'my:Thing a owl:Class ; zt:suffix "物" .': "my#Thing: has no label; add rdfs:label",
    'my:Thing a owl:Class ; rdfs:label "物"@zh ; zt:colour "red" .': "my#Thing: zt:colour red is no colour",
    'zt:issues zt:colour "#12" .': "zt:issues: zt:colour #12 is no colour",
    'my:Thing a owl:Class ; rdfs:label "物"@zh ; zt:shape "cloud" .': "zt:shape cloud is unknown; use one of box",
    'zt:Place zt:actor "yes" .': "zt:Place: zt:actor yes is neither true nor false",
    "zt:issues schema:domainIncludes zt:Goverment .": "zt:issues: its domain https://w3id.org/zhitu/ontology#Goverment",
    "zt:issues schema:rangeIncludes my:Drug .": "zt:issues: its range https://example.org/my#Drug is no class",
    'zt:issues zt:triger "推出" .': "zt:issues: zt:triger does not apply to it; use zt:colour, zt:preposition",
    'zt:Place zt:trigger "推出" .': "zt:Place: zt:trigger does not apply to it; use zt:actor",
    'zt:buys zt:trigger "采购" .': "zt:buys: is neither class nor relation; add «a owl:Class»",
    'my:System a owl:Class ; rdfs:label "系统"@zh .': "my#System: shares its name with https://w3id.org/zhitu/ontology#System",
    'my: a owl:Class ; rdfs:label "空"@zh .': "its IRI has no name",
    'zt:issues zt:trigger "" .': "zt:trigger",
    'zt:issues zt:trigger " 推出" .': "is no word",
    "zt:issues zt:trigger my:Push .": "is no word; put it in quotation marks",
    'zt:Place zt:suffix "营" . zt:Group zt:suffix "营" .': "zt:suffix 营 is given to Place and Group; keep one",
}


@pytest.mark.parametrize(("body", "message"), FAULTS.items())
def test_a_faulty_term_is_named(tmp_path: Path, body: str, message: str) -> None:
    path = overlay(tmp_path, body)
    with pytest.raises(OntologyError) as caught:
        load_ontology(path)
    assert message in str(caught.value) and str(caught.value).startswith(str(path)), str(caught.value)


def test_a_syntax_error_is_named_by_line(tmp_path: Path) -> None:
    path = overlay(tmp_path, 'zt:Place rdfs:label "地方"@zh .\nzt:Post rdfs:label "职务"@zh ;; ;\n  zt:suffix 长 .\n')
    with pytest.raises(OntologyError, match=r"mine\.ttl, line 8: not Turtle .*; correct the line"):
        load_ontology(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes('@prefix zt: <https://w3id.org/zhitu/ontology#> .\nzt:Place zt:suffix "城" .'.encode("gb18030"))
    with pytest.raises(OntologyError, match=r"mine\.ttl"):
        load_ontology(path)


@pytest.mark.parametrize("name", ["absent.ttl", "."])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound, match="no such ontology file"):
        load_ontology(tmp_path / name)


def test_the_file_needs_no_blank_nodes() -> None:
    triples = list(ox.parse(path=str(DEFAULT), format=ox.RdfFormat.TURTLE))
    assert not [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


@given(st.sampled_from(RELATIONS), st.text("办管理发展推行落实", min_size=1, max_size=5))
def test_a_trigger_that_is_given_anew_comes_first_and_changes_nothing_else(relation: str, word: str) -> None:
    with TemporaryDirectory() as folder:
        mine = load_ontology(overlay(Path(folder), f'zt:{relation} zt:trigger "{word}" .'))
    default = load_ontology()
    assert mine.trigger_relations[word][0] == relation
    assert {relation, *default.trigger_relations.get(word, ())} == set(mine.trigger_relations[word])
    assert {w: r for w, r in mine.trigger_relations.items() if w != word} == {
        w: r for w, r in default.trigger_relations.items() if w != word
    }
    assert mine.classes == default.classes


def write(folder: Path, content: bytes) -> Path:
    path = folder / "table.tsv"
    path.write_bytes(content)
    return path


def test_a_table_is_read_by_row(tmp_path: Path) -> None:
    content = "\ufeff# words\nterm\ttype\r\n\n商报\tOrganization\r\n# more\n集市\n"
    assert read_tsv(write(tmp_path, content.encode())) == (
        {"term": "商报", "type": "Organization"},
        {"term": "集市", "type": ""},
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"term\ttype\na\tb\tc\n", "line 2: 3 cells under 2 columns"),
        (b"# x\nterm\tterm\n", "line 2: the header needs distinct column names"),
        (b"term\t\n", "line 1: the header needs"),
        (b"# only this\n", "has no header"),
        (b"term\n\xc9\xcc\n", "line 2: not UTF-8"),
    ],
)
def test_a_faulty_table_is_named_by_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(OntologyError) as caught:
        read_tsv(path)
    assert message in str(caught.value) and str(path) in str(caught.value)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="give a readable TSV file"):
        read_tsv(tmp_path / "absent.tsv")
    with pytest.raises(OntologyError, match=r"absent\.tsv"):
        read_tsv("absent")
