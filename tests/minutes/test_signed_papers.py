"""A scan is what its content says; it is handed out as a download and stays with its version."""

from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import select

from congress.core.errors import NotFound, Rejected
from congress.minutes import signed_papers
from congress.minutes.models import SignedPaper
from tests.factories import AT
from tests.minutes.conftest import Collective

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (30, 40), "white").save(drawn, kind)
    return drawn.getvalue()


def attach(collective: Collective, minutes_id: int, content: bytes, who: str = "commune") -> None:
    with collective.database.transaction() as session:
        signed_papers.attach(
            session, collective.small.congress_id, minutes_id, content,
            by=collective.small.viewers[who], at=AT,
        )  # fmt: skip


def kept(collective: Collective) -> list[SignedPaper]:
    with collective.database.reading() as session:
        return list(session.exec(select(SignedPaper)))


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(PDF, ".pdf"), (picture("JPEG"), ".jpg"), (picture("PNG"), ".png")],
    ids=["pdf", "jpeg", "png"],
)
def test_a_pdf_and_two_kinds_of_picture_are_taken(content, suffix):
    assert signed_papers.suffix_of(content) == suffix


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scan_missing"),
        (b"<html><script>alert(1)</script></html>", "scan_unreadable"),
        (b"%PDF-1.7 cut short", "scan_unreadable"),
        (b"\xff\xd8\xff\xe0 no picture", "scan_unreadable"),
        (picture("GIF"), "scan_unreadable"),
        (b"MZ\x90" + b"0" * 99, "scan_unreadable"),
        (PDF + b" " * 10 * 2**20, "scan_too_large"),
    ],
    ids=["nothing", "html", "half a pdf", "a false jpeg", "gif", "a program", "too large"],
)
def test_whatever_its_name_says_other_content_is_refused(content, code):
    with pytest.raises(Rejected) as refused:
        signed_papers.suffix_of(content)
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [(code, "scan")]


def test_a_picture_of_boundless_size_is_refused_before_it_is_read():
    drawn = BytesIO()
    Image.new("1", (30_000, 10)).save(drawn, "PNG")
    with pytest.raises(Rejected):
        signed_papers.suffix_of(drawn.getvalue())


def test_an_open_version_may_take_another_a_closed_one_keeps_its_own(collective: Collective):
    minutes_id = collective.record(Én=11)
    attach(collective, minutes_id, PDF)
    attach(collective, minutes_id, picture("PNG"))
    collective.close(minutes_id)
    with pytest.raises(Rejected) as refused:
        attach(collective, minutes_id, PDF)
    assert refused.value.faults[0].code == "scan_kept_already"
    assert [each.suffix for each in kept(collective)] == [".png"]


def test_the_signed_paper_may_follow_after_closing(collective: Collective):
    minutes_id = collective.closed(Én=11)
    attach(collective, minutes_id, PDF)
    assert [each.suffix for each in kept(collective)] == [".pdf"]


def test_a_neighbour_attaches_nothing(collective: Collective):
    minutes_id = collective.record(Én=11)
    with pytest.raises(NotFound):
        attach(collective, minutes_id, PDF, "neighbour")
    assert kept(collective) == []
