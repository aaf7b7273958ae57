"""The pages of nominees: who sees what, what a clerk is told, and nothing twice."""

import io

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import func, select

from congress.core.roles import READERS, Role
from congress.nominations import citizen_numbers
from congress.nominations.models import Nominee, Workbook
from congress.nominations.pages import SENDERS
from congress.nominations.workbook import read
from tests import factories
from tests.factories import nominee as stored_nominee
from tests.nominations.books import HEADINGS, SOMEBODY, TERMS, book, changed, table

HOME = "/congresses/thu-nghiem/nominees"
FAULTY = changed(name="Vi Văn Ba", ethnic_group="Mán")
FORM = {
    "name": "Nông Văn Hòa",
    "gender": "Nam",
    "birth_date": "05/03/1978",
    "ethnic_group": "Tày",
    "composition_group": "ethnic",
}


def upload(client, content, filename="Danh sách.xlsx", **fields):
    form = {"workbook": (io.BytesIO(content), filename), **fields}
    return client.post(f"{HOME}/workbooks", data=form)


def count(database, table):
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def page(response, status=200):
    assert response.status_code == status, response.text
    return response.text


def test_a_clerk_uploads_sees_every_fault_and_confirms(database, sign_in):
    clerk = sign_in("commune")
    sent = upload(clerk, table(SOMEBODY, FAULTY, changed(name="", birth="x")))
    preview = page(clerk.get(sent.location))
    assert "Nông Văn Hòa" in preview
    for place in ("Danh sách · D3", "Danh sách · A4", "Danh sách · C4"):
        assert place in preview
    assert count(database, Nominee) == 0
    done = page(clerk.post(f"{sent.location}/confirm", follow_redirects=True))
    assert "Đã ghi nhận 1 người" in done
    assert "Còn 2 dòng có lỗi" in done
    assert count(database, Nominee) == 1


def test_a_file_of_people_who_are_known_is_closed_not_confirmed(database, sign_in):
    clerk = sign_in("commune")
    first = upload(clerk, table(SOMEBODY, changed(name="Vi Văn Ba")))
    clerk.post(f"{first.location}/confirm")
    again = upload(clerk, table(SOMEBODY), "Gửi lại.xlsx")
    preview = page(clerk.get(again.location))
    assert "đã có trong danh sách của đơn vị" in preview
    assert "Hãy xác nhận để đóng tệp" in preview
    done = page(clerk.post(f"{again.location}/confirm", follow_redirects=True))
    assert "Đã đóng tệp" in done
    assert "Gửi lại.xlsx" not in done
    assert count(database, Nominee) == 2


def test_a_locked_nominee_is_text_and_says_why(database, small, sign_in):
    with database.transaction() as session:
        person = stored_nominee(
            session,
            small,
            "Lý Văn Sình",
            small.nhan_ly,
            score=80.25,
            **citizen_numbers.sealed(session, "020078001234"),
        )
        number = person.id
        factories.approved(session, small, [person])
    for username in ("commune", "officer"):
        shown = page(sign_in(username).get(f"{HOME}/{number}")).partition("<main")[2]
        assert "đã được phê duyệt nên hồ sơ không sửa được nữa" in shown
        assert "<input" not in shown
        assert "<select" not in shown
        assert "Người trực tiếp lao động, sản xuất" in shown
        assert "020078001234" not in shown
        assert ("80,25" in shown) == (username == "officer")


def test_a_score_in_the_form_has_the_decimal_sign_of_the_reader(database, small, sign_in):
    with database.transaction() as session:
        number = stored_nominee(session, small, "Lý Văn Sình", small.nhan_ly).id
    assert 'value="80,5"' in page(sign_in("officer").get(f"{HOME}/{number}"))


def test_an_empty_list_says_what_to_do_next(sign_in):
    assert "Chưa có ai được giới thiệu" in page(sign_in("commune").get(f"{HOME}/"))
    assert "Chưa có ai được giới thiệu" in page(sign_in("leader").get(f"{HOME}/"))


def test_the_marked_copy_holds_the_clerks_own_cells(sign_in):
    clerk = sign_in("commune")
    sent = upload(clerk, table(SOMEBODY, FAULTY))
    response = clerk.get(f"{sent.location}/annotated.xlsx")
    copy = CalamineWorkbook.from_filelike(io.BytesIO(response.data))
    assert copy.sheet_names == ["Danh sách"]
    rows = copy.get_sheet_by_name("Danh sách").to_python(skip_empty_area=False)
    assert rows == [list(HEADINGS), list(SOMEBODY), list(FAULTY)]


