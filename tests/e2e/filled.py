"""An installation in which every page has something to show, before and after approval."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from congress import jobs
from congress.accounts import invitations, second_step
from congress.accounts.models import Account
from congress.app import TASKS
from congress.appeals import service as appeals
from congress.apportionment import service as apportionment
from congress.apportionment.rules import Terms
from congress.appraisals import queries as profiles, service as appraisals
from congress.appraisals.models import Receipt
from congress.badges import service as badges
from congress.badges.models import Badge
from congress.congresses import opening, queries as congresses
from congress.congresses.rules import Side
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.delegates import service as delegates
from congress.demo import review
from congress.duplicates import queries as duplicates
from congress.minutes import service as minutes, signed_papers
from congress.minutes.models import Minutes
from congress.nominations import photos, pictures, sending, service as nominating
from congress.nominations.models import Gender, Nominee, Review
from congress.nominations.values import NomineeRow
from congress.scoring import service as scoring
from congress.seating import service as seating
from congress.selection import service as selections
from optimizer.apportionment import Method, Unit
from tests.e2e.conftest import CLERK_WORKBOOK, FAULTY_WORKBOOK
from tests.nominations.drawn import portrait, sent
from tests.scoring.conftest import UNJUDGED

Numbers = dict[str, int | str]
"""The numbers of what there is, by their names in addresses."""


def viewers(database: Database) -> dict[str, Viewer]:
    """Give who acts, by role."""
    with database.reading() as session:
        return {
            each.username: Viewer(each.id or 0, each.name, each.role, each.unit_id)
            for each in session.exec(select(Account)).all()
        }


def before_approval(database: Database, congress_id: int) -> Numbers:
    """Let the clerk's unit send, vote, hand in and get somebody back, and the office prepare."""
    known, at = viewers(database), datetime.now(UTC)
    office, unit_id = known["organizer"], known["commune"].unit_id or 0
    workbook_id = _send(database, congress_id, unit_id, office, at=at)
    review.hand_in(database, congress_id, unit_id, office, at=at)
    with database.transaction() as session:
        _name_twice(session, congress_id, unit_id, office, at=at)
        returned = _return(session, congress_id, unit_id, office, at=at)
        minutes_id = _correct(session, congress_id, unit_id, office, at=at)
        receipt_id = session.exec(select(Receipt.id).where(Receipt.unit_id == unit_id)).one()
        return {
            "unit_id": unit_id,
            "account_id": known["commune"].account_id,
            "workbook_id": workbook_id,
            "nominee_id": returned,
            "minutes_id": minutes_id,
            "receipt_id": receipt_id or 0,
            "form": 0,
            **_of_the_office(session, congress_id, office, at=at),
        }


def _send(database: Database, congress_id: int, unit_id: int, by: Viewer, *, at: datetime) -> int:
    """Confirm the unit's workbook, and leave a faulty one of it to be looked at."""
    with database.transaction() as session:
        for path in (CLERK_WORKBOOK, FAULTY_WORKBOOK):
            upload = sending.opened(path.name, path.read_bytes())
            workbook = sending.receive(session, congress_id, unit_id, upload, by=by, at=at)
            if path == CLERK_WORKBOOK:
                sending.confirm(session, congress_id, workbook.id or 0, by=by, at=at)
        return workbook.id or 0


def _name_twice(
    session: Session, congress_id: int, unit_id: int, by: Viewer, *, at: datetime
) -> None:
    """Let the unit name somebody whom another unit has named."""
    other = session.exec(select(Nominee).where(Nominee.unit_id != unit_id)).first()
    assert other is not None
    written = {
        "name": other.name,
        "gender": "Nữ" if other.gender is Gender.FEMALE else "Nam",
        "birth_date": str(other.birth_year),
        "ethnic_group": other.ethnic_group,
        "composition_group": other.composition_group,
        "post": other.post,
    }
    nominating.add(session, congress_id, unit_id, NomineeRow(written), by=by, at=at)


