"""What the page of the list shows beside its people: choices, counts, headings, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from sqlmodel import Session

from congress.congresses import queries as congresses
from congress.core.disclosure import is_entitled
from congress.core.roles import Viewer
from congress.nominations.ethnic_groups import official
from congress.nominations.filters import Filters, Order, turned
from congress.nominations.models import Gender, Review
from congress.nominations.pages import SENDERS, Choices, may_send, status_labels
from congress.nominations.queries import UnitCount

Pill = tuple[str, str]


@dataclass(frozen=True)
class Heading:
    """A heading that puts the list in its order; ``sorted`` is what aria-sort says."""

    label: str
    url: str
    sorted: str


@dataclass(frozen=True)
class ListPage:
    """The list's choices and counts, and what the viewer may do with it."""

    units: Choices
    groups: Choices
    statuses: Choices
    reviews: Choices
    genders: Choices
    ethnic_groups: Choices
    pills: Mapping[Review, Pill]
    headings: Mapping[str, Heading]
    nominees: int
    required: int
    unscored: int
    sent: int
    sort: str
    is_filtered: bool
    sees_all: bool
    shows_units: bool
    shows_ethnic_group: bool
    may_send: bool
    may_open: bool


def prepare(
    session: Session,
    congress: congresses.Frame,
    viewer: Viewer,
    filters: Filters,
    counts: Sequence[UnitCount],
) -> ListPage:
    """Prepare the list of nominees."""
    is_told = is_entitled(viewer.role)
    return ListPage(
        units=[(str(count.unit_id), count.unit) for count in counts],
        groups=[(group.code, group.label) for group in congresses.groups(session, congress.id)],
        statuses=[(status.value, label) for status, label in status_labels().items()],
        reviews=[(review.value, label) for review, (label, _) in review_pills().items()],
        genders=[(Gender.FEMALE.value, gettext("Nữ")), (Gender.MALE.value, gettext("Nam"))],
        ethnic_groups=[(each.code, each.name) for each in official().groups] if is_told else [],
        pills=review_pills(),
        headings=_headings(filters),
        nominees=sum(count.nominees for count in counts),
        required=sum(count.required for count in counts),
        unscored=sum(count.unscored for count in counts),
        sent=sum(1 for count in counts if count.nominees),
        sort=_sort(filters),
        is_filtered=filters.is_narrowed,
        sees_all=viewer.sees_all,
        shows_units=viewer.unit_id is None,
        shows_ethnic_group=is_told,
        may_send=may_send(congress, viewer),
        may_open=viewer.role in SENDERS,
    )


def review_pills() -> dict[Review, Pill]:
    """Name the states of review as lists show them, each with its tone."""
    return {
        Review.DRAFT: (gettext("đang soạn"), "quiet"),
        Review.SUBMITTED: (gettext("đã nộp"), "wait"),
        Review.RETURNED: (gettext("trả lại"), "bad"),
        Review.APPRAISED: (gettext("đã thẩm định"), "accent"),
        Review.ACCEPTED: (gettext("đã chấp nhận"), "ok"),
    }


def _headings(filters: Filters) -> dict[str, Heading]:
    labels = {
        Order.NAME: gettext("Họ và tên"),
        Order.UNIT: gettext("Đơn vị"),
        Order.SCORE: gettext("Điểm"),
        Order.CHANGED: gettext("Sửa lúc"),
    }
    return {
        order.value: Heading(label, _url(turned(filters, order)), _sorted(filters, order))
        for order, label in labels.items()
    }


def _url(filters: Filters) -> str:
    kept = {key: text for key, text in request.args.items() if key not in {"page", "sort"} and text}
    return f"{request.path}?{urlencode(kept | {'sort': _sort(filters)})}"


def _sort(filters: Filters) -> str:
    return f"-{filters.order}" if filters.is_reversed else filters.order.value


def _sorted(filters: Filters, order: Order) -> str:
    """Say how a column runs; scores and changes begin with the greatest."""
    if filters.order is not order:
        return "none"
    begins_with_greatest = order in {Order.SCORE, Order.CHANGED}
    return "descending" if begins_with_greatest is not filters.is_reversed else "ascending"