@pytest.mark.parametrize(
    "odd", ['Xã "A"\nB.xlsx', "a\0b.xlsx", "a/../b|c.xlsx", "x" * 400 + ".xlsx"]
)
def test_a_file_of_any_name_is_taken_and_given_back(sign_in, odd):
    clerk = sign_in("commune")
    sent = upload(clerk, table(SOMEBODY, FAULTY), odd)
    named = clerk.get(f"{sent.location}/annotated.xlsx").headers["Content-Disposition"]
    assert ".xlsx" in named
    assert not set("\0\n|") & set(named)
    assert named.isascii()
    assert "filename*=UTF-8''" in named


@pytest.mark.parametrize(
    ("content", "filename", "words"),
    [
        (b"%PDF-1.7", "a.pdf", "không phải bảng tính"),
        (b"", "a.xlsx", "không phải bảng tính"),
        (b"PK\x03\x04", "a.xlsx", "bị hỏng"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_sentence(database, sign_in, content, filename, words):
    answer = upload(sign_in("commune"), content, filename)
    assert words in page(answer, 422)
    assert count(database, Workbook) == 0


def test_a_workbook_with_a_missing_column_stores_nobody(database, sign_in):
    clerk = sign_in("commune")
    sent = upload(clerk, book({"DS": [HEADINGS[:4], SOMEBODY[:4]]}))
    preview = page(clerk.get(sent.location))
    assert "Bảng thiếu cột “Nhóm cơ cấu”" in preview
    assert "DS · E1" in preview
    assert f"{sent.location}/confirm" not in preview
    page(clerk.post(f"{sent.location}/confirm"), 422)
    assert count(database, Nominee) == 0


def test_an_upload_without_a_file_is_answered(sign_in):
    answer = sign_in("commune").post(f"{HOME}/workbooks", data={})
    assert "Chưa chọn tệp nào" in page(answer, 422)


def test_the_same_file_twice_is_answered(database, sign_in):
    clerk = sign_in("commune")
    content = table(SOMEBODY)
    sent = upload(clerk, content)
    assert upload(clerk, content).location == sent.location
    clerk.post(f"{sent.location}/confirm")
    assert "đã được gửi và ghi nhận lúc" in page(upload(clerk, content), 422)
    assert "đã được gửi và ghi nhận lúc" in page(clerk.post(f"{sent.location}/confirm"), 422)
    assert "đã được xác nhận" in page(clerk.get(sent.location))
    assert count(database, Nominee) == 1


def test_html_in_a_workbook_is_shown_as_text(sign_in):
    clerk = sign_in("commune")
    headings = (*HEADINGS, "Thôn")
    sent = upload(clerk, table((*SOMEBODY, "<script>x</script>"), headings=headings))
    preview = page(clerk.get(sent.location))
    assert "&lt;script&gt;x" in preview
    assert "<script>x" not in preview


def test_a_clerk_adds_edits_and_withdraws_by_the_form(database, small, sign_in):
    clerk = sign_in("commune")
    page(clerk.get(f"{HOME}/new"))
    answer = clerk.post(f"{HOME}/new", data=FORM | {"citizen_id": "020078001234", "score": "99"})
    assert answer.status_code == 302, answer.text
    with database.reading() as session:
        nominee = session.exec(select(Nominee)).one()
        number = citizen_numbers.opened(session, nominee)
    assert (nominee.unit_id, nominee.score, number) == (small.nhan_ly, None, "020078001234")
    form = page(clerk.get(f"{HOME}/{nominee.id}"))
    assert "020*****1234" in form
    assert "020078001234" not in form
    answer = clerk.post(f"{HOME}/{nominee.id}", data=FORM | {"version": 1, "post": "Nông dân"})
    assert answer.status_code == 302
    with database.reading() as session:
        kept = session.get(Nominee, nominee.id)
        number = citizen_numbers.opened(session, kept)
        assert (kept.post, number, kept.version) == ("Nông dân", "020078001234", 2)
    late = clerk.post(f"{HOME}/{nominee.id}", data=FORM | {"version": 1, "post": "Khác"})
    assert "Hai người cùng sửa hồ sơ này" in page(late, 409)
    assert clerk.post(f"{HOME}/{nominee.id}/withdraw").status_code == 302
    assert count(database, Nominee) == 0


def test_a_faulty_form_keeps_what_was_typed_and_tells_every_fault(database, sign_in):
    answer = sign_in("commune").post(
        f"{HOME}/new", data=FORM | {"name": "Vi <b>", "birth_date": "31/02/1978"}
    )
    text = page(answer, 422)
    assert "Vi &lt;b&gt;" in text
    assert "Không đọc được ngày sinh" in text
    assert count(database, Nominee) == 0


def test_the_office_names_the_unit_scores_and_settles(database, small, sign_in):
    office = sign_in("organizer")
    assert "Chưa chọn đơn vị" in page(office.post(f"{HOME}/new", data=FORM), 422)
    form = FORM | {"sender": small.van_linh, "score": "85,5"}
    assert office.post(f"{HOME}/new", data=form).status_code == 302
    with database.reading() as session:
        nominee = session.exec(select(Nominee)).one()
    assert (nominee.unit_id, str(nominee.score)) == (small.van_linh, "85.5000")
    page(office.get(f"{HOME}/{nominee.id}"))
    settle = f"{HOME}/{nominee.id}/status"
    said = {"status": "required", "reason": "Anh hùng Lao động", "version": 1}
    assert office.post(settle, data=said).status_code == 302
    assert "Anh hùng Lao động" in page(office.get(f"{HOME}/?unit={small.van_linh}"))
    page(office.post(settle, data=said | {"status": "rubbish"}), 404)
    page(sign_in("neighbour").post(settle, data=said), 403)


def test_filters_and_pages_show_a_part(database, small, sign_in):
    with database.transaction() as session:
        for number in range(60):
            letters = "".join("bcdghklmnp"[int(digit)] for digit in f"{number:02d}")
            stored_nominee(session, small, f"Vi Thị {letters}", small.nhan_ly)
        stored_nominee(
            session, small, "Lý Văn Sình", small.van_linh, composition_group="economic", score=None
        )
    office = sign_in("officer")
    assert "1–50 trong 61" in page(office.get(f"{HOME}/"))
    assert "51–61 trong 61" in page(office.get(f"{HOME}/?page=2"))
    assert "51–61 trong 61" in page(office.get(f"{HOME}/?page=99"))
    for query in (f"unit={small.van_linh}", "group=economic", "unscored=1"):
        text = page(office.get(f"{HOME}/?{query}"))
        assert "Lý Văn Sình" in text
        assert "Vi Thị" not in text
    assert "Không có ai khớp" in page(office.get(f"{HOME}/?group=leader"))


def test_the_template_is_read_by_the_reader(sign_in, small):
    response = sign_in("commune").get(f"{HOME}/template.xlsx")
    assert response.status_code == 200
    reading = read(response.data, "a.xlsx", TERMS)
    assert [fault.code for fault in reading.faults] == ["rows_missing"]
    page(sign_in("organizer").get(f"{HOME}/template.xlsx"), 422)
    answer = sign_in("organizer").get(f"{HOME}/template.xlsx?sender={small.agency}")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert "Lý do mời" in sheet.to_python()[3]


@pytest.fixture
def theirs(database, small, sign_in):
    """Addresses of what Nhân Lý sent."""
    clerk = sign_in("commune")
    sent = upload(clerk, table(SOMEBODY))
    with database.transaction() as session:
        nominee = stored_nominee(session, small, "Vi Thị Út", small.nhan_ly)
    return {
        "GET": [f"{HOME}/{nominee.id}", sent.location, f"{sent.location}/annotated.xlsx"],
        "POST": [
            f"{HOME}/{nominee.id}",
            f"{HOME}/{nominee.id}/withdraw",
            f"{sent.location}/confirm",
        ],
    }


@pytest.mark.parametrize("stranger", ["neighbour", "agency"])
def test_a_neighbours_people_and_files_do_not_exist(database, sign_in, theirs, stranger):
    client = sign_in(stranger)
    for method, addresses in theirs.items():
        for address in addresses:
            answer = client.open(address, method=method, data=FORM if method == "POST" else None)
            assert answer.status_code == 404, address
    listed = page(client.get(f"{HOME}/?unit=2"))
    assert "Vi Thị Út" not in listed
    assert "Danh sách.xlsx" not in listed
    assert count(database, Nominee) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - READERS - {Role.COMMUNE, Role.COUNCIL}))
def test_other_roles_are_refused(sign_in, theirs, role):
    client = sign_in(role.value)
    for address in [f"{HOME}/", f"{HOME}/new", f"{HOME}/template.xlsx", *theirs["GET"]]:
        assert client.get(address).status_code == 403
    for address in [f"{HOME}/new", f"{HOME}/workbooks", *theirs["POST"]]:
        assert client.post(address).status_code == 403


@pytest.mark.parametrize("role", sorted(READERS - SENDERS))
def test_readers_see_the_list_and_change_nothing(sign_in, theirs, role):
    client = sign_in(role.value)
    assert "Vi Thị Út" in page(client.get(f"{HOME}/"))
    for address in [f"{HOME}/new", f"{HOME}/workbooks", *theirs["POST"]]:
        assert client.post(address).status_code == 403


@pytest.mark.usefixtures("small")
def test_strangers_are_sent_to_the_sign_in_page(app):
    answer = app.test_client().get(f"{HOME}/")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_reading_an_address_changes_nothing(sign_in, theirs):
    client = sign_in("commune")
    for address in theirs["POST"][1:]:
        assert client.get(address).status_code == 405
