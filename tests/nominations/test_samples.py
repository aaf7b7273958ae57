"""The sample workbooks are what the generator makes, and hold what they should."""

import zipfile
from collections import Counter

import pytest

from congress.congresses import presets
from congress.nominations import senders
from congress.nominations.people import twins
from congress.nominations.samples import sample_files, write_samples
from congress.nominations.workbook import read
from congress.paths import DATA

PRESET = presets.load("chi-lang-2025")
FOLDER = DATA / "samples" / PRESET.code
FILES = sample_files(PRESET, FOLDER)


def reading(file, path):
    unit = senders.sender(PRESET, file.unit_code)
    return read(path.read_bytes(), path.name, senders.terms_of(PRESET, unit))


def parts(path):
    # Deflate differs between builds of zlib; what is packed does not.
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_folder_is_what_the_generator_makes(tmp_path):
    assert write_samples(PRESET, tmp_path) == 34
    made = {path.relative_to(tmp_path): parts(path) for path in tmp_path.rglob("*.xlsx")}
    kept = {path.relative_to(FOLDER): parts(path) for path in FOLDER.rglob("*.xlsx")}
    assert made == kept


def test_every_unit_of_the_preset_sends_one_workbook():
    assert [file.unit_code for file in FILES] == [s.code for s in senders.senders(PRESET)]
    assert len(FILES) == 32


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem)
def test_a_sample_is_read_or_has_the_fault_it_should(file):
    faults = [fault.code for fault in reading(file, file.path).faults]
    is_without_column = file.path.stem == "17-xa-huu-kien"
    assert faults == (["column_missing"] if is_without_column else [])
    if file.mended:
        assert reading(file, file.mended).faults == []


def test_the_pool_is_believable():
    nominees = [
        row.nominee for file in FILES for row in reading(file, file.mended or file.path).rows
    ]
    assert 680 <= len(nominees) <= 720
    statuses = Counter(nominee.status for nominee in nominees)
    assert 80 <= statuses["required"] <= 88
    ethnic_groups = Counter(nominee.ethnic_group for nominee in nominees)
    assert set(ethnic_groups) == {"Tày", "Nùng", "Kinh", "Dao", "Hoa", "Sán Chay", "Mông"}
    assert min(ethnic_groups.values()) >= 10
    assert all(nominee.score is not None or nominee.reason for nominee in nominees)
    assert list(twins([nominee.person for nominee in nominees])) == []


def test_one_person_stands_in_two_units_until_it_is_mended():
    sent = [row.nominee.person for file in FILES for row in reading(file, file.path).rows]
    assert len(list(twins(sent))) == 1


def test_the_oddities_are_there():
    cells = {path.stem[:2]: b"".join(parts(path).values()) for path in FOLDER.glob("*.xlsx")}
    assert "HỌ TÊN".encode() in cells["03"]
    assert "Tổng cộng".encode() in cells["19"]
    assert "Họ và tên".encode() not in cells["08"]
    assert all("số liệu minh họa".encode() in each for each in cells.values())
