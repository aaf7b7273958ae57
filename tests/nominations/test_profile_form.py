"""The form of a profile: all that papers need, replays, and two people at one profile."""

import re
from decimal import Decimal
from html import unescape

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.nominations import citizen_numbers, forms
from congress.nominations.models import Nominee, Review, Source
from tests.nominations.test_service import FORM

HOME = "/congresses/thu-nghiem/nominees"
WHOLE = {
    **dict.fromkeys(set(forms.FIELDS) - {"score", "reason"}, ""),
    **FORM,
    "workplace": "Hợp tác xã Na Chi Lăng",
    "professional_level": "ĐH Nông nghiệp",
    "political_level": "SC",
    "source": "Quần chúng suy tôn",
    "introduced_by": "Nhân dân thôn Lạng Giai",
    "roles": ["", "Già làng", "Người có uy tín"],
    "titles": "CSTĐ cơ sở 2023, 2024; Bằng khen của tỉnh",
    "achievement": "Trồng 5 ha na",
}


@pytest.fixture
def address(sign_in):
    """Where the profile of ``WHOLE`` stands."""
    return sign_in("commune").post(f"{HOME}/new", data=WHOLE).location


def only(database):
    with database.reading() as session:
        return session.exec(select(Nominee)).one()


def hidden(page, name):
    """Give what a page holds in a hidden field."""
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def fields(page):
    """Give what a browser would send back of the hidden fields of a page."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def opened(client, address):
    """Open the form as a browser does: with its version and what it showed."""
    page = client.get(address).text
    return {"version": hidden(page, "version"), "seen": hidden(page, "seen")}


def test_a_profile_holds_all_that_the_papers_need(database, sign_in, address):
    stored = only(database)
    assert (stored.workplace, stored.professional_level, stored.political_level) == (
        "Hợp tác xã Na Chi Lăng",
        "Đại học Nông nghiệp",
        "Sơ cấp",
    )
    assert (stored.source, stored.introduced_by) == (Source.ACCLAIMED, "Nhân dân thôn Lạng Giai")
    assert stored.roles == "Già làng; Người có uy tín"
    assert stored.titles == "Chiến sĩ thi đua cơ sở 2023, 2024; Bằng khen của tỉnh"
    shown = sign_in("commune").get(address).text
    assert 'value="Già làng" checked' in shown
    assert 'value="Trưởng bản" checked' not in shown
    assert 'value="Quần chúng suy tôn" selected' in shown


def test_roles_are_unticked_and_fields_that_are_not_sent_stay(database, sign_in, address):
    clerk = sign_in("commune")
    sent = {"name": "Nông Văn Hòa", "roles": "", "post": "Nông dân"}
    assert clerk.post(address, data=sent | opened(clerk, address)).status_code == 302
    stored = only(database)
    assert (stored.roles, stored.post, stored.workplace) == (
        "",
        "Nông dân",
        "Hợp tác xã Na Chi Lăng",
    )


def test_what_looks_wrong_is_told_and_stored_all_the_same(database, sign_in):
    answer = sign_in("commune").post(
        f"{HOME}/new",
        data=FORM | {"citizen_id": "020185001234", "source": "Quần chúng suy tôn"},
        follow_redirects=True,
    )
    assert "Đã thêm" in answer.text
    assert "năm sinh" in answer.text.lower()
    assert "chưa ghi ai giới thiệu" in answer.text
    assert only(database).source is Source.ACCLAIMED


def test_the_same_person_sent_twice_is_stored_once_and_linked(database, sign_in, address):
    again = sign_in("commune").post(f"{HOME}/new", data=WHOLE)
    assert again.status_code == 422
    assert "đã có người này" in again.text
    assert f'href="{address}"' in again.text
    assert only(database).version == 1


def test_the_same_change_sent_twice_is_written_once(database, sign_in, address):
    clerk = sign_in("commune")
    sent = WHOLE | {"post": "Nông dân"} | opened(clerk, address)
    assert clerk.post(address, data=sent).status_code == 302
    again = clerk.post(address, data=sent)
    assert again.status_code == 409
    assert "Không có ô nào khác nhau" in again.text
    assert only(database).version == 2


def test_the_second_sees_what_the_first_wrote_and_loses_nothing(database, sign_in, address):
    clerk, officer = sign_in("commune"), sign_in("officer")
    at_clerk, at_officer = opened(clerk, address), opened(officer, address)
    clerk.post(address, data=WHOLE | at_clerk | {"post": "Nông dân", "village": "Lạng Giai"})
    typed = WHOLE | {"post": "Giám đốc", "field": "Nông nghiệp"}
    asked = officer.post(address, data=typed | at_officer)
    assert asked.status_code == 409
    page = asked.text
    assert "Tài khoản commune" in page
    for words in ("Nông dân", "Giám đốc", "Lạng Giai"):
        assert words in page
    assert set(re.findall(r'name="take-(\w+)"', page)) == {"post", "village"}
    # Whose village it is needs no thought; whose post, a person decides.
    assert re.search(r'name="take-village" value="theirs" required checked', page)
    assert not re.search(r'name="take-post" value="\w+" required checked', page)
    assert only(database).post == "Nông dân"

    chosen = fields(page) | {"take-post": "mine", "take-village": "theirs"}
    assert officer.post(address, data=chosen).status_code == 302
    stored = only(database)
    assert (stored.post, stored.village, stored.field) == ("Giám đốc", "Lạng Giai", "Nông nghiệp")
    assert stored.version == 3


def test_a_choice_is_kept_when_a_third_change_comes_between(database, sign_in, address):
    clerk, officer = sign_in("commune"), sign_in("officer")
    before = opened(officer, address)
    clerk.post(address, data=WHOLE | opened(clerk, address) | {"village": "Lạng Giai"})
    page = officer.post(address, data=WHOLE | before | {"field": "Nông nghiệp"}).text
    clerk.post(
        address, data=WHOLE | opened(clerk, address) | {"village": "Lạng Giai", "household": "9"}
    )
    again = officer.post(address, data=fields(page) | {"take-village": "theirs"})
    assert again.status_code == 409
    assert set(re.findall(r'name="take-(\w+)"', again.text)) == {"household"}
    officer.post(address, data=fields(again.text) | {"take-household": "theirs"})
    stored = only(database)
    assert (stored.village, stored.household, stored.field) == ("Lạng Giai", "9", "Nông nghiệp")


def test_a_citizen_number_of_the_other_is_shown_masked_and_kept(database, sign_in, address):
    clerk, officer = sign_in("commune"), sign_in("officer")
    before = opened(officer, address)
    clerk.post(address, data=WHOLE | opened(clerk, address) | {"citizen_id": "020078001234"})
    page = officer.post(address, data=WHOLE | before | {"citizen_id": "020078005678"}).text
    assert "020*****1234" in page
    assert "020078001234" not in page
    officer.post(address, data=fields(page) | {"take-citizen_id": "theirs"})
    with database.reading() as session:
        stored = session.exec(select(Nominee)).one()
        assert citizen_numbers.opened(session, stored) == "020078001234"


def test_a_form_that_does_not_say_what_it_showed_asks_about_every_difference(
    database, sign_in, address
):
    clerk = sign_in("commune")
    clerk.post(address, data=WHOLE | opened(clerk, address) | {"post": "Nông dân"})
    for seen in ("", "[", "[1]", "[" * 5_000, '{"post": 3}'):
        sent = WHOLE | {"version": "1", "seen": seen, "post": "Thợ"}
        asked = clerk.post(address, data=sent)
        assert asked.status_code == 409
        assert set(re.findall(r'name="take-(\w+)"', asked.text)) == {"post"}


def test_the_office_scores_a_profile_that_is_on_its_way_and_changes_nothing_else(
    database, sign_in, address
):
    with database.transaction() as session:
        session.exec(select(Nominee)).one().review = Review.ACCEPTED
    officer = sign_in("officer")
    page = officer.get(address).text
    assert '<fieldset class="bare" disabled>' in page
    sent = {"score": "91,5"} | opened(officer, address)
    assert officer.post(address, data=sent).status_code == 302
    assert only(database).score == 91.5
    more = sent | {"post": "Khác"} | opened(officer, address)
    assert officer.post(address, data=more).status_code == 422
    assert "đã nộp nên không sửa được" in sign_in("commune").get(address).text


PLAIN = ("post", "workplace", "village", "field", "household", "introduced_by", "titles", "roles")
ODD = (
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "\u202eĐảo\u2066 ngược",
    "{{ 7 * 7 }}\ufffd",
    "x" * 30_000,
)


@pytest.mark.parametrize("codes", [PLAIN, tuple(forms.FIELDS)], ids=["plain", "every"])
def test_html_is_shown_as_text_and_odd_text_is_told(database, sign_in, address, codes):
    clerk = sign_in("commune")
    for odd in ODD:
        sent = WHOLE | dict.fromkeys(codes, odd)
        answer = clerk.post(address, data=sent | opened(clerk, address), follow_redirects=True)
        asked = clerk.post(address, data=sent | {"version": "0"})
        assert {answer.status_code, asked.status_code} <= {200, 409, 422}
        for page in (answer.text, asked.text, clerk.get(address).text):
            assert "<script>alert" not in page
            assert "<img src=x" not in page
    assert "\u202e" not in str(vars(only(database)))


def test_a_nul_is_refused(sign_in, address):
    assert sign_in("commune").post(address, data=WHOLE | {"post": "a\0b"}).status_code == 400


def test_a_unit_is_not_told_the_score_in_any_part_of_the_page(database, sign_in, address):
    clerk, officer = sign_in("commune"), sign_in("officer")
    before = opened(clerk, address)
    officer.post(address, data=WHOLE | opened(officer, address) | {"score": "87,25"})
    asked = clerk.post(address, data=WHOLE | before | {"post": "Nông dân"})
    assert asked.status_code == 409
    for page in (clerk.get(address).text, asked.text):
        assert "87,25" not in page
        assert "87.25" not in page
    assert "87,25" in officer.get(address).text
    clerk.post(address, data=fields(asked.text))
    assert (only(database).score, only(database).post) == (Decimal("87.25"), "Nông dân")


def test_the_audit_names_fields_not_words(database, sign_in, address):
    clerk = sign_in("commune")
    clerk.post(address, data=WHOLE | opened(clerk, address) | {"workplace": "Trường học"})
    with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "nominee.edited")
        assert session.exec(query).one().facts == {"fields": ["workplace"]}
