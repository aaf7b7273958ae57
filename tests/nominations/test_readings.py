"""Workbooks that were opened or read a moment ago."""

import pytest

from congress.core.errors import Rejected
from congress.nominations.readings import opened
from tests.nominations.books import table


def test_a_file_is_opened_once():
    content = table(("Nông Văn Hòa", "Nam"))
    first = opened(content, "a.xlsx")
    assert opened(bytes(bytearray(content)), "a.xlsx") is first
    assert first[0].rows[-1][0] == "Nông Văn Hòa"


def test_what_does_not_open_is_refused_again():
    for _ in range(2):
        with pytest.raises(Rejected) as refused:
            opened(b"\x1a\x01\x02", "a.xlsx")
        assert refused.value.faults[0].code == "workbook_type"
