"""PDFs: what a text layer says stands where it is printed; a bad file costs itself only."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from printed import assembled, bomb, column, inked, line, pdf

pytest.importorskip("pypdfium2")

from pipeline.errors import CODES, InputError
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.sandbox import read
from pipeline.ingest.stored import dumps, loads, recall, remember
from pipeline.model import Page, Source

RAW = Path(__file__).resolve().parents[1] / "raw"
TEXT = "二〇二三年全区进出口总额三百亿元同比增长百分之九企业数量居全省首位" * 3

pytestmark = pytest.mark.pdf


def pages_of(tmp_path: Path, data: bytes) -> list[Page]:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    return list(read_pdf(path, "page.pdf"))


def test_two_columns_under_a_headline(tmp_path: Path) -> None:
    glyphs = line("外贸超374亿元", 20, 20, 24) + column(TEXT, 20, 70, 14)
    glyphs += column("乙" * 60, 190, 70, 14)
    (page,) = pages_of(tmp_path, pdf(glyphs))
    assert "".join(page.text.split()) == "外贸超374亿元" + TEXT + "乙" * 60
    assert page.source is Source.PDF
    assert page.number == 1


def test_every_character_has_its_box_in_points(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, pdf(line("增长25.85倍", 100, 200, 12)))
    layout = page.layout
    assert layout is not None
    assert (layout.width, layout.height, layout.unit) == (600, 800, "pt")
    boxes = [box for box in layout.boxes if box is not None]
    assert len(boxes) == len("增长25.85倍")
    assert boxes[0].left == pytest.approx(100, abs=1.5)
    assert boxes[0].top == pytest.approx(200, abs=3)
    assert boxes[-1].right == pytest.approx(100 + 12 * 5.5, abs=3)
    assert [box.left for box in boxes] == sorted(box.left for box in boxes)


def test_narrow_characters_of_a_font_without_height_leave_no_blank(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, inked("据介绍截至目前某自贸片区企业"))
    assert page.text == "据介绍截至目前某自贸片区企业\n"
    assert page.layout is not None
    boxes = [box for box in page.layout.boxes if box is not None]
    assert [round(box.right - box.left, 1) for box in boxes] == [10.0] * 14


def test_fonts_of_the_machine_change_nothing(tmp_path: Path) -> None:
    import pypdfium2

    data = pdf(line("增长25.85倍", 100, 200, 12))
    (page,) = pages_of(tmp_path, data)
    assert page.text == "增长25.85倍\n"
    assert page.layout is not None
    # No font is embedded: places and widths are the ones that the page itself gives.
    edges = [(box.left, box.right) for box in page.layout.boxes if box is not None]
    left = 100.0
    for (start, end), character in zip(edges, "增长25.85倍", strict=True):
        wide = 6 if character.isascii() else 12
        assert (start, end) == pytest.approx((left, left + wide), abs=0.01)
        left += wide
    # Afterwards PDFium finds the machine's own fonts again, and paints no stand-ins.
    document = pypdfium2.PdfDocument(pdf(line("ABC", 100, 200, 12)))
    picture = document[0].render(scale=4, grayscale=True).to_numpy()
    document.close()
    ink = (picture[790:860, 400:480] < 128).mean()
    assert 0.02 < ink < 0.4


def test_a_doubled_headline_is_read_once(tmp_path: Path) -> None:
    once = line("累计超374亿元", 20, 20, 24)
    twice = once + line("累计超374亿元", 20.4, 20, 24)
    (page,) = pages_of(tmp_path, pdf(twice))
    assert page.text == "累计超374亿元\n"


def test_type_tells_headlines_and_places_tell_paragraphs(tmp_path: Path) -> None:
    from pipeline.articles import split
    from pipeline.clean import clean

    glyphs = line("09", 20, 20, 20) + line("要闻", 60, 20, 20) + line("2024年4月18日", 300, 28, 9)
    # The section's name is the larger, the kicker the nearer; neither is the headline.
    glyphs += line("新港区这一年", 20, 70, 13) + line("外贸增长，码头扩建", 20, 90, 18)
    # Nothing but the place says that the first line, which ends in a name, goes on in the second.
    glyphs += column("▶本报记者　周砚　四月十二日苏州澜岳公司宣布完成融资十二亿元。", 20, 130, 15)
    glyphs += line("老厂房里的新算盘", 20, 220, 16) + column(TEXT[:40] + "。", 20, 250, 15)
    (page,) = pages_of(tmp_path, pdf(glyphs))
    articles = [a for a in split(page, clean(page)) if a.kind != "furniture"]
    assert [a.headline for a in articles] == ["外贸增长，码头扩建", "老厂房里的新算盘"]
    assert articles[0].subheads[0] == "新港区这一年"
    assert "苏州澜岳公司宣布完成融资十二亿元。" in articles[0].text.text


def test_the_sample_pdf_reads_like_its_text() -> None:
    (page,) = read_pdf(RAW / "p09.pdf", "p09.pdf")
    text = "".join(page.text.split())
    plain = "".join((RAW / "p02.txt").read_text(encoding="utf-8").split())
    for sentence in ("进出口总额1387.2亿元，其中出口742.9亿元", "净亏损收窄至0.86亿元"):
        assert sentence in plain
        assert sentence in text
    assert text.count("募资12.6亿元") == 1


@pytest.mark.ocr
def test_codes_of_a_font_without_a_map_send_the_page_to_recognition(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    (page,) = pages_of(tmp_path, pdf(line("\ue123\ue124\uf8ff增长25.85倍", 100, 200, 12)))
    assert page.source is Source.OCR
    (page,) = pages_of(tmp_path, pdf(line("\ue123" + TEXT[:40], 10, 200, 12)))
    assert page.source is Source.PDF
    assert page.undecodable == 1


@pytest.mark.ocr
def test_a_stamp_on_a_scan_is_no_text_layer(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    wide = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n"
    (page,) = pages_of(tmp_path, pdf(line("扫描全能王创建于二〇二四年", 20, 780, 9), extra=wide))
    assert page.source is Source.OCR
    (page,) = pages_of(tmp_path, pdf(column(TEXT * 2, 20, 70, 30), extra=wide))
    assert page.source is Source.PDF


def test_a_stored_page_is_the_same_page(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, pdf(line("增长25.85倍", 100, 200, 12)))
    again = loads(dumps(page))
    assert again.text == page.text
    assert dumps(again) == dumps(page)
    remember(tmp_path / "cache", "abc", [page])
    assert [p.text for p in recall(tmp_path / "cache", "abc", "other.pdf") or []] == [page.text]
    assert recall(tmp_path / "cache", "abd", "other.pdf") is None
    with pytest.raises(ValueError):
        loads("{}")


# Bad files. Each must end with its code, and soon.

LOCKED = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32
    + b"> >>\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt 3 0 R /Size 4 /ID [<"
    + b"00" * 16 + b"> <" + b"00" * 16 + b">] >>\n%%EOF\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.pdf", b"", "I001"),
        ("words.pdf", "这不是PDF".encode(), "I029"),
        ("head.pdf", b"%PDF-1.7\n", "I021"),
        ("cut.pdf", pdf(line("增长", 20, 20))[:400], "I021"),
        ("locked.pdf", LOCKED, "I020"),
        ("operators.pdf", assembled(b"BT /F1 9 Tf " + b"(aaaaaaaaaa) Tj " * 60_000), "I023"),
    ],
)
def test_a_bad_pdf_costs_itself_only(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        list(read(path, name))
    assert caught.value.code == code
    assert CODES[code].advice


def test_a_pdf_that_breaks_off_is_told_from_one_that_is_no_pdf(tmp_path: Path) -> None:
    whole = pdf(line("增长", 20, 20))
    for data, cut in ((whole[:400], True), (b"%PDF-1.7\n" + b"x" * 300 + b"\n%%EOF", False)):
        with pytest.raises(InputError) as caught:
            pages_of(tmp_path, data)
        assert caught.value.code == "I021"
        assert ("breaks off" in caught.value.detail) is cut


def test_a_nested_stack_of_states_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "q.pdf"
    path.write_bytes(assembled(b"q " * 300_000))
    assert [page.text for page in read(path, "q.pdf")] == [""]


def test_a_child_that_dies_has_a_code(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(bomb(256 * 1024**2))
    assert path.stat().st_size < 20_000
    if sys.platform == "win32":
        pytest.skip("no limits there")
    with pytest.raises(InputError) as caught:
        list(read(path, "page.pdf", memory=200 * 1024**2))
    assert caught.value.code == "I028"


def test_a_child_that_hangs_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(line("增长", 20, 20)))
    with pytest.raises(InputError) as caught:
        list(read(path, "page.pdf", patience=0.001))
    assert caught.value.code == "I027"


def test_the_child_gives_the_same_page(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(line("增长25.85倍", 20, 20)))
    assert [page.text for page in read(path, "n")] == [page.text for page in read_pdf(path, "n")]


def test_the_same_articles_as_text_and_as_pdf_give_the_same_facts() -> None:
    from collections import Counter

    from pipeline.run import read_page

    def facts(page: Page) -> Counter[tuple[str, str | None, str]]:
        return Counter(
            (str(fact.value), fact.base_unit, fact.kind.value)
            for reading in read_page(page).readings
            for fact in reading.facts
        )

    text = Page("p02.txt", (RAW / "p02.txt").read_text(encoding="utf-8"), date="2024-04-18")
    (printed,) = read_pdf(RAW / "p09.pdf", "p09.pdf")
    assert facts(replace(printed, date="2024-04-18")) == facts(text)
