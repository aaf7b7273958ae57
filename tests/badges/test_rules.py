from unicodedata import is_normalized, normalize

from hypothesis import given, strategies as st

from congress.badges.rules import BATCH, Order, PrintedBadge, band_of, batches, capitals, in_order


def badge(number: int, name_key: str = "", unit_position: int = 1) -> PrintedBadge:
    return PrintedBadge(number, "", name_key, "", "", unit_position, "", "#000000", "", "")


def test_capitals_keep_every_mark():
    assert capitals("Hoàng Thị Thuỷ") == "HOÀNG THỊ THUỶ"
    assert capitals("H'Hen Niê") == "H'HEN NIÊ"
    assert capitals("Y Vinh Tơr") == "Y VINH TƠR"
    assert capitals(normalize("NFD", "Nguyễn Đắc Ước")) == "NGUYỄN ĐẮC ƯỚC"


@given(st.text())
def test_capitals_are_composed_letters(name: str):
    assert is_normalized("NFC", capitals(name))


def test_each_class_has_its_words_and_its_colour():
    bands = {
        band_of("direct", "Người trực tiếp lao động, sản xuất", is_invited=False),
        band_of("guest", "Khách mời", is_invited=True),
        band_of("leader", "Lãnh đạo", is_invited=True),
        band_of("press", "Báo chí", is_invited=True),
    }
    assert len({words for words, _ in bands}) == len({colour for _, colour in bands}) == 4


def test_all_who_work_directly_have_one_band():
    assert band_of("women", "Đại biểu nữ", is_invited=False) == band_of(
        "science", "Nghiên cứu khoa học", is_invited=False
    )


def test_badges_are_sorted_by_delegation_or_by_given_name():
    pile = [badge(3, "b", 1), badge(1, "c", 2), badge(2, "a", 1)]
    assert [b.number for b in in_order(pile, Order.DELEGATION)] == [2, 3, 1]
    assert [b.number for b in in_order(pile, Order.NAME)] == [2, 3, 1]
    assert [b.number for b in in_order(pile[1:], Order.NAME)] == [2, 1]


def test_many_badges_come_in_several_files():
    files = batches([badge(number) for number in range(2 * BATCH + 1)])
    assert [len(file) for file in files] == [BATCH, BATCH, 1]
    assert batches([]) == []
