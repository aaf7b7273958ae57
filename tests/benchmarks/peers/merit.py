"""The solvers that people could use instead: the plain model of a choice, from the same arrays."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from optimizer.problem import Pool, Rules
from tests.benchmarks.peers import environment

_SCRIPTS = Path(__file__).resolve().parent / "plain"
_GRACE_S = 60
"""Beyond its limit: for reading, and for the model that is built before the solver's own clock."""

_NOTHING = {
    "score": 0,
    "misses": [],
    "moved": None,
    "is_kept": False,
    "proven": False,
    "peak_mb": 0,
}
"""What is told of a peer that broke down, or did not stop at its limit."""


@dataclass(frozen=True)
class Peer:
    """A solver, the packages of its own environment, and the script that runs there."""

    name: str
    folder: str
    packages: tuple[str, ...]
    script: str
    words: tuple[str, ...] = ()


_PULP = ("PuLP[cbc]==3.3.2", "highspy==1.15.1", "numpy==2.4.6")
CBC = Peer("PuLP 3.3.2 + CBC", "pulp", _PULP, "pulp_model.py", ("cbc",))
PULP_HIGHS = Peer("PuLP 3.3.2 + HiGHS 1.15.1", "pulp", _PULP, "pulp_model.py", ("highs",))
HIGHS = Peer("HiGHS 1.15.1 from arrays", "pulp", _PULP, "highs_arrays.py")
CP_SAT = Peer("OR-Tools CP-SAT 9.15", "cp-sat", ("ortools==9.15.6755",), "cp_sat.py")
SCIP = Peer("SCIP, PySCIPOpt 6.3.0", "scip", ("pyscipopt==6.3.0", "numpy==2.4.6"), "scip.py")
ELASTIC = Peer("elastic model, HiGHS 1.15.1", "pulp", _PULP, "elastic.py")
IIS = Peer("IIS of HiGHS 1.15.1", "pulp", _PULP, "iis.py")
PEERS = (CBC, PULP_HIGHS, HIGHS, CP_SAT, SCIP)


def write(pool: Pool, rules: Rules, path: Path) -> None:
    """Write the arrays of a choice of fixed size for the peers' scripts."""
    seats = rules.most
    assert rules.fewest == seats
    quotas = rules.quotas
    np.savez(
        path,
        scores=pool.scores,
        seats=seats,
        members=np.concatenate([quota.members for quota in quotas]),
        lengths=np.array([len(quota.members) for quota in quotas]),
        least=np.array([quota.floor(seats) for quota in quotas]),
        most=np.array([quota.ceiling(seats) for quota in quotas]),
        priority=np.array([quota.priority if quota.is_soft else 0 for quota in quotas]),
    )


@contextmanager
def arrays(pool: Pool, rules: Rules) -> Iterator[Path]:
    """Keep the arrays of a choice in a file for as long as peers read it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "arrays.npz"
        write(pool, rules, path)
        yield path


def solve(peer: Peer, path: Path, limit_s: float) -> Mapping[str, Any] | None:
    """Let a peer choose, in a process of its own; None where pip cannot install it.

    Gives ``seconds`` from arrays to answer, ``score`` in units and ``misses`` by priority as
    recounted from its list, ``moved`` bounds, ``proven``, its ``status`` in its own words, and
    ``peak_mb``.
    """
    python = environment(peer.folder, *peer.packages)
    if python is None:
        return None
    command = [str(python), str(_SCRIPTS / peer.script), str(path), str(limit_s), *peer.words]
    started = perf_counter()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=limit_s + _GRACE_S
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as broken:
        return _NOTHING | {"seconds": perf_counter() - started, "status": str(broken)}
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
