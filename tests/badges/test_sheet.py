"""The printed sheet is judged as a printer and a scanner see it: rendered, and decoded."""

from collections.abc import Sequence
from io import BytesIO
from unicodedata import normalize

import pypdfium2
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from congress.badges import sheet
from congress.badges.rules import PrintedBadge, band_of
from congress.badges.tokens import BadgeClaim, token

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAMES = [
    "Hoàng Thị Thuỷ",
    "Nông Văn Hòa",
    "H'Hen Niê",
    "Y Vinh Tơr",
    "Đỗ Ngọc Ẩn",
    "Công Tằng Tôn Nữ Thị Ngọc Nguyệt Ánh Phượng Hoàng Xuân Quỳnh",
    normalize("NFD", "Lường Nguyễn Ưởng"),
    "Ỷ",
]
CONGRESS = "Hội nghị điển hình tiên tiến huyện Chi Lăng giai đoạn 2020-2025"
UNITS = ["Thị trấn Đồng Mỏ", "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Chi Lăng"]


def badge(number: int) -> PrintedBadge:
    band, colour = band_of("leader", "Lãnh đạo", is_invited=number % 3 == 0)
    return PrintedBadge(
        number=number,
        name=NAMES[number % len(NAMES)],
        name_key="",
        post="Trưởng thôn, Chi hội trưởng Chi hội Cựu chiến binh xã" if number % 2 else "",
        unit=UNITS[number % 2],
        unit_position=1,
        band=band,
        colour=colour,
        seat=f"B-{number}" if number % 4 else "",
        token=token(KEY, BadgeClaim(1, number, 1)),
    )


def document(badges: Sequence[PrintedBadge]) -> pypdfium2.PdfDocument:
    out = BytesIO()
    sheet.draw(badges, CONGRESS, out)
    return pypdfium2.PdfDocument(out.getvalue())


def codes(page: pypdfium2.PdfPage, dpi: int) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]


def words(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().split())


BADGES = [badge(number) for number in range(1, 24)]


@pytest.fixture(scope="module")
def printed() -> pypdfium2.PdfDocument:
    return document(BADGES)


def test_ten_badges_stand_on_a_page_of_a4(printed: pypdfium2.PdfDocument):
    assert len(printed) == 3
    assert [round(side) for side in printed[0].get_size()] == [595, 842]


@pytest.mark.parametrize("dpi", [72, 150, 300])
def test_each_badge_has_one_code_that_decodes(printed: pypdfium2.PdfDocument, dpi: int):
    found = [text for page in printed for text in codes(page, dpi)]
    assert sorted(found) == sorted(each.token for each in BADGES)


def test_the_words_can_be_read_out_with_every_mark(printed: pypdfium2.PdfDocument):
    text = words(printed[0])
    for name in ("HOÀNG THỊ THUỶ", "NÔNG VĂN HÒA", "H'HEN NIÊ", "Y VINH TƠR", "ĐỖ NGỌC ẨN"):
        assert name in text
    assert "LƯỜNG NGUYỄN ƯỞNG" in text
    assert "PHƯỢNG HOÀNG XUÂN QUỲNH" in text
    assert "Thị trấn Đồng Mỏ" in text
    assert "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Chi Lăng" in text
    assert "ĐẠI BIỂU 001" in text
    assert "LÃNH ĐẠO 003" in text
    assert "Ghế B-1" in text
    assert CONGRESS in text


def test_nothing_overlaps_a_cut_line_or_the_code():
    long = PrintedBadge(
        number=99_999,
        name=NAMES[5] + " Ngọc Ngà Ngời Ngợi",
        name_key="",
        post="Phó Chủ tịch Ủy ban Mặt trận Tổ quốc kiêm Chủ tịch Hội Nông dân " * 3,
        unit="Trung tâm Dịch vụ nông nghiệp và Phát triển quỹ đất huyện Chi Lăng " * 2,
        unit_position=1,
        band="ĐẠI DIỆN CÁC CƠ QUAN, TỔ CHỨC KINH TẾ VÀ XÃ HỘI",
        colour="#1d4f91",
        seat="Khán đài B, hàng 27, ghế 114",
        token=BADGES[0].token,
    )
    page = document([long])[0]
    assert codes(page, 150) == [long.token]
    text = page.get_textpage()
    boxes = [text.get_rect(place) for place in range(text.count_rects())]
    left, top = (595.28 - 180 / 25.4 * 72) / 2, 842 - (842 - 270 / 25.4 * 72) / 2
    assert all(box[0] >= left and box[2] <= left + 90 / 25.4 * 72 for box in boxes)
    assert all(box[1] >= top - 54 / 25.4 * 72 and box[3] <= top for box in boxes)


def test_the_same_badges_give_the_same_picture(printed: pypdfium2.PdfDocument):
    again = document(BADGES)
    assert again[0].render().to_numpy().tobytes() == printed[0].render().to_numpy().tobytes()


def test_the_code_is_the_one_that_a_version_5_holds():
    matrix = sheet.code(BADGES[0].token)
    assert len(matrix) == 37
    assert {len(row) for row in matrix} == {37}
