"""Run by the peer's own Python: FILE LIMIT_S; one Boolean per person, on all cores."""

import sys

import numpy as np
from instance import Watch
from ortools.sat.python import cp_model

watch = Watch.start()
instance = watch.instance
model = cp_model.CpModel()
chosen = [model.new_bool_var("") for _ in range(len(instance.scores))]
model.add(cp_model.LinearExpr.sum(chosen) == instance.seats)
for members, least, most in zip(instance.members, instance.least, instance.most, strict=True):
    count = cp_model.LinearExpr.sum([chosen[row] for row in members.tolist()])
    model.add_linear_constraint(count, least, most)
model.maximize(cp_model.LinearExpr.weighted_sum(chosen, instance.scores.tolist()))
solver = cp_model.CpSolver()
solver.parameters.max_time_in_seconds = float(sys.argv[2])
status = solver.solve(model)
has_list = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
values = np.array(solver.values(chosen)) if has_list else None
proven = status == cp_model.OPTIMAL
watch.tell(values, proven=proven, status=solver.status_name(status))
