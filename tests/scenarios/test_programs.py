"""Programs kept hot: built once, one question at a time, and few of them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from congress.core.errors import Rejected
from congress.scenarios.programs import MOST_KEPT, Program, Programs
from congress.scenarios.rules import typed
from optimizer import pool as pools, rules_file

POOL = pools.read({"id": list("abcdef"), "score": ["5", "5", "5", "5", "5", "1"]})
RULES = rules_file.read('[panel]\nseats = 3\n[[quota]]\nname = "Tất cả"\nmax = 3\n', POOL)


def test_many_who_ask_at_once_share_one_program():
    programs, built, start = Programs(), [], Barrier(8)

    def build() -> Program:
        built.append(1)
        return Program(POOL, RULES)

    def ask(_: int) -> tuple[Program, int]:
        start.wait()
        program = programs.of("key", build)
        return program, program.ask(typed(RULES, {"panel-seats": "2"})).score

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))
    assert len(built) == 1
    assert {id(program) for program, _ in answers} == {id(answers[0][0])}
    assert {score for _, score in answers} == {10}


def test_the_program_longest_unasked_goes_first():
    programs, built = Programs(), []

    def of(key: int) -> None:
        programs.of(key, lambda: built.append(key) or Program(POOL, RULES))

    for key in (*range(MOST_KEPT), 0, MOST_KEPT, 0, 1):
        of(key)
    assert built == [*range(MOST_KEPT), MOST_KEPT, 1]


def test_large_pools_are_not_kept_side_by_side(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("congress.scenarios.programs.MOST_PEOPLE", 2 * len(POOL))
    programs, built = Programs(), []
    for key in (1, 2, 3, 1):
        programs.of(key, lambda: built.append(1) or Program(POOL, RULES))
    assert len(built) == 4


def test_a_program_that_could_not_be_built_is_tried_again():
    programs = Programs()

    def fail() -> Program:
        raise Rejected("pool_empty")

    for _ in range(2):
        with pytest.raises(Rejected):
            programs.of("key", fail)
    assert programs.of("key", lambda: Program(POOL, RULES)).base.score == 15


def test_of_equally_good_lists_the_base_stays():
    program = Program(POOL, RULES)
    outlook = program.ask(typed(RULES, {"quota-0-max": "4"}))
    assert outlook.chosen.tolist() == program.base.chosen.tolist()
