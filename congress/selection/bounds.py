"""Bounds as people type them: a number of people, or a share in percent."""

import re
from decimal import Decimal

COUNTS = ("min", "max")
SHARES = ("min_share", "max_share")

_COUNT = re.compile(r"[0-9]{1,9}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,9})?)\s*%?")


def read_count(written: str) -> int:
    """Read a number of people; ``ValueError`` where it is none.

    >>> read_count("12")
    12
    """
    if not _COUNT.fullmatch(written):
        raise ValueError(written)
    return int(written)


def read_share(written: str) -> Decimal:
    """Read a share of at most one from its percent; ``ValueError`` where it is none.

    >>> read_share("7,5"), read_share("70 %")
    (Decimal('0.075'), Decimal('0.70'))
    """
    found = _PERCENT.fullmatch(written)
    share = Decimal(found[1].replace(",", ".")).scaleb(-2) if found else None
    if share is None or share > 1:
        raise ValueError(written)
    return share


def percent(share: Decimal) -> str:
    """Write a share as its percent.

    >>> percent(Decimal("0.70")), percent(Decimal("0.075"))
    ('70', '7,5')
    """
    return f"{share.scaleb(2).normalize():f}".replace(".", ",")
