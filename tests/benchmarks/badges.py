"""300 badges with their codes, from the rows of the list to the PDF."""

import json
import resource
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from congress import papers
from congress.badges import sheet
from congress.badges.rules import PrintedBadge, band_of
from congress.badges.tokens import BadgeClaim, token

BADGES, RUNS = 300, 3
NAMES = ["Hoàng Thị Thuỷ", "Nông Văn Hòa", "Lương Nguyễn Thị Phương Thảo", "H'Hen Niê"]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def measure() -> dict[str, Any]:
    """Give the benchmark line; no peer prints badges as a library that we could call."""
    papers.register_fonts()
    seconds = [_print() for _ in range(RUNS)]
    return {
        "name": "badges",
        "n": BADGES,
        "ours_s": round(median(seconds), 3),
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "same_answer": True,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _print() -> float:
    started = perf_counter()
    badges = [_badge(number) for number in range(1, BADGES + 1)]
    sheet.draw(badges, "Hội nghị điển hình tiên tiến huyện Chi Lăng", BytesIO())
    return perf_counter() - started


def _badge(number: int) -> PrintedBadge:
    band, colour = band_of("leader", "Lãnh đạo", is_invited=number % 4 == 0)
    return PrintedBadge(
        number=number,
        name=NAMES[number % len(NAMES)],
        name_key="",
        post="Trưởng thôn, Chi hội trưởng Chi hội Cựu chiến binh",
        unit="Thị trấn Đồng Mỏ",
        unit_position=1,
        band=band,
        colour=colour,
        seat=f"B-{number}",
        token=token(KEY, BadgeClaim(1, number, 1)),
    )


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