def _return(session: Session, congress_id: int, unit_id: int, by: Viewer, *, at: datetime) -> int:
    """Return a profile that has a photo, with two reasons."""
    handed_in = profiles.versions(session, congress_id, Review.SUBMITTED, unit_id)
    nominee_id = min(handed_in)
    photos.keep(session, congress_id, nominee_id, pictures.photo(sent(portrait())), by=by, at=at)
    session.expire_all()
    version = session.get_one(Nominee, nominee_id).version
    reasons = {"achievement": "Ghi rõ năm đạt thành tích", "": "Bổ sung giấy khen"}
    appraisals.send_back(session, congress_id, nominee_id, reasons, version=version, by=by, at=at)
    return nominee_id


def _correct(session: Session, congress_id: int, unit_id: int, by: Viewer, *, at: datetime) -> int:
    """Begin a correction of the unit's minutes, with a signed paper, so that their form is open."""
    closed = session.exec(select(Minutes).where(Minutes.unit_id == unit_id)).one()
    begun = minutes.correct(
        session, congress_id, closed.id or 0, reason="Ghi nhầm số phiếu", by=by, at=at
    )
    signed_papers.attach(session, congress_id, begun.id or 0, sent(portrait()), by=by, at=at)
    return begun.id or 0


def _of_the_office(session: Session, congress_id: int, by: Viewer, *, at: datetime) -> Numbers:
    """Open levels below, share seats out, adopt a rubric, invite somebody."""
    opening.open_children(session, congress_id, seats=120, own_side=Side.INVITED, by=by, at=at)
    senders = congresses.senders(session, congress_id)
    weighed = tuple(Unit(str(unit.id), Decimal(1000 + 10 * unit.id), floor=1) for unit in senders)
    terms = Terms(weighed, seats=300, floor=1, method=Method.HAMILTON)
    apportionment.save(session, congress_id, terms, base=0, by=by, at=at)
    apportionment.approve(session, congress_id, number=1, by=by, at=at)
    scoring.adopt(session, congress_id, UNJUDGED, reason="Họp ngày 01/4", based_on=0, by=by, at=at)
    second_step.begin(session, by=by, at=at)
    pair = duplicates.alike(session, congress_id)[0]
    slip = invitations.invite(
        session, username="cong-1", name="Vi Văn Mới", role=Role.GATE, by=by, at=at
    )
    return {"former": pair.first, "other": pair.second, "token": slip.token, "number": 1}


def after_approval(database: Database, congress_id: int) -> Numbers:
    """Choose, hear an appeal of the clerk's unit, approve, place everybody and issue badges."""
    known, at = viewers(database), datetime.now(UTC)
    office, unit_id = known["organizer"], known["commune"].unit_id
    review.accept(database, congress_id, office, at=at)
    with database.transaction() as session:
        rules = congresses.by_code(session, "chi-lang-2025").rules
        asked = selections.ask(session, congress_id, rules, by=office, at=at)
        selection_id, job_id = asked.id or 0, asked.job_id or ""
    jobs.run(database, job_id, TASKS)
    with database.transaction() as session:
        accepted = select(Nominee.id).where(
            Nominee.unit_id == unit_id, Nominee.review == Review.ACCEPTED
        )
        nominee_id = session.exec(accepted.order_by(col(Nominee.score))).first() or 0
        appeals.lodge(
            session,
            congress_id,
            selection_id,
            nominee_id,
            said_by="Nông Văn Kiến",
            said_on=at.date(),
            claim="Đề nghị xem lại điểm",
            by=office,
            at=at,
        )
        delegates.approve(session, congress_id, selection_id, by=office, at=at)
        proposal = seating.propose(session, congress_id)
        seating.place(session, congress_id, proposal, by=office, at=at)
        badges.issue_missing(session, congress_id, by=office, at=at)
        badge_id = session.exec(select(Badge.id)).first() or 0
    return {"selection_id": selection_id, "nominee_id": nominee_id, "badge_id": badge_id}
