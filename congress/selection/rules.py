"""From stored nominees to the optimizer's columns of text."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal


def texts_of(columns: Mapping[str, Sequence[object]]) -> dict[str, list[str]]:
    """Write stored values the way a nominee file holds them; an empty text is an empty cell.

    >>> texts_of({"score": [Decimal("80.5000"), None], "birth_date": [date(1980, 1, 2), None]})
    {'score': ['80.5', ''], 'birth_date': ['02/01/1980', '']}
    """
    return {code: [_text(value) for value in values] for code, values in columns.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)
