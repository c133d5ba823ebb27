"""Measurements: what has which value.

采购额87.38亿元, 合格率达到95%, 由245亿元增加到395亿元, 占总数的78%, 同比增长8.5%, 共有24个省.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.frames import HAS_VALUE, ClauseReading, Frame
from extractors.indicators import IndicatorReader
from extractors.leads import Leads, is_count, is_exact, is_slight, leading_words
from extractors.lexicon import ADJECTIVE, BRACKET, COMMA, CONJUNCTION, ETCETERA, NOUN, OF, TIME, TITLE, VERB, Lexicon
from extractors.model import Mention, Quantity, TimeValue
from extractors.phrases import PhraseReader
from extractors.roles import mark_predicates
from extractors.tokens import Token

# Whose figures count them (企业1036家) and measure nothing of theirs.
_BODIES = frozenset({"Government", "Organization", "Person"})
# Who do something with a figure (企业投入300万元).
_DOERS = _BODIES | {"Enterprise", "Post"}
_VALUES = frozenset({"Time", "Quantity"})
_WITHIN = tuple("内中")
_BOUNDS = ("以上", "以下", "以内")  # 500万元以上项目 tells which projects
MANY = 100  # from here on 6000多个经营主体 says how many there are, measured on the gold; 36家 belongs to its noun


class MeasurementReader:
    """Reads the figures of sentences with the tables of one lexicon; `tokenize` reads what stands in brackets.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "全市抽检合格率达到95%"
    >>> tokenize = Tokenizer(lexicon).tokenize
    >>> [[frame]] = MeasurementReader(lexicon, tokenize).read(text, [tokenize(text)], [ClauseReading()])
    >>> frame.agents[0].name, frame.objects[0].name
    ('全市抽检合格率', '95%')
    """

    def __init__(self, lexicon: Lexicon, tokenize: Callable[[str], list[Token]]) -> None:
        self._lexicon = lexicon
        self._tokenize = tokenize
        self._phrases = PhraseReader(lexicon)
        self._known = HAS_VALUE in lexicon.ontology.relations

    def read(
        self, text: str, clauses: Sequence[Sequence[Token]], readings: Sequence[ClauseReading]
    ) -> list[list[Frame]]:
        """Return, for each clause of a sentence, the values that it states; `readings` are those of the grammar."""
        if not self._known or not any(t.value or t.kind == BRACKET for c in clauses for t in c):
            return [[] for _ in clauses]
        frames: list[list[Frame]] = []
        topic: Sequence[Mention] = ()
        for tokens, reading in zip(clauses, readings, strict=True):
            walk = _Walk(self._lexicon, self._phrases, text, tokens, reading, topic)
            found = walk.run()
            for i, token in enumerate(tokens):
                if token.kind == BRACKET and any(c.isdigit() for c in token.text):
                    found += self._aside(walk, text, i, reading)
            frames.append(found)
            topic = walk.topic
        return frames

    def _aside(self, walk: _Walk, text: str, i: int, reading: ClauseReading) -> Iterator[Frame]:
        """607个产品（其中竞价品种453个）, 360个产品（占50%）: the clauses inside brackets."""
        bracket = walk.tokens[i]
        inner = self._tokenize(bracket.text[1:-1])
        if not any(isinstance(t.value, Quantity) for t in inner):
            return
        for token in inner:
            token.start, token.end = token.start + bracket.start + 1, token.end + bracket.start + 1
            if isinstance(token.value, Quantity):
                token.value = replace(token.value, start=token.start, end=token.end)
        topic: Sequence[Mention] = walk.indicator_before(i) or walk.topic
        at = 0
        commas = [k for k, token in enumerate(inner) if token.text in "，；,;"]
        for k in [*commas, len(inner)]:
            aside = _Walk(self._lexicon, self._phrases, text, inner[at:k], reading, topic)
            yield from aside.run()
            topic, at = aside.topic, k + 1


class _Walk:
    """One pass over the figures of a clause; `topic` is what was measured last, for clauses that do not say."""

    def __init__(
        self,
        lexicon: Lexicon,
        phrases: PhraseReader,
        text: str,
        tokens: Sequence[Token],
        reading: ClauseReading,
        topic: Sequence[Mention],
    ) -> None:
        self.tokens, self.topic = tokens, topic
        self._lexicon, self._phrases, self._text, self._reading = lexicon, phrases, text, reading
        self._frames: list[Frame] = []
        self._counting = False  # the figures tell how many there are
        self._summing = -2  # where the last thing that 有 has counted ends

    def run(self) -> list[Frame]:
        """Return the values that the clause states."""
        figures = [i for i, t in enumerate(self.tokens) if isinstance(t.value, Quantity) and is_exact(t.value)]
        if len(self.tokens) > 1 and isinstance(self.tokens[-1].value, TimeValue):
            self._date(len(self.tokens) - 1)
        if not figures:
            subject = self._reading.subject
            if subject and not any(m.type in _DOERS for m in subject):
                self.topic = subject
            return self._frames
        self._read_names()
        for group in self._groups(figures):
            self._read(group)
            self._leads.low = group[-1] + 1
        return self._frames

    def indicator_before(self, i: int) -> list[Mention]:
        """Return what the noun phrase in front of token `i` names."""
        self._read_names()
        return self._names.before(i)

    def _read_names(self) -> None:
        self._leads = Leads(self.tokens, mark_predicates(self.tokens, self._lexicon))
        self._names = IndicatorReader(self._lexicon, self._phrases, self._text, self._leads)

    def _groups(self, figures: list[int]) -> list[list[int]]:
        """63.5%、52.6%; 7章53条: figures side by side have one leading word."""
        groups: list[list[int]] = []
        for i in figures:
            before = groups[-1][-1] if groups else -2
            if i == before + 1 or (i == before + 2 and self.tokens[i - 1].kind in (COMMA, CONJUNCTION)):
                groups[-1].append(i)
            else:
                groups.append([i])
        return groups

    def _read(self, group: list[int]) -> None:
        """Find what leads to the figures and say of what they are the value; the first construction that fits."""
        tokens, low, last = self.tokens, self._leads.low, group[-1]
        self._counting = all(is_count(v) for v in self._values(group))
        at = group[0]
        if at - 2 >= low and tokens[at - 1].kind == OF and tokens[at - 2].kind == TIME:
            at -= 2  # 增加到2010年的567亿元
        link = self._leads.skip(at) - 1
        lead = tokens[link] if link >= low else None
        after = tokens[last + 1] if last + 1 < len(tokens) and tokens[last + 1].start == tokens[last].end else None
        if self._leads.thing(last + 1) > last + 1:
            self._count(group, lead, link)
        elif after is not None and after.kind == OF:
            self._attribute(group, lead, link)
        elif lead is None:
            if self._leads.compares(at):
                self._say(self.topic, group, "standard")
        elif (share := self._leads.share(link)) >= 0:
            named = self._names.before(share) if tokens[share - 1].kind != OF else []
            self._say(named or self.topic, group, "share", tokens[share].text)
        elif (source := self._leads.source(link)) >= 0:
            self._say(self._names.before(source) or self.topic, group, "from", tokens[source].text)
        elif self._leads.links(lead):
            self._say(self._measured(link), group, "level", lead.text)
        elif lead.kind == VERB and self._leads.marks[link] and lead.text not in leading_words()["head"]:
            named = self._names.before(link, adjunct=True)
            if not is_slight(self._values(group)[0], self._counting) and not any(m.type in _DOERS for m in named):
                self._say(named, group, "result", lead.text)
        elif lead.kind in (NOUN, TITLE, ADJECTIVE, VERB):
            self._appose(group, link)

    def _measured(self, link: int) -> Sequence[Mention]:
        """What 达到 and the like say the value of: their subject, else what was measured last."""
        before, adjunct = self.tokens[link - 1], False
        joined = link > self._leads.low and before.kind == VERB and before.end == self.tokens[link].start
        if joined and (self._leads.marks[link - 1] or self.tokens[link].text in leading_words()["level"]):
            link, adjunct = link - 1, True  # 控制在, 注册达
        named = self._names.before(link, adjunct)
        return [m for m in named if self._counting or m.type not in _BODIES] or self.topic

    def _date(self, i: int) -> None:
        """执行时间为2007年1月1日, 有效期至7月31日: a time is the value of what is called one."""
        self._read_names()
        token, link = self.tokens[i], i - 1 if self._leads.links(self.tokens[i - 1]) else i
        named, start = self._names.before(link), token.start
        called = next((word for word in leading_words()["period"] if token.text.startswith(word)), "")
        if called and i:  # 本办法有效期至2025年12月31日, all of it one time
            start += len(called)
            of = named[-1].start if named and named[-1].end == token.start else token.start
            named = [Mention(self._text[of:start], "Indicator", of, start)]
        if named and named[-1].name.endswith(tuple(leading_words()["period"])):
            time = Mention(self._text[start : token.end], "Time", start, token.end)
            self._frames.append(Frame(named[-1:], HAS_VALUE, [time], self._reading.modality, construction="period"))

    def _appose(self, group: list[int], link: int) -> None:
        """采购额87.38亿元: the figure follows what it measures."""
        named, before = self._names.before(link + 1), self.tokens[group[0] - 1]
        if named and named[-1].type != "Indicator":
            if before.kind == ETCETERA or before.text == "各" or self._values(group)[0].value == len(named) > 1:
                return  # A、B等2类, A和B各1台
            many = self._counting and (self._values(group)[0].value or 0) >= MANY
            if is_slight(self._values(group)[0]) or (not many and self._leads.states(link, group[0])):
                return
        self._say(named, group, "figure")

    def _attribute(self, group: list[int], lead: Token | None, link: int) -> None:
        """价格18万元以内的轿车, 郁闭度低于0.6的森林; 有近130万亿元的经济总量."""
        start = group[-1] + 2
        stop = self._leads.thing(start)
        if lead is not None and lead.text in leading_words()["count"]:
            self._say(self._phrases.read(self._text, self.tokens[start:stop]).mentions[:1], group, "count", lead.text)
            self._summing = stop
        elif lead is not None and self._leads.links(lead):
            self._say(self._measured(link), group, "attribute", lead.text)
        elif lead is not None and lead.kind == NOUN:
            self._say([m for m in self._names.before(link + 1) if m.type == "Indicator"], group, "attribute")

    def _count(self, group: list[int], lead: Token | None, link: int) -> None:
        """共有1036个企业, 6000多个经营主体: how many there are; elsewhere a figure only belongs to its noun."""
        start = group[-1] + 1
        stop = end = self._leads.thing(start)
        if self._counting and self.tokens[start].kind == NOUN:  # 2.6万名执法人员的数据
            end = next((i for i in range(start, stop) if self.tokens[i].kind == OF), stop)
        counted = self._phrases.read(self._text, self.tokens[start:end]).mentions[:1]
        if link == self._summing:
            self._say(counted, group, "count")
            self._summing = stop
        elif lead is not None and lead.text in leading_words()["count"]:
            named = [m for m in self._names.before(link) if m.type not in self._lexicon.actors]
            whole = named and not named[-1].name.endswith(_WITHIN)  # 岛内有8个口岸
            self._say(named if whole else counted, group, "count", lead.text)
            self._summing = -2 if whole else stop
        elif (self._values(group)[0].value or 0) >= MANY and not self._values(group)[0].text.endswith(_BOUNDS):
            self._say(counted, group, "many")
        self.topic = counted or self.topic

    def _values(self, group: Sequence[int]) -> list[Quantity]:
        return [value for i in group if isinstance(value := self.tokens[i].value, Quantity)]

    def _say(self, named: Sequence[Mention], group: Sequence[int], construction: str, predicate: str = "") -> None:
        """State the values; as many names as figures go together one by one (分别), else the last name has them all."""
        values, refused = self._values(group), _VALUES if self._counting else _VALUES | _BODIES
        named = [m for m in named if m.type not in refused and len(m.name) > 1]
        if not named:
            return
        follows = self._frames and self.tokens[self._leads.low].kind in (COMMA, CONJUNCTION)
        self.topic = [*self.topic, *named] if follows else named  # 企业410家、合作社3278家,分别增加205家和955家
        if len(named) == len(values):
            pairs = list(zip(named, values, strict=True))
        elif len(values) == 1 and all(m.type == "Indicator" for m in named):
            pairs = [(m, values[0]) for m in named]
        else:
            pairs = [(named[-1], value) for value in values]
        for mention, value in pairs:
            if mention.type == "Matter" and not self._counting:
                mention = mention._replace(type="Indicator")
            figure = Mention(value.text, "Quantity", value.start, value.end)
            frame = Frame([mention], HAS_VALUE, [figure], self._reading.modality, time=self._reading.time)
            frame.quantity, frame.predicate, frame.construction = value, predicate, construction
            self._frames.append(frame)
