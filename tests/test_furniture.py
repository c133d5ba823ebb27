"""Saved pages: the article without its furniture, and what a document says of itself."""

from __future__ import annotations

import time
from datetime import date

import pytest

from extractors.furniture import find_article, is_furniture
from extractors.readers import read_text

ARTICLE = """市质监局部署首席质量官制度试点
  5月5日，市质监局召开会议，部署首席质量官制度试点工作。会议要求，各区要落实企业主体责任。

  会议强调，规模以上工业企业应当设立首席质量官，并将其纳入年度考核。"""

NEWS_SITE = f"""某某新闻网
您当前位置: 新闻中心>>地方新闻>>正文

市质监局部署首席质量官制度试点

2016-05-06 09:06:01 某某新闻网
{ARTICLE}《某某日报》

(责任编辑:小王)
最新评论
声明:

本网注明“来源:某某新闻网”的所有作品,版权均属于本网,未经授权不得转载。

图片新闻
  • 某地出台新政策 ...

最新新闻"""

GOVERNMENT_SITE = f"""某某市人民政府门户网站
首页 > 政务公开 > 部门动态
市质监局部署首席质量官制度试点
发布时间：2016-05-06 10:20:30  来源：某某市质监局  浏览次数：123  字号：[大 中 小]
{ARTICLE.partition(chr(10))[2]}
  （记者 李明 通讯员 王芳）
【打印本页】 【关闭窗口】
上一篇：市质监局开展监督抽查
下一篇：市质监局召开座谈会
主办单位：某某市人民政府  承办单位：某某市政务服务局
粤ICP备00000001号  网站标识码：0000000000
"""

TABLE = """索 引 号：
000000000/2019-00001
主题分类：
市场监管
发文机关：
某某市人民政府
成文日期：
2019年01月27日
标 题：
某某市人民政府关于全面推行首席质量官制度的意见
发文字号：
某府〔2019〕5号
发布日期：
2019年02月15日
主 题 词：
某某市人民政府关于全面推行
 首席质量官制度的意见
某府〔2019〕5号
各区人民政府，市府直属各单位：
首席质量官制度是质量强市的重要举措。为全面推行这一制度，现提出如下意见。
"""


def test_a_news_page() -> None:
    document = read_text(NEWS_SITE)
    assert document.text == ARTICLE
    assert document.offset == NEWS_SITE.rindex("市质监局部署首席质量官制度试点\n")
    assert document.title == "市质监局部署首席质量官制度试点"
    assert document.date == date(2016, 5, 6)
    assert document.publisher == "某某新闻网"
    assert document.section == "新闻中心 > 地方新闻 > 正文"
    assert document.editor == "小王"


def test_a_government_page() -> None:
    document = read_text(GOVERNMENT_SITE)
    assert document.text.startswith("市质监局部署首席质量官制度试点\n")
    assert document.text.endswith("（记者 李明 通讯员 王芳）")
    assert (document.title, document.date) == ("市质监局部署首席质量官制度试点", date(2016, 5, 6))
    assert (document.publisher, document.author) == ("某某市质监局", "李明、王芳")
    assert document.section == "政务公开 > 部门动态"


def test_the_table_of_a_government_page_tells_the_metadata() -> None:
    document = read_text(TABLE)
    assert document.text.startswith("某某市人民政府关于全面推行\n 首席质量官制度的意见\n")
    assert document.title == "某某市人民政府关于全面推行首席质量官制度的意见"
    assert (document.number, document.issuer) == ("某府〔2019〕5号", "某某市人民政府")
    assert document.date == date(2019, 1, 27)


