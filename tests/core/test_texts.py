"""Free text: tidied, and of a length that pages and papers can show."""

import pytest

from congress.core.errors import Rejected
from congress.core.texts import LONGEST_TEXT, plain


def test_text_is_tidied():
    assert plain("  mất\0  thẻ\n") == "mất thẻ"


def test_text_beyond_the_limit_is_refused_not_cut():
    assert len(plain("á" * LONGEST_TEXT)) == LONGEST_TEXT
    with pytest.raises(Rejected) as refused:
        plain("á" * (LONGEST_TEXT + 1))
    assert refused.value.faults[0].code == "text_too_long"
