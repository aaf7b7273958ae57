"""Halls for tests, in our schema and in pretix's."""

from collections.abc import Sequence
from typing import Any

SMALL_HALL: dict[str, Any] = {
    "name": "Hội trường thử",
    "zones": [
        {"code": "held", "label": "Đoàn Chủ tịch", "held": True},
        {"code": "all", "label": "Đại biểu"},
    ],
    "rows": [
        {
            "name": row,
            "y": y,
            "segments": [{"block": "b", "zone": "all", "x": 0, "numbers": [1, 6]}],
        }
        for y, row in enumerate("ABC")
    ]
    + [
        {
            "name": "W",
            "y": 0,
            "segments": [{"block": "w", "zone": "held", "x": 9, "numbers": [1, 2]}],
        }
    ],
}


KEPT_HALL: dict[str, Any] = {
    **SMALL_HALL,
    "zones": [*SMALL_HALL["zones"], {"code": "front", "label": "Khách mời", "class": "invited"}],
    "rows": [
        *SMALL_HALL["rows"],
        {
            "name": "K",
            "y": 3,
            "segments": [{"block": "b", "zone": "front", "x": 0, "numbers": [1, 2]}],
        },
    ],
}
"""The small hall with two seats more that are kept for one class."""


def pretix_hall(
    blocks: Sequence[int] = (4, 6, 4),
    rows: int = 8,
    *,
    guest_rows: int = 0,
    spacing: int = 30,
    accessible_rows: Sequence[int] = (),
) -> dict[str, Any]:
    """Draw a hall: blocks of so many seats, parted by aisles two seats wide."""

    def category(row: int, place: int, width: int) -> str:
        if row in accessible_rows and place in {0, width - 1}:
            return "accessible"
        return "guest" if row < guest_rows else "delegate"

    def seats(row: int) -> list[dict[str, Any]]:
        found = []
        x = 0
        for width in blocks:
            for place in range(width):
                number = str(len(found) + 1)
                found.append(
                    {
                        "seat_guid": f"{row}/{number}",
                        "seat_number": number,
                        "position": {"x": x, "y": 0},
                        "category": category(row, place, width),
                    }
                )
                x += spacing
            x += spacing
        return found

    return {
        "name": "Hội trường pretix",
        "categories": [{"name": name} for name in ("guest", "delegate", "accessible")],
        "size": {"width": 1000, "height": 1000},
        "zones": [
            {
                "name": "Main",
                "position": {"x": 100, "y": 100},
                "rows": [
                    {"row_number": str(row + 1), "position": {"x": 0, "y": row * spacing}}
                    | {"seats": seats(row)}
                    for row in range(rows)
                ],
            }
        ],
    }
