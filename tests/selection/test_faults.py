import re
from pathlib import Path

from congress.wording import table
from optimizer.verify_proof import Weakness

ROOT = Path(__file__).resolve().parents[2]
OPTIMIZER = [ROOT / "optimizer" / name for name in ("rules_file.py", "condition.py", "pool.py")]


def codes(pattern: str, *paths: Path) -> set[str]:
    return {code for path in paths for code in re.findall(pattern, path.read_text("utf-8"))}


def test_every_fault_of_rules_has_its_words():
    told = codes(r"(?:fault|complain|Fault)\(\s*\"(\w+)\"", *OPTIMIZER[:2])
    assert len(told) > 20
    assert {f"rules_{code}" for code in told} <= table().keys()


def test_every_fault_of_nominees_has_its_words():
    selection = ROOT / "congress" / "selection"
    told = codes(r"(?:fault\(|return )\"(\w+)\"", OPTIMIZER[2]) | codes(
        r"(?:Found\(|_large\": |_macros\": |Fault\()\"(\w+)\"(?!, \"rules)",
        OPTIMIZER[2],
        *(selection / name for name in ("files.py", "sheets.py")),
    )
    assert len(told) > 12
    assert {f"nominees_{code}" for code in told} <= table().keys()


def test_everything_that_verify_finds_has_its_words():
    checks = (ROOT / "optimizer").glob("verify*.py")
    told = codes(r"(?:Finding\(|nothing\(.*, )\"(\w+)\"", *checks)
    told |= {weakness.value for weakness in Weakness}
    assert len(told) > 30
    assert {f"result_{code}" for code in told} <= table().keys()
