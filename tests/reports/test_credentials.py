"""The credentials report as a Word file: its figures, its form, and that it opens."""

import shutil
import subprocess
from ctypes import c_double
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.shared import Pt
from sqlmodel import select

from congress.congresses.queries import Frame, SittingTime
from congress.database import Database
from congress.nominations.models import Nominee, Source
from congress.papers import render_docx
from congress.reports import credentials, queries, rules
from congress.reports.counts import Share
from tests.factories import Small
from tests.reports.bodies import AN, DUC, OPENING, TO, come, morning
from tests.reports.test_rules import DAY, GROUPS, UNITS, member

AT_0710 = OPENING + timedelta(minutes=10)
AT_0730 = OPENING + timedelta(minutes=30)


@pytest.fixture
def paper(database: Database, small: Small, tmp_path: Path) -> Path:
    """The report as of 07:30 of a small congress's morning."""
    path = tmp_path / "credentials.docx"
    with database.transaction() as session:
        morning(session, small)
        credentials.write(session, small.congress_id, AT_0730, path)
    return path


def words(document) -> str:
    rows = (row for table in document.tables for row in table.rows)
    cells = ["|".join(cell.text for cell in row.cells) for row in rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_report_states_who_was_summoned_who_came_and_when_it_was_counted(paper):
    text = words(Document(paper))
    assert "Số liệu tính đến 07 giờ 30 phút, ngày 15 tháng 4 năm 2025" in text
    assert "1. Đại biểu được triệu tập: 4." in text
    assert "2. Đại biểu có mặt: 3, đạt 75,0 %" in text
    assert "3. Đại biểu vắng mặt: 1 (25,0 %), trong đó vắng có lý do 0" in text


def test_the_report_counts_the_composition_of_the_summoned_and_the_present(paper):
    lines = words(Document(paper)).splitlines()
    assert "Nữ|2|50,0|1|33,3" in lines
    assert "Dân tộc thiểu số|3|75,0|2|66,7" in lines
    assert "Đảng viên|1|25,0|1|33,3" in lines
    assert "Được chỉ định|1|25,0|1|33,3" in lines
    assert "Xã Vạn Linh|2|50,0|1|33,3" in lines
    assert "Khách mời|0|0,0|0|0,0" in lines
    assert "Chưa ghi|1|25,0|1|33,3" in lines
    assert "Tổng số|4|100,0|3|100,0 (99,9)" in lines


def test_the_report_counts_levels_and_sources_where_any_is_told(database, small, paper):
    assert "trình độ" not in words(Document(paper))
    with database.transaction() as session:
        nominees = session.exec(select(Nominee).order_by(Nominee.id)).all()
        for nominee, level in zip(
            nominees, ("Đại học Sư phạm", "Đại học", "Trung cấp"), strict=False
        ):
            nominee.professional_level, nominee.political_level = level, "Sơ cấp"
            nominee.source = Source.ELECTED
        session.flush()
        credentials.write(session, small.congress_id, AT_0730, paper)
    text = words(Document(paper))
    for caption in (
        "Bảng 6. Theo trình độ chuyên môn",
        "Bảng 7. Theo trình độ lý luận chính trị",
        "Bảng 8. Theo nguồn giới thiệu",
    ):
        assert caption in text
    lines = text.splitlines()
    assert "Đại học|2|50,0|2|66,7" in lines
    assert "Sơ cấp|3|75,0|3|100,0" in lines
    assert "Tập thể bầu chọn|3|75,0|3|100,0" in lines


def test_the_report_weighs_the_sides_in_persons(paper):
    assert "ít nhất 70 %, tức 3 trên 4 đại biểu triệu tập; danh sách có 3, vừa đủ." in words(
        Document(paper)
    )


def test_the_report_names_the_youngest_and_the_oldest_with_their_age(paper):
    text = words(Document(paper))
    assert f"Trẻ tuổi nhất: {DUC}, 24 tuổi. Cao tuổi nhất: {TO}, 75 tuổi." in text
    assert "Tuổi là số năm tròn tính đến ngày khai mạc 15/04/2025" in text


def test_the_report_lists_the_absent(paper):
    assert "003|Lộc Thị An|Xã Vạn Linh|Chưa báo lý do" in words(Document(paper)).splitlines()


def test_the_figures_can_be_frozen_at_an_earlier_minute(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
        assert queries.credentials(session, small.congress_id, AT_0710).figures.came == Share(2, 4)
        assert queries.credentials(session, small.congress_id, AT_0730).figures.came == Share(3, 4)


def test_a_second_scan_or_a_refused_one_changes_no_figure(database: Database, small: Small):
    with database.transaction() as session:
        delegates = morning(session, small)
        come(session, small, delegates[DUC], 22, outcome="already")
        come(session, small, delegates[AN], 23, outcome="refused", reason="revoked")
        assert queries.credentials(session, small.congress_id, AT_0730).figures.came == Share(3, 4)


def test_the_page_is_set_as_the_decree_on_papers_says(paper):
    section = Document(paper).sections[0]
    measured = {
        "width": section.page_width,
        "height": section.page_height,
        "top": section.top_margin,
        "bottom": section.bottom_margin,
        "left": section.left_margin,
        "right": section.right_margin,
    }
    wanted = {"width": 210, "height": 297, "top": 20, "bottom": 20, "left": 30, "right": 15}
    assert {side: round(length.mm) for side, length in measured.items()} == wanted
    assert section.different_first_page_header_footer


def test_the_page_number_stands_top_centre_from_the_second_page_on(paper):
    section = Document(paper).sections[0]
    assert "PAGE" in section.header._element.xml
    assert section.header.paragraphs[0].style.paragraph_format.alignment == 1
    assert "PAGE" not in section.first_page_header._element.xml


def test_the_body_is_justified_times_new_roman_14_with_an_indented_first_line(paper):
    document = Document(paper)
    body = next(p for p in document.paragraphs if p.text.startswith("Căn cứ danh sách"))
    assert body.style.font.size == Pt(14)
    assert body.style.paragraph_format.alignment == 3
    assert round(body.style.paragraph_format.first_line_indent.cm, 2) == 1.27
    assert faces(document) == {"Times New Roman"}


def faces(document) -> set[str]:
    """The typefaces that the paragraphs are set in, whether by their style or by Normal."""
    normal = document.styles["Normal"].font.name
    tables = (cell for table in document.tables for row in table.rows for cell in row.cells)
    parts = [document, *tables]
    return {each.style.font.name or normal for part in parts for each in part.paragraphs}


def test_the_recipients_are_set_in_12_bold_italic_and_11(paper):
    cells = [cell for table in Document(paper).tables for row in table.rows for cell in row.cells]
    recipients = next(cell for cell in cells if cell.text.startswith("Nơi nhận:"))
    head, *items = recipients.paragraphs
    assert (head.runs[0].font.size, head.runs[0].bold, head.runs[0].italic) == (Pt(12), True, True)
    assert {item.style.font.size for item in items} == {Pt(11)}


def test_headings_of_tables_repeat_on_every_page(paper):
    figures = [table for table in Document(paper).tables if table.rows[0].cells[0].text != ""]
    repeated = [table for table in figures if "w:tblHeader" in table.rows[0]._tr.xml]
    assert len(repeated) == 6


def test_a_template_that_asks_for_what_it_is_not_told_is_a_bug():
    with pytest.raises(Exception, match="congress"):
        render_docx("credentials.docx", {})


def test_before_the_doors_open_nobody_is_listed_as_absent(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
        early = queries.credentials(session, small.congress_id, OPENING - timedelta(hours=1))
    assert "DANH SÁCH ĐẠI BIỂU VẮNG MẶT" not in words(Document(BytesIO(credentials.docx(early))))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_report_opens_in_a_word_processor(tmp_path: Path):
    (tmp_path / "credentials.docx").write_bytes(credentials.docx(report()))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), f"{tmp_path}/credentials.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "credentials.pdf") as pages:
        text = "".join(map(printed, pages))
        size = [round(side / 72 * 25.4) for side in pages[0].get_size()]
    assert size == [210, 297]
    for sentence in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BAN THẨM TRA",
        "2. Đại biểu có mặt: 1, đạt 50,0 % số đại biểu được triệu tập.",
        "Lộc Thị An & Em",
    ):
        assert "".join(sentence.split()) in text


def report() -> queries.Credentials:
    """A report of two delegates, of whom one came."""
    figures = rules.figures(
        [member(1), member(2, name="Lộc Thị An & Em", came_at=None)],
        day=DAY,
        groups=GROUPS,
        units=UNITS,
        direct_minimum=None,
    )
    name = "Hội nghị điển hình tiên tiến huyện Chi Lăng năm 2025"
    frame = Frame(1, "cl", name, "Hội nghị", "district", DAY, "Nhà văn hóa", 300, 300, "", True)
    sitting = SittingTime(1, "sang", "Phiên chính thức", OPENING, OPENING, is_rehearsal=False)
    return queries.Credentials(
        frame, "Huyện Chi Lăng", sitting, AT_0730, GROUPS[:2], GROUPS[2:], figures
    )


def printed(page: pypdfium2.PdfPage) -> str:
    """Read a page by the places of its letters, for a stand-in font may draw marks apart."""
    text = page.get_textpage()
    letters = []
    for place in range(text.count_chars()):
        x, y = c_double(), c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(text, place, x, y)
        letters.append((-round(y.value), x.value, text.get_text_range(place, 1)))
    text.close()
    return "".join("".join(letter for *_, letter in sorted(letters)).split())
