"""The reasons beside the answer that ``congress select`` leaves."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from congress.selection import reason_book
from congress.selection.commands import select
from tests.selection.test_commands import ROWS, RULES, write_csv


def _select(folder: Path, rules: str = RULES) -> int:
    write_csv(folder / "nominees.csv", [*ROWS, ["007", "=SUM(1)", "Nhân Lý", "1", "Nam", "", ""]])
    (folder / "rules.toml").write_text(rules, "utf-8")
    arguments = ["--nominees", folder / "nominees.csv", "--rules", folder / "rules.toml"]
    return (
        CliRunner().invoke(select, [str(each) for each in [*arguments, "--out", folder]]).exit_code
    )


def _sheet(folder: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(folder / "reasons.xlsx").get_sheet_by_name(name).to_python()


def test_the_reasons_stand_beside_the_result(tmp_path: Path):
    assert _select(tmp_path) == 0
    assert [row[1] for row in _sheet(tmp_path, "Đại biểu")] == [
        "Họ và tên",
        "Nông Thị Lan",
        "Vi Văn Thức",
        "Bế Thị Hoà",
    ]
    required = _sheet(tmp_path, "Đại biểu")[3]
    assert required[5] == "Được chỉ định có trong danh sách. Lý do: Chủ trì hội nghị"
    left_out = {row[1]: row[5] for row in _sheet(tmp_path, "Chưa được chọn")[1:]}
    assert left_out["Triệu Văn Sính"] == "Không xét chọn. Lý do: Đã chuyển đi"
    assert "=SUM(1)" in left_out
    assert _sheet(tmp_path, "Tiêu chí")[1][0] == "Nữ"


def test_of_many_left_out_those_with_most_points_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reason_book, "LISTED", 2)
    _select(tmp_path)
    told = [row[1] for row in _sheet(tmp_path, "Chưa được chọn")[1:]]
    assert told == ["Hoàng Văn Páo", "Triệu Văn Sính"]
    assert "chỉ nêu 2 người" in str(_sheet(tmp_path, "Cách chọn")[-1])


def test_no_reasons_of_an_earlier_list_stay_where_there_is_none(tmp_path: Path):
    assert _select(tmp_path) == 0
    assert _select(tmp_path, f'{RULES}\n[[quota]]\nname = "Xã"\neach = "unit"\nmin = 2\n') == 3
    assert not (tmp_path / "reasons.xlsx").exists()
