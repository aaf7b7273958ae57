"""Minutes as a Word file: what they say, their form, and that they open."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from congress.congresses import queries as congresses
from congress.minutes import paper, records
from congress.minutes.rules import TieDecision
from tests.minutes.conftest import Collective


def written(collective: Collective, minutes_id: int) -> bytes:
    small = collective.small
    with collective.database.reading() as session:
        frame = congresses.by_code(session, small.code)
        record = records.record(session, small.congress_id, minutes_id, small.viewers["commune"])
        return paper.docx(frame, congresses.host(session, small.congress_id), record)


def words(content: bytes) -> str:
    document = Document(BytesIO(content))
    rows = (row for table in document.tables for row in table.rows)
    cells = ["|".join(cell.text for cell in row.cells) for row in rows]
    told = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return told.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def tied(collective: Collective) -> int:
    """Closed minutes whose last seat a second vote decided."""
    minutes_id = collective.record(Én=11, Hòa=9, Ỷ=9)
    second = ((collective.people["Nông Văn Hòa"], 8), (collective.people["Vi Ỷ"], 4))
    collective.decide(minutes_id, TieDecision(12, second))
    collective.close(minutes_id)
    return minutes_id


def test_minutes_say_who_met_how_they_voted_and_who_is_named(collective, tied):
    text = words(written(collective, tied))
    for sentence in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "HUYỆN CHI LĂNG\nXÃ NHÂN LÝ",
        "Số:       /BB|Xã Nhân Lý, ngày 12 tháng 3 năm 2025",
        "Địa điểm: Nhà văn hóa xã.",
        "Chủ trì: Nông Văn Chủ. Thư ký: Vi Thị Thư.",
        "Triệu tập 15 người; có mặt 13 người (13/15 = 86,7 %); vắng 2 người.",
        "phải đạt quá 1/2 số người có mặt, tức ít nhất 7 trên 13 phiếu",
        "1|Lương Thị Én|11|||11/13 = 84,6 %|Được giới thiệu",
        "2|Nông Văn Hòa|9|||9/13 = 69,2 %|Được giới thiệu",
        "2|Vi Ỷ|9|||9/13 = 69,2 %|Ngoài số suất",
        "Biểu quyết lần hai: Nông Văn Hòa 8/12 phiếu, Vi Ỷ 4/12 phiếu.",
        "Hội nghị giới thiệu 2 người: Lương Thị Én, Nông Văn Hòa.",
        "THƯ KÝ",
    ):
        assert sentence in text
    assert "Bản nháp" not in text
    assert "{{" not in text


def test_an_open_version_is_marked_as_a_draft(collective):
    assert "(Bản nháp, chưa chốt)" in words(written(collective, collective.record(Én=11)))


def test_a_correction_names_what_it_takes_the_place_of_and_why(collective, tied):
    text = words(written(collective, collective.correct(tied, "ghi nhầm người thư ký")))
    assert "(Bản sửa lần 1, thay biên bản lập ngày 01/04/2025. Lý do sửa: ghi nhầm" in text


def test_a_name_with_marks_of_a_page_stays_a_name(collective):
    text = words(written(collective, collective.correct(collective.closed(Én=11), "<b>&{{ 1 }}")))
    assert "<b>&{{ 1 }}" in text


def test_the_page_is_that_of_official_papers(collective, tied):
    section = Document(BytesIO(written(collective, tied))).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.different_first_page_header_footer


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_paper_opens_and_prints(collective, tied, tmp_path: Path):
    source = tmp_path / "minutes.docx"
    source.write_bytes(written(collective, tied))
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
            "--convert-to", "pdf", "--outdir", tmp_path, source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    printed = pypdfium2.PdfDocument(source.with_suffix(".pdf"))
    assert len(printed) == 1
    assert "Lương Thị Én" in printed[0].get_textpage().get_text_range()
