"""Free text that people write: reasons, remarks, names of doors."""

from congress.core.errors import Rejected
from congress.core.names import tidy

LONGEST_TEXT = 500


def plain(text: str, longest: int = LONGEST_TEXT) -> str:
    """Read free text of at most so many characters; raises ``text_too_long``, never cuts it.

    >>> plain(" mất   thẻ ")
    'mất thẻ'
    """
    words = tidy(text)
    if len(words) > longest:
        raise Rejected("text_too_long", limit=longest)
    return words
