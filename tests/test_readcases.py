"""The score of the readers: samples of our own in the form of those that do not ship."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from printing import Placed, docx, paragraph, pdf, run

from graph.readcases import CODECS, SIZES, main, score, score_fields, score_lines, score_numbers, score_texts

NOTE = "各区要落实首席质量官制度，加强监督检查，完善考核评价办法，建立协调机制，确保各项任务落到实处。"
PAGE = (
    "<html><title>关于推行制度的通知</title><table><tr><td>发文字号：</td><td>甲发〔2025〕9号</td>"
    f"<td>成文日期：</td><td>2025年3月2日</td></tr></table><h1>关于推行制度的通知</h1><div id=zoom><p>{NOTE}</p></div>"
)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    for folder in ("samples/html", "samples/gbk", "samples/docx", "samples/pdf", "metadata", "gold/dev"):
        (tmp_path / folder).mkdir(parents=True)
    samples = tmp_path / "samples"
    (samples / "html" / "1.html").write_text(PAGE, encoding="utf-8")
    (samples / "html" / "1.expected.txt").write_text(f"关于推行制度的通知\n{NOTE}", encoding="utf-8")
    (samples / "gbk" / "2.txt").write_text(NOTE, encoding="gbk")
    (samples / "gbk" / "2.expected.txt").write_text(NOTE, encoding="utf-8")
    (samples / "docx" / "3.docx").write_bytes(docx(run(NOTE)))
    (samples / "docx" / "3.expected.txt").write_text(NOTE + "别的话", encoding="utf-8")
    (samples / "pdf" / "4.pdf").write_bytes(pdf([paragraph(NOTE, 80, 700, 24)]))
    row = {
        "标题": "关于推行制度的通知",
        "发文机关": "乙办",
        "发文字号": "甲发〔2025〕9号",
        "成文日期": "2025年03月02日",
    }
    (tmp_path / "metadata/doc_metadata_govcn60.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with lzma.open(tmp_path / "metadata/doc_numbers.sample.jsonl.xz", "wt", encoding="utf-8") as lines:
        for number in ("发文字号：甲发〔2025〕9号", "\u200b甲发〔2025〕10号", "无号"):
            lines.write(json.dumps({"doc_number": number}) + "\n")
    (tmp_path / "gold/dev/a.txt").write_text(NOTE * 9, encoding="utf-8")
    return tmp_path


def test_texts_are_compared_with_what_they_should_be(shared: Path) -> None:
    samples = shared / "samples"
    assert score_texts(samples / "html", ".html")[1:3] == (1, 100.0)
    assert score_texts(samples / "gbk", ".txt")[1:3] == (1, 100.0)
    word = score_texts(samples / "docx", ".docx")
    assert 90 < word.value < 100 and word.misses[0].startswith("3.docx")


def test_lines_of_pdfs_that_break_off_are_counted(shared: Path) -> None:
    folder = shared / "samples" / "pdf"
    assert score_lines(folder)[1:3] == (1, 100.0)
    lines = [Placed("关于推行制度的通知", 200, 760), Placed(NOTE[:-1], 10, 700, 8), Placed("完。", 10, 400, 8)]
    (folder / "5.pdf").write_bytes(pdf([lines]))
    assert score_lines(folder)[1:3] == (4, 75.0)


def test_fields_and_numbers_are_compared(shared: Path) -> None:
    found = {
        one.name: one for one in score_fields(shared / "samples/html", shared / "metadata/doc_metadata_govcn60.jsonl")
    }
    assert [found[name].value for name in ("issuer", "number", "written")] == [0.0, 100.0, 100.0]
    assert found["published"].cases == 0
    numbers = score_numbers(shared / "metadata/doc_numbers.sample.jsonl.xz")
    assert (numbers.cases, numbers.misses) == (3, ("无号",))


def test_the_command_prints_all(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(shared)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(list(score(shared))) == 10 + len(CODECS) * len(SIZES)
    assert main([str(shared), "--misses"]) == 0
    assert "document numbers\t无号" in capsys.readouterr().out


def test_what_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert f"{tmp_path}/samples/html: is not there" in capsys.readouterr().err
