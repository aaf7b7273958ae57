"""Run by the peer's own Python: FILE LIMIT_S; SCIP, to a gap under one."""

import sys

from instance import Watch
from pyscipopt import Model, quicksum

watch = Watch.start()
instance = watch.instance
model = Model()
model.hideOutput()
chosen = [model.addVar(vtype="B", obj=score) for score in instance.scores.tolist()]
model.setMaximize()
model.addCons(quicksum(chosen) == instance.seats)
for members, least, most in zip(instance.members, instance.least, instance.most, strict=True):
    count = quicksum(chosen[row] for row in members.tolist())
    model.addCons(least <= (count <= most))
model.setParam("limits/time", float(sys.argv[2]))
model.setParam("limits/absgap", 0.9)
model.optimize()
has_list = model.getNSols() > 0
values = [model.getVal(person) for person in chosen] if has_list else None
proven = has_list and model.getDualbound() - model.getPrimalbound() < 1
watch.tell(values, proven=proven, status=model.getStatus())
