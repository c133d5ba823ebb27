"""A large graph made up by chance: districts that nobody has heard of, with documents of their own.

Names are put together of places, bodies and topics, so that pictures of many entities can be shown and measured without
anybody's texts. Each district is a community: a place with its bodies, at the hub, and what they deal with.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from extractors.model import Document, Modality
from graph.facts import Entity, Evidence, Fact, Period
from graph.store import KnowledgeGraph

_FIRST, _SECOND = "云清澄岚霁松柏芷棠榆沅汐岫溪禾麓曦玥峤翎", "岭州川阳浦原湾屏陂坞澳津沚塬埠洲郭浔"
_TOPICS = """
    质量提升 市场监管 食品安全 药品安全 特种设备安全 计量服务 标准化 知识产权保护 消费维权 公平竞争 营商环境
    政务服务 环境保护 能源节约 防灾减灾 教育均衡 医疗服务 养老服务 就业服务 农产品质量 乡村产业 水资源管理
    交通运输 物流配送 数据共享 信用建设 人才培养 科技创新 文化服务 旅游服务 体育健身 金融服务 税收服务 城市更新
    垃圾分类 绿色制造 智能制造 应急救援 普法宣传 社区治理
""".split()  # noqa: SIM905
_BODIES = """
    人民政府 市场监督管理局 发展和改革局 教育局 科学技术局 生态环境局 交通运输局 农业农村局 卫生健康局
    应急管理局 财政局 文化和旅游局
""".split()  # noqa: SIM905
_TRADES = "精密仪器 电梯 食品 纺织 新材料 生物医药 物流 环保设备 智能装备 茶业".split()  # noqa: SIM905
_ENDS = {
    "System": ["责任制", "评价体系", "联席会议制度", "标准体系", "信用制度", "首席官制度"],
    "Measure": ["专项检查", "试点", "培训", "补贴", "攻坚行动", "抽查"],
    "Matter": ["工作", "能力", "水平", "机制", "改革", "基础"],
    "Document": ["管理办法", "三年行动方案", "实施意见", "工作要点", "条例"],
    "Indicator": ["覆盖率", "合格率", "满意率", "达标率"],
    "Programme": ["示范区建设", "工程", "服务平台建设", "实验室建设"],
}
_VERBS = {
    "adopts": "推行",
    "promotes": "推进",
    "issues": "印发",
    "supervises": "监管",
    "supports": "支持",
    "includes": "包括",
    "establishes": "建立",
}
_KINDS = ("Matter", "Matter", "Matter", "System", "Measure", "Document", "Indicator", "Programme", "Enterprise")
_BATCH = 20_000
LARGEST = 2_000  # entities of a district


def make_districts(entities: int, seed: int = 7) -> Iterator[tuple[Document, list[Fact]]]:
    """Yield documents with the facts that they state, some two an entity, a document for each district, ever the same.

    >>> document, facts = next(make_districts(100))
    >>> evidence = facts[0].evidence[0]
    >>> document.text[evidence.start : evidence.end] == evidence.quote, evidence.document_id == document.id
    (True, True)
    """
    chance = random.Random(seed)
    firsts = [0]
    while firsts[-1] < entities:
        firsts.append(min(entities, firsts[-1] + int(60 + (LARGEST - 60) * chance.random() ** 4)))
    district = {}
    for number, (first, after) in enumerate(pairwise(firsts)):
        district.update(dict.fromkeys(range(first, after), (number, first)))

    def entity(number: int) -> Entity:
        return _entity(number, *district[number])

    for number, (first, after) in enumerate(pairwise(firsts)):
        size, day = after - first, date(2010 + chance.randrange(15), 1 + chance.randrange(12), 1 + chance.randrange(28))
        said: list[tuple[Entity, str, Entity, str]] = []
        for one in range(first, after):
            for turn in range(2):
                # A hub of the district, or at times any entity: the fourth power of chance makes a few hubs.
                far = chance.random() < 0.12 and turn == 1
                other = chance.randrange(entities) if far else first + int(size * chance.random() ** 4)
                if other == one:
                    other = first + (one + 1 - first) % size
                relation = chance.choice(tuple(_VERBS))
                source, target = entity(min(one, other)), entity(max(one, other))
                said.append((source, relation, target, f"{source.label}{_VERBS[relation]}{target.label}"))
        place = _place(number)
        text = "。\n".join(quote for *_, quote in said)
        document = Document(f"{number:04d}.txt", text, f"{place}{day.year}年工作要点", day, f"{place}人民政府")
        yield document, list(_stated(document, said, chance))


def _stated(document: Document, said: list[tuple[Entity, str, Entity, str]], chance: random.Random) -> Iterator[Fact]:
    at = 0
    for source, relation, target, quote in said:
        sure = round(1 - 0.7 * chance.random() ** 2, 2)
        read = Evidence(document.id, at, at + len(quote), quote, confidence=sure)
        at += len(quote) + 2
        mood = chance.choices(tuple(Modality), (16, 3, 2, 1)[: len(Modality)])[0]
        year = (document.date or date.min).year + chance.randrange(4)
        time = Period(f"{year}年", date(year, 1, 1), date(year, 12, 31)) if chance.random() < 0.2 else None
        yield Fact(source, relation, target, mood, time=time, evidence=(read,))


def make_facts(entities: int, seed: int = 7) -> Iterator[Fact]:
    """Yield the facts of all districts.

    >>> len({end.id for fact in make_facts(100) for end in (fact.subject, fact.object)})
    100
    """
    for _, facts in make_districts(entities, seed):
        yield from facts


def make_graph(entities: int) -> KnowledgeGraph:
    """Return a graph in memory of so many entities."""
    graph = KnowledgeGraph()
    batch: list[Fact] = []
    for document, facts in make_districts(entities):
        graph.add(document)
        batch += facts
        if len(batch) >= _BATCH:
            graph.add(batch)
            batch = []
    graph.add(batch)
    return graph


def _place(number: int) -> str:
    """The name of a district: two characters, the same two again only after all of them."""
    count = len(_FIRST) * len(_SECOND)
    first, second = divmod(number * 67 % count, len(_SECOND))
    return f"{_FIRST[first]}{_SECOND[second]}{'市县区'[number // count % 3]}"


def _entity(number: int, district: int, first: int) -> Entity:
    """The first of a district is its place, then come its bodies, then what they deal with."""
    own, place, rank = random.Random(number), _place(district), number - first
    if rank == 0:
        return Entity(f"{number:06x}", place, "Place")
    if rank <= len(_BODIES):
        return Entity(f"{number:06x}", f"{place}{_BODIES[rank - 1]}", "Government")
    kind, topic = own.choice(_KINDS), own.choice(_TOPICS)
    named: dict[str, Callable[[], str]] = {
        "Enterprise": lambda: f"{place}{own.choice(_FIRST)}{own.choice(_SECOND)}{own.choice(_TRADES)}有限公司",
        "Document": lambda: f"《{place}{topic}{own.choice(_ENDS['Document'])}》",
    }
    name = named.get(kind, lambda: f"{place[:2]}{topic}{own.choice(_ENDS[kind])}")()
    return Entity(f"{number:06x}", name, kind)
