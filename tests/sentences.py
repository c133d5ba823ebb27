"""Sentences of the genre with what they say: cases that several test modules share, and the means to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.frames import ClauseReading
from extractors.grammar import ClauseGrammar
from extractors.lexicon import Lexicon, compile_lexicon
from extractors.model import Document, Reading, Statement
from extractors.phrases import Phrase, PhraseReader
from extractors.pipeline import read_document
from extractors.predicates import mark_predicates
from extractors.tokens import Token, Tokenizer
from extractors.values import find_times
from ontologies.schema import load_ontology

# A first line that says nothing, so that a case is read as running text and not as a title.
HEADLINE = "工作动态"
DAY = date(2020, 5, 6)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the default ontology."""
    return compile_lexicon(load_ontology())


@cache
def tokenizer() -> Tokenizer:
    """The tokenizer with that lexicon."""
    return Tokenizer(lexicon())


@cache
def grammar() -> ClauseGrammar:
    """The clause grammar with that lexicon."""
    return ClauseGrammar(lexicon())


@cache
def phrases() -> PhraseReader:
    """The reader of noun phrases with that lexicon."""
    return PhraseReader(lexicon())


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text with its times."""
    return tokenizer().tokenize(text, find_times(text, anchor=DAY))


def read_phrase(text: str) -> Phrase:
    """Read a text as one noun phrase."""
    return phrases().read(text, tokenize(text))


def read_clause(text: str) -> ClauseReading:
    """Read a text as one clause."""
    return grammar().read(text, tokenize(text))


def predicates(text: str) -> list[str]:
    """Return the words of a clause that are its predicates."""
    tokens = tokenize(text)
    return [token.text for token, marked in zip(tokens, mark_predicates(tokens, lexicon()), strict=True) if marked]


def read_article(text: str, title: str | None = None) -> Reading:
    """Read a text whose first line is its title, unless another is given."""
    return read_document(Document("article.txt", text, title=title or text.split("\n")[0], date=DAY))


def read_sentence(text: str) -> Reading:
    """Read a text under a headline that says nothing."""
    return read_article(f"{HEADLINE}\n{text}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact in a line: `杭州市 adopts 制度 planned not time=2021年 quantity=3项`; a `*` stands for any name.

    Modality and negation are what the line says, actual and affirmed where it is silent; time and quantity count only
    where they are given.
    """

    subject: str
    relation: str
    object: str
    modality: str
    negated: bool
    values: tuple[str, ...]

    @classmethod
    def parse(cls, line: str) -> Claim:
        """Read the line."""
        subject, relation, thing, *rest = line.split()
        values = tuple(word for word in rest if "=" in word)
        modality = next((word for word in rest if word != "not" and "=" not in word), "actual")
        return cls(subject, relation, thing, modality, "not" in rest, values)

    def names(self, statement: Statement) -> bool:
        """Return whether a statement has this subject, relation and object."""
        said = (statement.subject.name, statement.relation, statement.object.name)
        return all(
            mine in ("*", its) for mine, its in zip((self.subject, self.relation, self.object), said, strict=True)
        )

    def holds(self, statement: Statement) -> bool:
        """Return whether a statement is this fact with all that is said of it."""
        found = {"time": statement.time, "quantity": statement.quantity}
        told = {key: value.text for key, value in found.items() if value is not None}
        return (
            self.names(statement)
            and (statement.modality.value, statement.negated) == (self.modality, self.negated)
            and all(told.get(key) == value for key, value in (pair.split("=") for pair in self.values))
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A text, what a careful reader finds in it, and what a hasty one would find."""

    text: str
    says: tuple[str, ...]
    silent: tuple[str, ...] = ()


def show(statements: Sequence[Statement]) -> str:
    """Return statements as lines, for messages of failed tests."""
    lines = []
    for s in statements:
        details = [s.modality.value, "not" if s.negated else "", s.time.text if s.time else ""]
        details.append(s.quantity.text if s.quantity else "")
        lines.append(" ".join([s.subject.name, s.relation, s.object.name, *filter(None, details)]))
    return "\n".join(lines) or "nothing"


DISPOSALS = [
    Case(
        "杭州市将质量工作纳入政府绩效考核体系。",
        ("政府绩效考核体系 includes 质量工作",),
        ("质量工作 includes 政府绩效考核体系", "杭州市 includes *"),
    ),
    Case(
        "省政府将诚信建设列入重要议事日程。",
        ("重要议事日程 includes 诚信建设",),
        ("诚信建设 includes *", "省政府 promotes *", "* includes 诚信"),
    ),
    Case("市质监局把年度目标分解成12项任务。", ("年度目标 includes 任务 quantity=12项",), ("任务 includes 年度目标",)),
    Case(
        "青岛市把标准化作为城市发展的重要支撑。",
        ("标准化 becomes 重要支撑",),
        ("青岛市 becomes *", "青岛市 promotes *", "* promotes 重要支撑"),
    ),
    Case(
        "把首席质量官制度纳入质量考核体系。", ("质量考核体系 includes 首席质量官制度",), ("首席质量官制度 includes *",)
    ),
    Case(
        "市政府将电梯更新改造列入民生实事。",
        ("民生实事 includes 电梯更新改造",),
        ("* promotes 电梯", "电梯 includes *"),
    ),
    Case(
        "杭州市被列为全国质量强市示范城市。",
        ("杭州市 becomes 全国质量强市示范城市",),
        ("全国质量强市示范城市 becomes 杭州市",),
    ),
    Case("金华市成为国家标准化试点城市。", ("金华市 becomes 国家标准化试点城市",), ("* includes 金华市",)),
    Case(
        "市政府将质量工作经费纳入年度预算。",
        ("年度预算 includes 质量工作经费",),
        ("质量工作经费 includes *", "市政府 includes *"),
    ),
    Case(
        "市政府把质量强市列为重点工作。",
        ("质量强市 becomes 重点工作", "市政府 adopts 质量强市"),
        ("市政府 becomes *", "重点工作 becomes *"),
    ),
    Case(
        "质量工作从部门行为转变为政府行为。",
        ("质量工作 becomes 政府行为",),
        ("部门行为 becomes *", "政府行为 becomes *"),
    ),
    Case(
        "各地将政府履行总体责任放在重要位置。",
        ("政府 responsibleFor 总体责任",),
        ("各地 responsibleFor *", "* adopts 政府"),
    ),
    Case(
        "市政府将质量监管、质量提升工作纳入考核体系。",
        ("考核体系 includes 质量监管", "考核体系 includes 质量提升工作"),
        ("* promotes *", "市政府 includes *"),
    ),
    Case(
        "市政府将标准化推进工作列为重点任务。",
        ("标准化推进工作 becomes 重点任务", "市政府 adopts 标准化推进工作"),
        ("* promotes *",),
    ),
]

TARGETS = [
    Case(
        "市市场监管局对食品生产企业进行监督检查。",
        ("市市场监管局 supervises 食品生产企业",),
        ("食品生产企业 supervises *", "* carriesOut 监督检查", "* carriesOut 食品生产企业"),
    ),
    Case(
        "市财政局加强对专项资金的监督。",
        ("市财政局 supervises 专项资金",),
        ("市财政局 promotes 监督", "* promotes 专项资金"),
    ),
    Case(
        "各级政府要加强对质量工作的领导。",
        ("各级政府 leads 质量工作 required",),
        ("* promotes 领导", "* promotes 质量工作"),
    ),
    Case(
        "市质监局对违法行为进行查处。", ("市质监局 sanctions 违法行为",), ("* carriesOut 违法行为", "* carriesOut 查处")
    ),
    Case("市农业农村局对农产品质量开展抽检。", ("市农业农村局 supervises 农产品质量",), ("* carriesOut 农产品质量",)),
    Case("市政府对质量强市工作进行考核。", ("市政府 evaluates 质量强市工作",), ("* carriesOut 考核",)),
    Case("省财政厅对专项资金使用情况进行检查。", ("省财政厅 supervises 专项资金使用情况",), ("* adopts 情况",)),
    Case("市教育局对中小学校进行督导。", ("市教育局 supervises 中小学校",), ("中小学校 * *",)),
    Case("市市场监管局加强对校园食堂的监管。", ("市市场监管局 supervises 校园食堂",), ("* promotes 监管",)),
    Case("促进企业对质量工作的落实。", ("企业 adopts 质量工作",), ("企业 promotes *", "* adopts 企业")),
    Case("加强政府对企业质量的监管。", ("政府 supervises 企业质量",), ("政府 promotes *", "企业 supervises *")),
    Case(
        "推动地方政府对质量工作的重视。",
        ("地方政府 promotes 质量工作",),
        ("* promotes 地方政府", "质量工作 promotes *"),
    ),
    Case("市政府可以对优秀企业给予奖励。", ("市政府 commends 优秀企业 possible",), ("* supports 奖励", "优秀企业 * *")),
    Case(
        "市政府对获得质量奖的企业给予奖励。",
        ("市政府 commends 企业",),
        ("* obtains *", "* supports *"),
    ),
    Case("市政府对落实主体责任的企业进行表彰。", ("市政府 commends 企业",), ("* adopts *", "* carriesOut *")),
    Case("市政府加强对承担检验任务的机构的监督。", ("市政府 supervises 机构",), ("* responsibleFor *", "* promotes *")),
]

GROUNDS = [
    Case(
        "为提升产品质量，宁波市推行首席质量官制度。",
        ("宁波市 promotes 产品质量", "宁波市 adopts 首席质量官制度"),
        ("产品质量 * *", "首席质量官制度 promotes *"),
    ),
    Case(
        "为了规范采购行为，市财政局制定《政府采购管理办法》。",
        ("市财政局 promotes 采购行为", "市财政局 issues 《政府采购管理办法》"),
        ("《政府采购管理办法》 * *",),
    ),
    Case(
        "通过实施品牌战略，佛山市打造质量强市。",
        ("佛山市 adopts 品牌战略",),
        ("品牌战略 * *", "* obtains 品牌战略"),
    ),
    Case(
        "通过开展监督抽查，市质监局规范市场秩序。",
        ("市质监局 carriesOut 监督抽查", "市质监局 promotes 市场秩序"),
        ("监督抽查 * *", "* obtains *"),
    ),
    Case(
        "依据《产品质量法》，省质监局制定实施细则。",
        ("省质监局 basedOn 《产品质量法》", "省质监局 issues 实施细则"),
        ("《产品质量法》 * *", "* issues 《产品质量法》"),
    ),
    Case(
        "根据省质监局《关于开展质量月活动的通知》，市质监局开展宣传活动。",
        (
            "省质监局 issues 《关于开展质量月活动的通知》",
            "市质监局 basedOn 《关于开展质量月活动的通知》",
            "市质监局 carriesOut 宣传活动",
        ),
        ("市质监局 issues *", "* carriesOut 质量月活动"),
    ),
    Case(
        "本市以质量强市战略为抓手，推进标准化工作。",
        ("本市 promotes 标准化工作",),
        ("* becomes 抓手", "质量强市战略 becomes *"),
    ),
    Case(
        "市政府以建设质量强市为目标推行首席质量官制度。",
        ("市政府 aimsAt 建设质量强市", "市政府 adopts 首席质量官制度"),
        ("* establishes *",),
    ),
]

ROLES = [
    Case("质量工作由市质监局负责。", ("市质监局 responsibleFor 质量工作",), ("质量工作 responsibleFor *",)),
    Case("评审工作由中国质量协会承担。", ("中国质量协会 responsibleFor 评审工作",), ("评审工作 * *",)),
    Case(
        "审批工作由省药监局负责，抽检工作由市药监局承担。",
        ("省药监局 responsibleFor 审批工作", "市药监局 responsibleFor 抽检工作"),
        ("省药监局 responsibleFor 抽检工作", "市药监局 responsibleFor 审批工作"),
    ),
    Case("市质量协会位于高新区。", ("市质量协会 locatedIn 高新区",), ("高新区 locatedIn *",)),
    Case("本办法适用于食品生产企业。", ("本办法 appliesTo 食品生产企业",), ("* appliesTo 食品",)),
    Case(
        "市教育局联合市卫生健康委印发工作方案。",
        ("市教育局 cooperatesWith 市卫生健康委", "市教育局 issues 工作方案"),
        ("* issues 市卫生健康委",),
    ),
    Case("市发改委牵头质量强市工作。", ("市发改委 leads 质量强市工作",), ("* adopts *",)),
    Case("市质检院隶属市市场监管局。", ("市质检院 affiliatedWith 市市场监管局",), ("市市场监管局 affiliatedWith *",)),
    Case(
        "市质量工作领导小组办公室设在市市场监管局。",
        ("市质量工作领导小组办公室 locatedIn 市市场监管局",),
        ("市市场监管局 * *", "* establishes *"),
    ),
]

RECEIVED = [
    Case(
        "省政府召开会议。食品安全监管得到加强。",
        ("省政府 carriesOut 会议", "省政府 promotes 食品安全监管"),
        ("食品安全监管 promotes *", "* obtains 加强"),
    ),
    Case(
        "宁波市出台政策，企业质量意识显著增强。",
        ("宁波市 promotes 企业质量意识",),
        ("企业质量意识 * *", "企业 promotes *"),
    ),
    Case(
        "泰州市强化监管，产品质量得到提高。",
        ("泰州市 promotes 监管", "泰州市 promotes 产品质量"),
        ("产品质量 * *", "监管 * *"),
    ),
]

CONTROL = [
    Case("使企业落实主体责任。", ("企业 adopts 主体责任",), ("* adopts 企业",)),
    Case(
        "使各级政府重视质量工作，落实质量责任。",
        ("各级政府 promotes 质量工作", "各级政府 adopts 质量责任"),
    ),
    Case(
        "市政府引导企业建立质量管理体系。",
        ("市政府 requires 企业", "企业 establishes 质量管理体系"),
        ("市政府 establishes *",),
    ),
    Case(
        "市质监局推动企业建立质量管理体系，完善标准体系。",
        ("企业 establishes 质量管理体系", "市质监局 establishes 标准体系"),
        ("企业 establishes 标准体系", "市质监局 establishes 质量管理体系"),
    ),
    Case("省政府促进企业落实主体责任。", ("企业 adopts 主体责任",), ("省政府 adopts *", "省政府 promotes 企业")),
    Case("市政府支持企业开展技术改造。", ("企业 carriesOut 技术改造",), ("市政府 carriesOut *",)),
    Case(
        "全市共有380多人取得首席质量官资格证书。",
        ("全市 hasValue 380多人", "380多人 obtains 首席质量官资格证书"),
        ("全市 obtains *",),
    ),
    Case(
        "市政府引导企业建立质量管理体系，完善检验制度。",
        ("企业 establishes 质量管理体系", "企业 establishes 检验制度"),
        ("市政府 establishes *",),
    ),
    Case(
        "使企业落实主体责任，完善检验制度。",
        ("企业 adopts 主体责任", "企业 establishes 检验制度"),
        ("主体责任 * *",),
    ),
    Case("市政府安排资金支持企业开展技术改造。", ("企业 carriesOut 技术改造",), ("市政府 carriesOut *", "资金 * *")),
]

DROPPED = [
    Case(
        "珠海市推行首席质量官制度，完善质量评价体系，开展质量月活动。",
        ("珠海市 adopts 首席质量官制度", "珠海市 establishes 质量评价体系", "珠海市 carriesOut 质量月活动"),
        ("首席质量官制度 * *", "质量评价体系 * *"),
    ),
    Case(
        "台州市质监局推行首席质量官制度。\n建立诚信机制。",
        ("台州市质监局 establishes 诚信机制",),
        ("首席质量官制度 * *", "工作动态 * *"),
    ),
    Case(
        "市政府召开质量工作会议。会议要求各区政府落实质量责任。",
        ("市政府 carriesOut 质量工作会议", "会议 requires 各区政府"),
        ("市政府 requires *", "市政府 adopts *", "会议 adopts *"),
    ),
    Case(
        "会议指出，各级政府要加强质量监管，完善考核机制。",
        ("各级政府 promotes 质量监管 required",),
        ("会议 promotes *", "会议 establishes *"),
    ),
    Case(
        "省政府召开常务会议。会议强调，要加强质量监管。",
        ("会议 promotes 质量监管 required",),
        ("省政府 promotes *",),
    ),
    Case(
        "市委召开全会。全会提出，建设质量强市。",
        ("市委 carriesOut 全会", "全会 establishes 质量强市"),
        ("市委 establishes *",),
    ),
    Case(
        "《实施方案》提出，将建立质量基础设施体系。",
        ("《实施方案》 establishes 质量基础设施体系 planned",),
        ("* issues 《实施方案》",),
    ),
    Case(
        "《质量提升行动方案》明确，市财政局负责资金保障。",
        ("市财政局 responsibleFor 资金保障",),
        ("《质量提升行动方案》 responsibleFor *",),
    ),
    Case(
        "国务院办公厅印发《质量工作考核办法》。《办法》明确，各省政府负责本地区质量工作。",
        ("国务院办公厅 issues 《质量工作考核办法》", "各省政府 responsibleFor 本地区质量工作"),
        ("国务院办公厅 responsibleFor *", "《办法》 responsibleFor *"),
    ),
]

LISTS = [
    Case(
        "市质监局抓好三项工作。一是推行首席质量官制度；二是建立黑名单制度；三是开展监督抽查。",
        ("市质监局 adopts 首席质量官制度", "市质监局 establishes 黑名单制度", "市质监局 carriesOut 监督抽查"),
        ("首席质量官制度 * *", "黑名单制度 * *"),
    ),
    Case(
        "市质监局抓好三项工作：\n（一）推行首席质量官制度。\n（二）建立黑名单制度。",
        ("市质监局 adopts 首席质量官制度", "市质监局 establishes 黑名单制度"),
        ("工作 * *",),
    ),
    Case(
        "市质监局全面履行职责。\n一是推行首席质量官制度，完善培训机制。\n二是企业建立追溯制度。三是开展监督抽查。",
        ("市质监局 establishes 培训机制", "企业 establishes 追溯制度", "市质监局 carriesOut 监督抽查"),
        ("企业 carriesOut *", "企业 establishes 培训机制"),
    ),
    Case(
        "一、总体要求\n宁波市推行首席质量官制度。\n二、保障措施\n建立质量考核机制。",
        ("宁波市 adopts 首席质量官制度",),
        ("宁波市 establishes *",),
    ),
]

STATUTES = [
    Case(
        "第五条　生产企业应当建立质量追溯制度。",
        ("生产企业 establishes 质量追溯制度 required",),
        ("企业 establishes *",),
    ),
    Case(
        "第六条　市场监督管理部门可以委托检验机构开展抽样检验。",
        ("市场监督管理部门 requires 检验机构 possible", "检验机构 carriesOut 抽样检验 possible"),
        ("市场监督管理部门 carriesOut *",),
    ),
    Case(
        "第九条　县级以上人民政府负责本行政区域内的电梯安全工作。",
        ("县级以上人民政府 responsibleFor 电梯安全工作",),
        ("* responsibleFor 本行政区域", "* responsibleFor 电梯"),
    ),
    Case(
        "第三条　省人民政府建立质量工作协调机制，统筹质量工作。",
        ("省人民政府 establishes 质量工作协调机制", "省人民政府 leads 质量工作"),
        ("* establishes 质量工作", "* leads 机制"),
    ),
    Case(
        "第十一条　检验机构不得出具虚假报告。",
        ("检验机构 issues 虚假报告 required not",),
        ("检验机构 issues 报告",),
    ),
    Case(
        "第十条　市场监督管理部门应当对电梯使用单位进行监督检查。",
        ("市场监督管理部门 supervises 电梯使用单位 required",),
        ("* supervises 电梯", "电梯使用单位 * *"),
    ),
    Case(
        "第四条　县级以上人民政府应当将质量工作经费列入财政预算。",
        ("财政预算 includes 质量工作经费 required",),
        ("质量工作经费 * *",),
    ),
    Case("第二条　企业必须建立进货台账。", ("企业 establishes 进货台账 required",), ("* carriesOut *",)),
    Case(
        "第七条　参与投标的企业应当落实主体责任。",
        ("企业 adopts 主体责任 required",),
        ("* participatesIn *", "投标 * *"),
    ),
    Case("第三条　取得许可证的企业应当建立追溯制度。", ("企业 establishes 追溯制度 required",), ("* obtains *",)),
    Case(
        "第八条　生产不合格产品的企业不得参加评选。",
        ("企业 participatesIn 评选 required not",),
        ("* carriesOut *", "* * 企业"),
    ),
]

NEGATIONS = [
    Case("企业未建立质量管理制度。", ("企业 establishes 质量管理制度 not",)),
    Case("该市尚未出台质量奖管理办法。", ("该市 issues 质量奖管理办法 not",)),
    Case("市质监局不再开展年度检验。", ("市质监局 carriesOut 年度检验 not",)),
    Case("企业不得生产不合格产品。", ("企业 carriesOut 不合格产品 required not",), ("* carriesOut 产品",)),
    Case(
        "这家企业没有建立追溯制度，市质监局推行首席质量官制度。",
        ("* establishes 追溯制度 not", "市质监局 adopts 首席质量官制度"),
        ("这家企业 adopts *", "市质监局 establishes *"),
    ),
    Case("市质监局不履行监管职责。", ("市质监局 responsibleFor 监管职责 not",), ("* supervises *",)),
    Case(
        "市政府不再审批检验项目并推行首席质量官制度。",
        ("市政府 approves 检验项目 not", "市政府 adopts 首席质量官制度"),
        ("检验项目 * *",),
    ),
    Case("市政府不断推行首席质量官制度。", ("市政府 adopts 首席质量官制度",)),
]

PLANS = [
    Case("深圳市将推行首席质量官制度。", ("深圳市 adopts 首席质量官制度 planned",), ("首席质量官制度 * *",)),
    Case(
        "到2025年，成都市力争建成质量强市示范城市。", ("成都市 establishes 质量强市示范城市 planned",), ("2025年 * *",)
    ),
    Case(
        "市政府计划建立质量奖励制度。", ("市政府 establishes 质量奖励制度 planned",), ("* issues *", "* commends 制度")
    ),
    Case(
        "嘉兴市将于2024年建立质量追溯平台。",
        ("嘉兴市 establishes 质量追溯平台 planned time=2024年",),
        ("* includes *",),
    ),
    Case(
        "到2027年，嘉兴市力争培育品牌企业100家。",
        ("嘉兴市 promotes 品牌企业 planned quantity=100家",),
        ("* commends *",),
    ),
    Case("舟山市连续5年开展质量月活动。", ("舟山市 carriesOut 质量月活动 time=连续5年",), ("舟山市 hasValue *",)),
    Case("2021年绵阳市建立质量诚信机制。", ("绵阳市 establishes 质量诚信机制 time=2021年",), ("2021年 * *",)),
    Case("市质监局将进一步加强质量监管。", ("市质监局 promotes 质量监管 planned",), ("* supervises *",)),
    Case("德州市已建立质量追溯平台。", ("德州市 establishes 质量追溯平台",), ("* includes *",)),
]

COORDINATIONS = [
    Case(
        "市政府出台实施意见、工作指引等文件。",
        ("市政府 issues 实施意见", "市政府 issues 工作指引", "文件 includes 实施意见", "文件 includes 工作指引"),
        ("* issues 实施意见、工作指引", "市政府 includes *"),
    ),
    Case(
        "市政府建立考核机制、追溯机制、黑名单制度等制度。",
        ("市政府 establishes 考核机制", "市政府 establishes 黑名单制度", "制度 includes 追溯机制"),
        ("* includes 制度", "* evaluates *"),
    ),
    Case(
        "市质监局对食品、药品、化妆品等产品开展抽查。",
        ("市质监局 supervises 食品", "市质监局 supervises 化妆品", "产品 includes 药品"),
        ("* carriesOut 食品", "食品 supervises *"),
    ),
    Case(
        "市政府确定产品、工程、服务、环境4大质量目标。",
        ("质量目标 includes 产品", "质量目标 includes 工程", "质量目标 includes 服务", "质量目标 includes 环境"),
        ("* includes 质量目标", "* * 环境4大质量目标"),
    ),
    Case(
        "市、区政府落实属地责任。",
        ("市政府 adopts 属地责任", "区政府 adopts 属地责任"),
        ("市 adopts *",),
    ),
    Case(
        "各省、自治区、直辖市人民政府要加强质量工作。",
        ("各省、自治区、直辖市人民政府 promotes 质量工作 required",),
        ("各省 * *", "自治区 * *", "直辖市人民政府 * *"),
    ),
    Case(
        "林业和草原主管部门负责森林防火工作。",
        ("林业和草原主管部门 responsibleFor 森林防火工作",),
        ("林业 * *", "草原主管部门 * *"),
    ),
    Case("省、市、县三级政府落实监管责任。", ("* adopts 监管责任",), ("省 adopts *", "市 adopts *")),
    Case(
        "公安、市场监管部门开展联合执法。",
        ("公安 carriesOut 联合执法", "市场监管部门 carriesOut 联合执法"),
        ("* cooperatesWith *",),
    ),
    Case(
        "本规划包括总体目标、主要任务和保障措施。",
        ("本规划 includes 总体目标", "本规划 includes 主要任务", "本规划 includes 保障措施"),
        ("* supports *", "总体目标 * *"),
    ),
    Case(
        "首席质量官、质量总监等管理人员参加培训。",
        ("管理人员 includes 首席质量官", "首席质量官 participatesIn 培训", "质量总监 participatesIn 培训"),
        ("* includes 管理人员", "首席质量官 includes *"),
    ),
    Case(
        "市财政局、市审计局和市质监局应当开展联合检查。",
        (
            "市财政局 carriesOut 联合检查 required",
            "市审计局 carriesOut 联合检查 required",
            "市质监局 carriesOut 联合检查 required",
        ),
        ("市审计局和市质监局 * *", "* * 市质监局"),
    ),
    Case(
        "市政府注重顶层设计、贯彻落实、支持保障。",
        ("市政府 promotes 顶层设计", "市政府 promotes 贯彻落实"),
        ("* adopts *", "* supports *", "顶层设计 * *"),
    ),
]

DOCUMENTS = [
    Case(
        "省经贸委、省财政厅印发《关于加强质量工作的意见》。",
        ("省经贸委 issues 《关于加强质量工作的意见》", "省财政厅 issues 《关于加强质量工作的意见》"),
        ("* promotes 质量工作",),
    ),
    Case(
        "市发改委、市财政局《关于支持质量强市建设的意见》明确，市财政局安排专项资金。",
        (
            "市发改委 issues 《关于支持质量强市建设的意见》",
            "市财政局 issues 《关于支持质量强市建设的意见》",
            "市财政局 supports 专项资金",
        ),
        ("市发改委 supports *",),
    ),
    Case(
        "省发改委和省财政厅联合印发《质量奖管理办法》。",
        ("省发改委 issues 《质量奖管理办法》", "省财政厅 issues 《质量奖管理办法》"),
        ("* issues 省财政厅",),
    ),
    Case(
        "市政府常务会议审议通过《质量奖管理办法》。", ("市政府常务会议 approves 《质量奖管理办法》",), ("* obtains *",)
    ),
    Case("市政府废止《质量奖管理办法》。", ("市政府 repeals 《质量奖管理办法》",), ("* issues *",)),
    Case("市政府取消12项行政审批。", ("市政府 repeals 行政审批 quantity=12项",), ("* approves *",)),
]

FIGURES = [
    Case("全年政府采购额12.3亿元。", ("政府采购额 hasValue 12.3亿元 quantity=12.3亿元",), ("政府 * *",)),
    Case("产品抽检合格率为95%。", ("产品抽检合格率 hasValue 95%",), ("产品抽检合格率 becomes *", "产品 * *")),
    Case("2019年，全市产品抽检合格率达到96.5%。", ("全市产品抽检合格率 hasValue 96.5%",), ("* aimsAt *", "2019年 * *")),
    Case("节约率为12.5%。", ("节约率 hasValue 12.5%",), ("* becomes *",)),
    Case("顾客满意度提高到90%。", ("顾客满意度 hasValue 90%",), ("* promotes *",)),
    Case("投诉量同比下降15%。", ("投诉量 hasValue 15%",), ("* curbs *",)),
    Case("苏州市荣获全国质量强市示范城市称号。", ("苏州市 obtains 全国质量强市示范城市称号",), ("* becomes *",)),
    Case("市质监局查处违法案件120起。", ("市质监局 sanctions 违法案件 quantity=120起",), ("* * 违法案件120起",)),
    Case("市政府投入专项资金3000万元。", ("市政府 supports 专项资金 quantity=3000万元",), ("市政府 hasValue *",)),
    Case(
        "市质监局防范质量风险，降低企业负担。",
        ("市质监局 curbs 质量风险", "市质监局 curbs 企业负担"),
        ("质量风险 * *", "企业 * *"),
    ),
]

POSTS = [
    Case(
        "市长李明出席质量工作会议。",
        ("李明 participatesIn 质量工作会议", "李明 holdsPost 市长"),
        ("市长李明 * *", "市长 participatesIn *"),
    ),
    Case(
        "市委书记王建国主持召开会议。",
        ("王建国 holdsPost 市委书记",),
        ("市委 * 会议", "市委书记 * *", "市委书记王建国 * *"),
    ),
    Case(
        "副市长林海主持会议。", ("林海 leads 会议", "林海 holdsPost 副市长"), ("副市长 leads *", "林海 holdsPost 市长")
    ),
    Case(
        "任命：\n赵敏为市审计局局长；\n钱勇为市统计局副局长。",
        ("赵敏 holdsPost 市审计局局长", "钱勇 holdsPost 市统计局副局长"),
        ("赵敏 holdsPost 市统计局副局长", "市审计局 * *"),
    ),
    Case("任命王磊为市水利局局长。", ("王磊 holdsPost 市水利局局长",), ("王磊 becomes *",)),
    Case("免去刘洋的市财政局局长职务。", ("刘洋 holdsPost 市财政局局长 not",), ("* holdsPost 市财政局局长职务",)),
    Case("免去：\n孙平的市审计局局长职务。", ("孙平 holdsPost 市审计局局长 not",), ("* repeals *",)),
    Case("免去吴刚同志的市水利局副局长职务。", ("吴刚 holdsPost 市水利局副局长 not",), ("吴刚同志 * *",)),
    Case("冯涛担任市质量协会会长。", ("冯涛 holdsPost 市质量协会会长",), ("市质量协会 * *",)),
    Case(
        "组　长：王建军　市长\n副组长：李志强　副市长\n成　员：陈建平　市财政局局长",
        (
            "王建军 holdsPost 组长",
            "王建军 holdsPost 市长",
            "李志强 holdsPost 副组长",
            "陈建平 holdsPost 市财政局局长",
        ),
        ("王建军 holdsPost 副组长", "李志强 holdsPost 市长", "李志强 holdsPost 组长"),
    ),
    Case("市人民政府任命：郑洁为市水务局局长。", ("郑洁 holdsPost 市水务局局长",), ("市水务局 * *",)),
    Case("王某某当选为市长。", ("王某某 holdsPost 市长",), ("市长 * *",)),
    Case("国家主席周某发表讲话。", ("周某 holdsPost 国家主席",), ("国家 * *",)),
]

SENTENCES = [
    *DISPOSALS, *TARGETS, *GROUNDS, *ROLES, *RECEIVED, *CONTROL, *DROPPED, *LISTS, *STATUTES, *NEGATIONS, *PLANS,
    *COORDINATIONS, *DOCUMENTS, *FIGURES, *POSTS,
]  # fmt: skip

# Whole texts: the first line is the title.
ARTICLES = [
    Case(
        "宁波市人民政府关于推行首席质量官制度的通知\n各区人民政府，市政府各部门：\n推行首席质量官制度，建立质量考核机制。\n",
        (
            "宁波市人民政府 issues 宁波市人民政府关于推行首席质量官制度的通知",
            "宁波市人民政府关于推行首席质量官制度的通知 appliesTo 各区人民政府",
            "宁波市人民政府关于推行首席质量官制度的通知 appliesTo 市政府各部门",
            "各区人民政府 adopts 首席质量官制度 required",
            "市政府各部门 establishes 质量考核机制 required",
        ),
        ("宁波市人民政府 adopts *", "宁波市人民政府 establishes *"),
    ),
    Case(
        "浙江省财政厅关于加强政府采购管理的通知\n各市财政局：\n严格执行采购预算，规范采购程序。\n",
        (
            "浙江省财政厅 issues 浙江省财政厅关于加强政府采购管理的通知",
            "浙江省财政厅关于加强政府采购管理的通知 appliesTo 各市财政局",
            "各市财政局 adopts 采购预算 required",
            "各市财政局 promotes 采购程序 required",
        ),
        ("浙江省财政厅 adopts *", "浙江省财政厅 promotes *"),
    ),
    Case(
        "温州市质量强市建设规划\n建立质量评价体系，培育知名品牌。\n",
        (
            "温州市质量强市建设规划 establishes 质量评价体系 planned",
            "温州市质量强市建设规划 promotes 知名品牌 planned",
        ),
        ("温州市 * *",),
    ),
    Case(
        "宁波推行首席质量官制度\n宁波市市场监管局推行首席质量官制度。\n开展质量官培训，完善考核办法。\n",
        ("宁波市市场监管局 adopts 首席质量官制度", "宁波市市场监管局 carriesOut 质量官培训"),
        ("宁波 carriesOut *",),
    ),
    Case(
        "宁波市市场监管局出台新规\n5月6日，记者获悉，宁波市市场监管局出台《采购管理办法》。\n",
        ("宁波市市场监管局 issues 《采购管理办法》",),
        ("记者 * *", "5月6日 * *"),
    ),
    Case(
        "温州市电梯安全管理办法\n第一条　为了加强电梯安全管理，制定本办法。\n第二条　使用单位应当建立安全管理制度。\n",
        ("使用单位 establishes 安全管理制度 required",),
        ("温州市 establishes *", "温州市电梯安全管理办法 establishes *"),
    ),
]
