"""The demonstration as a whole process, and the first page that its server gives."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

CONGRESS = [sys.executable, "-m", "congress"]
VISITS = 15


def _line(name: str, n: int, seconds: float, **more: Any) -> str:
    line = {"name": name, "n": n, "ours_s": round(seconds, 4), "peer": None, "peer_s": None}
    return json.dumps(line | {"ratio": None, "same_answer": True} | more)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        started = perf_counter()
        done = subprocess.run(
            [*CONGRESS, "demo", "--no-serve", "--out", out],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        seconds = perf_counter() - started
        summary = json.loads((out / "summary.json").read_text("utf-8"))
        choice = json.loads((out / "result.json").read_text("utf-8"))
        people = summary["nominees"]
        print(_line("demo", people, seconds, peak_mb=summary["peak_mb"]))
        print(_line("choice", people, choice["seconds"]["merit"], status=choice["status"]))
        password = re.findall(r"organizer +organizer +(\S+)", done.stdout)[0]
        _first_page(out, people, password)


def _first_page(out: Path, people: int, password: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "CONGRESS_VAR": str(out),
        "CONGRESS_DATABASE_URL": f"sqlite:///{out / 'congress.db'}",
    }
    with subprocess.Popen(
        [*CONGRESS, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        address = f"http://127.0.0.1:{port}"
        _sign_in(browser, address, password)
        print(_line("first page", people, median(_visit(browser, address) for _ in range(VISITS))))
        server.terminate()


def _sign_in(browser: OpenerDirector, address: str, password: str) -> None:
    for _ in range(200):
        try:
            page = browser.open(f"{address}/sign-in").read().decode()
            break
        except URLError:
            time.sleep(0.1)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    form = {"csrf_token": token, "username": "organizer", "password": password}
    answer = browser.open(f"{address}/sign-in", urlencode(form).encode())
    assert "Việc cần làm tiếp theo" in answer.read().decode()


def _visit(browser: OpenerDirector, address: str) -> float:
    started = perf_counter()
    browser.open(f"{address}/").read()
    return perf_counter() - started


main()
