"""Run by the peer's own Python: FILE LIMIT_S; the whole model handed to HiGHS as arrays."""

import sys

import highspy
import numpy as np
from instance import Watch

watch = Watch.start()
instance = watch.instance
width, height = len(instance.scores), len(instance.members) + 1
starts, people = instance.entries
model = highspy.HighsLp()
model.num_col_, model.num_row_ = width, height
model.sense_ = highspy.ObjSense.kMaximize
model.col_cost_ = instance.scores.astype(float)
model.col_lower_, model.col_upper_ = np.zeros(width), np.ones(width)
model.row_lower_ = np.array([*instance.least, instance.seats], dtype=float)
model.row_upper_ = np.array([*instance.most, instance.seats], dtype=float)
model.integrality_ = [highspy.HighsVarType.kInteger] * width
model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
model.a_matrix_.start_ = np.append(starts, starts[-1] + width).astype(np.int32)
model.a_matrix_.index_ = np.concatenate((people, np.arange(width))).astype(np.int32)
model.a_matrix_.value_ = np.ones(len(people) + width)
solver = highspy.Highs()
options = {
    "output_flag": False,
    "time_limit": float(sys.argv[2]),
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.9,
    "mip_feasibility_tolerance": 1e-9,
}
for option, value in options.items():
    solver.setOptionValue(option, value)
solver.passModel(model)
solver.run()
status = solver.getModelStatus()
values = solver.getSolution().col_value or None
proven = status == highspy.HighsModelStatus.kOptimal
watch.tell(values, proven=proven, status=solver.modelStatusToString(status))
