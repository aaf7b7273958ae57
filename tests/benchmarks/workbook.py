"""A unit's workbook of 5,000 people and all columns: read, every fault told, and marked.

The peer reads the same cells with pandas and openpyxl in the same environment and proves nothing:
it is what most importers start from. ``same_answer`` says that both saw the same names.
"""

import io
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from time import perf_counter

import pandas as pd
import xlsxwriter

from congress.nominations.annotation import annotated
from congress.nominations.headings import label
from congress.nominations.workbook import read
from tests.benchmarks.measuring import RUNS, Line, Run, alone, in_turn, judged, line, main
from tests.nominations.books import TERMS

PEOPLE, FAULTY = 5_000, 50
LIMIT_S = 2.0
_SYLLABLES = ("An", "Bình", "Chi", "Dũng", "Hạnh", "Khánh", "Lộc", "Mai", "Nga", "Phượng")


def content(people: int) -> bytes:
    """Write the workbook: a hundredth of the people have an unknown ethnic group."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet("Danh sách")
    for number in range(people):
        told = _person(number)
        if not number:
            page.write_row(0, 0, [label(code) for code in told])
        for column, value in enumerate(told.values()):
            page.write(number + 1, column, value)
    book.close()
    return file.getvalue()


def _person(number: int) -> dict[str, object]:
    name = " ".join(_SYLLABLES[int(digit)] for digit in f"{number:04d}"[::-1])
    year = 1950 + number % 50
    return {
        "name": f"Nguyễn {name}",
        "gender": "Nữ",
        "birth_date": date(year, number % 12 + 1, number % 28 + 1),
        "ethnic_group": "Mán" if number % (PEOPLE // FAULTY) == 1 else "Tày",
        "post": "Trưởng thôn, nông dân",
        "village": f"Thôn {number % 20 + 1}",
        "composition_group": TERMS.groups[0].label,
        "field": "Nông nghiệp",
        "party": "x" if number % 2 else "",
        "professional_level": "Trung cấp",
        "political_level": "Sơ cấp",
        "achievement": f"Hiến {number} mét vuông đất làm đường, giúp ba hộ thoát nghèo",
        "titles": "Lao động tiên tiến; Chiến sĩ thi đua cơ sở",
        "votes_for": 11,
        "votes_present": 13,
        "citizen_id": f"020{1 if year < 2000 else 3}{year % 100:02d}{number:06d}",
        "phone": f"09{number:08d}",
    }


def ours(people: int) -> Run:
    """Read and prove every row; the copy with its marks is timed apart."""
    written = content(people)
    start = perf_counter()
    reading = read(written, "a.xlsx", TERMS)
    seconds = perf_counter() - start
    start = perf_counter()
    annotated(written, reading.sheets, reading.faults)
    names = len(reading.rows) + reading.left_out
    return {"seconds": seconds, "annotated_s": perf_counter() - start, "names": names,
            "faults": len(reading.faults)}  # fmt: skip


def peer(people: int) -> Run:
    """Read the same cells into a table."""
    written = io.BytesIO(content(people))
    start = perf_counter()
    table = pd.read_excel(written, engine="openpyxl", dtype=str)
    seconds = perf_counter() - start
    return {"seconds": seconds, "names": int(table[label("name")].count()), "proven": True}


def lines() -> Iterable[Line]:
    """Measure in turn; the figure asked for is two seconds for the whole check."""
    peers = {f"pandas {version('pandas')} with openpyxl {version('openpyxl')}":
             lambda: alone("workbook", "peer", PEOPLE)}  # fmt: skip
    mine, theirs = in_turn(lambda: alone("workbook", "ours", PEOPLE), peers, RUNS)
    told = line(
        "a workbook read and every fault told",
        PEOPLE,
        mine,
        theirs,
        is_same=lambda one, other: one["names"] == other["names"],
        annotated_s=round(sorted(run["annotated_s"] for run in mine)[len(mine) // 2], 4),
        faults=mine[0]["faults"],
    )
    yield judged(told, at_most={"ours_s": LIMIT_S})


if __name__ == "__main__":
    main(lines, ours=ours, peer=peer)
