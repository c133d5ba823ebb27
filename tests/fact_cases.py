"""Readings and facts that several test modules use: made by hand, and made up by hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from extractors.model import Document, Mention, Modality, Quantity, Reading, Span, Statement, TimeValue
from graph.facts import Entity, Evidence, Fact, Figure, Period, digest

TYPES = {
    "市政府": "Government",
    "市委": "Government",
    "省政府": "Government",
    "市财政局": "Government",
    "我市": "Place",
    "广州": "Place",
    "广州市": "Place",
    "深圳市": "Place",
    "首席质量官制度": "System",
    "质量工作": "Matter",
    "地方政府": "Government",
    "实施意见": "Document",
    "企业": "Enterprise",
    "合格率": "Indicator",
    "98.5%": "Quantity",
    "王某某": "Person",
    "市长": "Post",
}


def said(text: str, subject: str, relation: str, thing: str, *, at: int = 0, **details: object) -> Statement:
    """A statement that a text makes, with the sentence around it as its evidence."""
    first, second = text.index(subject, at), text.index(thing, at)
    begin, end = text.rfind("。", 0, max(at, first)) + 1, text.index("。", first)
    return Statement(
        Mention(subject, TYPES[subject], first, first + len(subject)),
        relation,
        Mention(thing, TYPES[thing], second, second + len(thing)),
        Span(begin, end),
        **details,  # type: ignore[arg-type]
    )


GUANGZHOU = Document(
    "广州.txt",
    "市政府自2013年推行首席质量官制度。地方政府对质量工作负总责。市委出台实施意见。合格率达98.5%。",
    title="广州推行首席质量官制度",
    date=date(2016, 5, 6),
    publisher="质量日报",
    number="穗府〔2016〕3号",
)
SHENZHEN = Document(
    "深圳.txt",
    "市政府推行首席质量官制度。地方政府对质量工作负总责。广州市推行首席质量官制度。市政府将废止实施意见。",
    title="深圳学习广州经验",
    date=date(2017, 1, 9),
    issuer="深圳市人民政府",
)


def guangzhou() -> Reading:
    """An article about Guangzhou with an adoption since a year, a responsibility, a document and a figure."""
    text = GUANGZHOU.text
    time = TimeValue("自2013年", 3, 9, date(2013, 1, 1), None)
    quantity = Quantity("98.5%", text.index("98.5%"), text.index("98.5%") + 5, 98.5, "%")
    return Reading(
        GUANGZHOU,
        (),
        (
            said(text, "市政府", "adopts", "首席质量官制度", time=time, confidence=0.9),
            said(text, "地方政府", "responsibleFor", "质量工作", confidence=0.8),
            said(text, "市委", "issues", "实施意见"),
            said(text, "合格率", "hasValue", "98.5%", quantity=quantity),
        ),
    )


def shenzhen() -> Reading:
    """An article about Shenzhen that says one fact again, one anew, one of another city and one as a plan."""
    text = SHENZHEN.text
    return Reading(
        SHENZHEN,
        (),
        (
            said(text, "市政府", "adopts", "首席质量官制度"),
            said(text, "地方政府", "responsibleFor", "质量工作", confidence=0.95, extractor="lexicon"),
            said(text, "广州市", "adopts", "首席质量官制度", at=text.index("广州市")),
            said(text, "市政府", "repeals", "实施意见", at=text.index("市政府将"), modality=Modality.PLANNED),
        ),
    )


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=8)


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    """Entities whose label, type and place follow from the id."""
    label, kind = draw(names), draw(st.sampled_from(["Place", "Government", "System", "Matter"]))
    place = "440100" if kind == "Government" else None
    return Entity(digest(kind, label), label, kind, (), place)


days = st.none() | st.dates()
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
confidences = st.floats(0, 1)
evidence = st.builds(
    Evidence,
    st.sampled_from(["4f1c9e0a11223344", "77aa00ffee554433"]),
    st.integers(0, 9999),
    st.integers(0, 9999),
    names,
    st.sampled_from(["grammar", "lexicon"]),
    confidences,
    st.none() | names,
    st.none() | names,
)
facts = st.builds(
    Fact,
    entities(),
    st.sampled_from(["adopts", "issues", "responsibleFor"]),
    entities(),
    st.sampled_from(Modality),
    st.booleans(),
    st.none() | st.builds(Period, names, days, days),
    st.none() | st.builds(Figure, names, numbers, st.none() | names, st.booleans(), numbers, numbers),
    st.lists(evidence, min_size=1, max_size=3).map(tuple),
    st.none() | names,
    st.none() | names,
)
fact_lists = st.lists(facts, max_size=6)
