"""Run by the peer's own Python: FILE LIMIT_S cbc|highs; the model as PuLP's manual writes it.

Rows of a priority get columns for how far they are missed; their sums are made least one after
another, each held from then on, and the merit last.
"""

import sys
from time import perf_counter

import pulp
from instance import Watch
from pulp.apis.coin_api import pulp_cbc_path

watch = Watch.start()
limit_s, backend = float(sys.argv[2]), sys.argv[3]


def solved(model: pulp.LpProblem) -> bool:
    """Solve to a gap under one; ``status`` says optimal at a time limit too, so it is not read."""
    left_s = max(0.0, limit_s - (perf_counter() - watch.started))
    options = {"msg": False, "gapRel": 0, "gapAbs": 0.9, "timeLimit": left_s}
    model.solve(
        pulp.COIN_CMD(path=pulp_cbc_path, **options)
        if backend == "cbc"
        else pulp.HiGHS(mip_feasibility_tolerance=1e-9, **options)
    )
    return model.sol_status == pulp.LpSolutionOptimal


instance = watch.instance
model = pulp.LpProblem("plain", pulp.LpMaximize)
width = len(instance.scores)
chosen = [model.add_variable(f"x{row:07d}", 0, 1, pulp.LpInteger) for row in range(width)]
model += pulp.lpSum(chosen) == instance.seats
missed: dict[int, list[pulp.LpVariable]] = {}
rows = zip(instance.members, instance.least, instance.most, instance.priority, strict=True)
for number, (members, least, most, priority) in enumerate(rows):
    count = pulp.lpSum(chosen[row] for row in members.tolist())
    under = over = 0
    if priority:
        under = model.add_variable(f"u{number:04d}", 0, instance.seats, pulp.LpInteger)
        over = model.add_variable(f"v{number:04d}", 0, instance.seats, pulp.LpInteger)
        missed.setdefault(priority, []).extend((under, over))
    model += count + under >= least
    model += count - over <= most
is_proven = True
for priority in sorted(missed):
    total = pulp.lpSum(missed[priority])
    model.setObjective(-total)
    is_proven = is_proven and solved(model)
    model += total <= round(pulp.value(total))
model.setObjective(pulp.lpDot(chosen, instance.scores.tolist()))
is_proven = is_proven and solved(model)
values = [person.varValue or 0.0 for person in chosen]
watch.tell(values, proven=is_proven, status=pulp.LpSolution[model.sol_status])
