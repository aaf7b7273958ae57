"""Clerks who upload at once, on a real server: nobody is lost, and nothing breaks."""

from pathlib import Path

from tests.benchmarks import uploads

CLERKS = 10


def test_ten_clerks_upload_at_once_and_nobody_is_lost(tmp_path: Path):
    told = uploads.run(tmp_path, CLERKS, range(5, 12))
    assert (told["lost"], told["broken"]) == (0, 0)
    assert told["requests"] >= 5 * CLERKS
