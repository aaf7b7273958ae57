"""Titles, roles, levels and sources: listed ones are found however written, others stay typed."""

import pytest
from hypothesis import given, strategies as st

from congress.core.errors import Rejected
from congress.nominations import pool, rules
from congress.nominations.values import NomineeRow
from congress.nominations.vocabulary import (
    political_levels,
    professional_levels,
    roles,
    sources,
    titles,
)
from tests.factories import nominee
from tests.nominations.books import TERMS
from tests.nominations.test_service import FORM, codes

ALL = (titles, roles, professional_levels, political_levels, sources)


@pytest.mark.parametrize("listed", ALL)
def test_every_spelling_tells_one_term_only(listed):
    for term in listed().terms:
        for spelling in (term.name, *term.spellings, term.name.upper(), f" {term.name.lower()}."):
            assert listed().term(spelling) == term, spelling


@pytest.mark.parametrize(
    ("written", "stored", "terms"),
    [
        ("CSTĐ cơ sở", "Chiến sĩ thi đua cơ sở", ("local_fighter",)),
        ("AHLĐ, LĐTT", "Anh hùng Lao động; Lao động tiên tiến", ("labour_hero", "advanced_worker")),
        ("CSTĐCS (2023, 2024)", "Chiến sĩ thi đua cơ sở (2023, 2024)", ("local_fighter",)),
        (
            "Chiến sĩ thi đua Bộ, ban, ngành, tỉnh, CSTĐ",
            "Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh; Chiến sĩ thi đua",
            ("provincial_fighter", "fighter"),
        ),
        ("LĐTT\nLĐTT\n Bằng khen", "Lao động tiên tiến; Bằng khen", ("advanced_worker",)),
        ("Giấy khen của huyện", "Giấy khen của huyện", ()),
    ],
)
def test_titles_are_stored_by_their_names(written, stored, terms):
    assert titles().several(written) == stored
    assert titles().codes(stored) == terms


@given(st.lists(st.sampled_from([s for t in titles().terms for s in (t.name, *t.spellings)])))
def test_what_is_stored_is_read_as_itself(written):
    stored = titles().several("; ".join(written))
    assert titles().several(stored) == stored


def test_the_head_of_a_board_is_no_village_head():
    assert roles().several("Trưởng ban công tác Mặt trận") == "Trưởng ban công tác Mặt trận"
    assert roles().codes("Trưởng ban công tác Mặt trận") == ()


def prove(**values):
    return rules.prove(NomineeRow(FORM | values), TERMS)


def test_a_profile_is_read_with_all_that_the_papers_need():
    proven = prove(
        workplace="Trường THCS Nhân Lý",
        professional_level="ĐH Sư phạm",
        political_level="TC",
        titles="CSTĐ cơ sở, LĐTT",
        roles="NCUT",
        source="Được quần chúng suy tôn",
        introduced_by="Nhân dân thôn Lạng Giai",
    ).nominee
    assert proven.workplace == "Trường THCS Nhân Lý"
    assert (proven.professional_level, proven.political_level) == ("Đại học Sư phạm", "Trung cấp")
    assert (proven.titles, proven.roles) == (
        "Chiến sĩ thi đua cơ sở; Lao động tiên tiến",
        "Người có uy tín",
    )
    assert (proven.source, proven.introduced_by) == ("acclaimed", "Nhân dân thôn Lạng Giai")


def test_a_source_that_is_not_listed_is_told_with_the_list():
    (fault,) = prove(source="bốc thăm").faults
    assert (fault.code, fault.field) == ("source_unknown", "source")
    assert "Quần chúng suy tôn" in fault.facts["suggested"]


def test_who_was_acclaimed_by_nobody_is_warned_of():
    proof = prove(source="suy tôn")
    assert proof.nominee is not None
    assert [warning.code for warning in proof.warnings] == ["introducer_missing"]


def test_an_achievement_may_be_long_but_not_endless():
    assert len(prove(achievement="ấ" * 2_000).nominee.achievement) == 2_000
    (fault,) = prove(achievement="ấ" * 2_001).faults
    assert (fault.code, fault.facts["limit"]) == ("text_too_long", 2_000)


def test_the_rules_can_count_titles_roles_levels_and_sources(database, small):
    honoured = {
        "titles": "Bằng khen; Anh hùng Lao động",
        "roles": "Già làng; Người có uy tín",
        "professional_level": "Đại học Nông lâm",
        "source": "acclaimed",
    }
    with database.transaction() as session:
        nominee(session, small, "Một", small.nhan_ly, **honoured)
        nominee(session, small, "Hai", small.nhan_ly, titles="Chiến sĩ thi đua cơ sở (2023)")
        columns = pool.columns(session, small.congress_id)
    read = {code: list(column.texts()) for code, column in columns.items()}
    assert read["highest_title"] == ["labour_hero", "local_fighter"]
    assert read["title_labour_hero"] == ["yes", ""]
    assert read["role_village_elder"] == read["role_respected_person"] == ["yes", ""]
    assert read["professional_level"] == ["Đại học", ""]
    assert read["source"] == ["acclaimed", ""]
    assert "title_national_fighter" not in read


def test_words_of_any_kind_leave_the_lists_whole():
    read = [titles().several(odd) for odd in ("\0", "\ud800", "\u202egnàl àiG", ";;;,,,\n")]
    assert read == ["", "", "gnàl àiG", ""]


def test_too_many_titles_are_told():
    with pytest.raises(Rejected) as error:
        titles().several("x; " * 5 + "x" * 501)
    assert codes(error) == ["text_too_long"]
