"""Free text that people write: reasons, remarks, names of doors."""

from congress.core.errors import Rejected
from congress.core.names import tidy

LONGEST_TEXT = 500


def plain(text: str) -> str:
    """Read free text of a reasonable length; raises ``text_too_long`` rather than cut it.

    >>> plain(" mất   thẻ ")
    'mất thẻ'
    """
    words = tidy(text)
    if len(words) > LONGEST_TEXT:
        raise Rejected("text_too_long", limit=LONGEST_TEXT)
    return words