def test_headline_in_window_title_and_breadcrumb_counts_where_it_stands_last() -> None:
    text = f"市质监局部署首席质量官制度试点-某某网\n首页 新闻 市质监局部署首席质量官制度试点\n{ARTICLE}\n"
    text = text.replace("试点\n  5月", "试点\n2016年05月06日 来源：某某网\n  5月")
    assert read_text(text).offset == text.rindex("市质监局部署")


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        # The sponsors of an event and a person to call are no furniture of a page.
        "关于召开质量大会的通知\n各区政府：\n定于5月6日召开质量大会，请准时参加。\n主办单位：市政府\n联系人：张三\n",
        # Lines that begin like buttons.
        "关闭小煤矿工作情况\n关闭小煤矿30处\n推荐上报材料\n今年以来，全市依法关闭小煤矿30处，淘汰落后产能120万吨。\n",
        # 相关链接 in the middle of an article.
        "质量强市\n会议要求，全面推行首席质量官制度，落实责任。\n相关链接：\n"
        + "首席质量官是企业质量安全的第一责任人，由企业法定代表人任命并对其负责。\n" * 5,
        # A law: the day it was passed stands under its title.
        "质量促进办法\n2008年7月17日 经市政府第6次常务会议通过\n第一条 为了促进质量工作，制定本办法。\n",
        "通知\n",
        "",
    ],
)
def test_nothing_is_cut_without_clear_furniture(text: str) -> None:
    assert find_article(text).article.of(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 通知公告",
        "当前位置：首页 >> 新闻",
        "来源：某某网 作者：李明 2016-05-06 10:00",
        "发布时间：2016年5月6日 浏览次数：10次",
        "字体：【大 中 小】",
        "【打印】 【关闭】",
        "分享到：微信 微博",
        "相关阅读",
        "上一篇：质量工作会议召开",
        "版权所有：某某市人民政府",
        "责任编辑：李明",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "关闭小煤矿30处",
        "分享发展成果",
        "推荐企业首席质量官",
        "2016年5月6日全市质量工作会议召开",
        "2008年7月17日 经市政府第6次常务会议通过",
        "阅读推广活动全面开展",
        "最新政策解读会议召开",
        "编制质量发展规划",
        "声明书由企业签署",
    ],
)
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("（已废止）关于推行首席质量官制度的通知\n各区：\n", "title", "关于推行首席质量官制度的通知"),
        ("市质发〔2020〕5号《关于开展质量抽查的函》\n关于开展质量抽查的函\n", "title", "关于开展质量抽查的函"),
        ("市政府文件\n某府〔2020〕5号\n市政府关于质量工作的意见\n各区：\n", "title", "市政府关于质量工作的意见"),
        ("市政府文件\n某府〔2020〕5号\n关于质量工作的意见\n各区：\n", "issuer", "市政府"),
        ("关于推行首席质量官制...\n关于推行首席\n质量官制度的通知\n", "title", "关于推行首席质量官制度的通知"),
        ("市质监局关于抽查的通知\n某质〔2020〕5号\n各区：\n", "number", "某质〔2020〕5号"),
        ("市质监局关于抽查的通知\n某质〔2020〕5号\n各区：\n", "issuer", "市质监局"),
        ("批转市质监局关于抽查的通知\n各区：\n市政府\n2020年5月6日\n", "issuer", "市政府"),
        ("关于抽查的通知\n各区：\n请执行。\n市质监局\n市财政局\n二○二○年五月六日\n", "issuer", "市质监局、市财政局"),
        ("关于抽查的通知\n各区：\n请执行。\n市质监局\n二○二○年五月六日\n", "date", date(2020, 5, 6)),
        ("关于抽查的通知\n请执行。\n市质监局 2020 年5月6日\n", "date", date(2020, 5, 6)),
        ("质量促进办法\n2008年7月17日 经市政府通过\n2010年1月1日 施行\n第一条 …\n", "date", date(2008, 7, 17)),
        ("市政府召开会议\n2019年12月9日，市政府召开质量工作会议。\n", "date", None),
        ("市政府召开会议\n某某网消息（记者张三）：会议要求落实责任。\n", "publisher", "某某网"),
        ("市政府召开会议\n新华社广州5月6日电 会议要求落实责任。\n", "publisher", "新华社"),
        ("市政府召开会议\n会议要求落实责任。\n摘自《某某日报》2009.11.03 记者 李明\n", "date", date(2009, 11, 3)),
        ("市政府召开会议\n会议要求落实责任。\n摘自《某某日报》2009.11.03 记者 李明\n", "author", "李明"),
        ("质量强市\n  本报讯 (记者沈 洪)市政府召开会议。\n", "author", "沈洪"),
        ("海关总署公告2016年第8号（关于质量的公告）\n现公告如下。\n", "issuer", "海关总署"),
    ],
)
def test_metadata(text: str, field: str, value: object) -> None:
    assert getattr(read_text(text), field) == value


@pytest.mark.parametrize(
    "line",
    [
        "|" * 4000,
        "| - " * 2000,
        "> " * 2000,
        "打印 " * 2000,
        "首页 | " * 2000,
        "a>" * 3000,
        "来源：" * 2000,
        "记者 " * 2000,
    ],
)
def test_odd_lines_take_linear_time(line: str) -> None:
    began = time.process_time()
    read_text(f"{line}\n{line}\n会议要求，全面推行首席质量官制度，落实企业主体责任。\n{line}\n")
    assert time.process_time() - began < 2
