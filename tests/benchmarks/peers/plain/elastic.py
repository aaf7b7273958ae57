"""Run by the peer's own Python: FILE LIMIT_S; all people, and a column by which each bound gives.

The least sum of those columns is the least change that makes a list possible.
"""

import sys

import highspy
import numpy as np
from instance import Watch

watch = Watch.start()
instance = watch.instance
width, rows = len(instance.scores), len(instance.members)
starts, people = instance.entries
lengths = np.diff(starts)
ends = np.cumsum(lengths + 2)
# After a row's people come its two columns: one that adds to the count, one that takes away.
is_given = np.zeros(ends[-1], dtype=bool)
is_given[ends - 2] = is_given[ends - 1] = True
index = np.empty(ends[-1], dtype=np.int32)
index[~is_given] = people
index[is_given] = width + np.arange(2 * rows)
value = np.ones(ends[-1])
value[ends - 1] = -1
total = width + 2 * rows
model = highspy.HighsLp()
model.num_col_, model.num_row_ = total, rows + 1
model.col_cost_ = np.repeat([0.0, 1.0], [width, 2 * rows])
model.col_lower_ = np.zeros(total)
model.col_upper_ = np.repeat([1.0, float(instance.seats)], [width, 2 * rows])
model.row_lower_ = np.array([*instance.least, instance.seats], dtype=float)
model.row_upper_ = np.array([*instance.most, instance.seats], dtype=float)
model.integrality_ = [highspy.HighsVarType.kInteger] * total
model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
model.a_matrix_.start_ = np.concatenate(([0], ends, [ends[-1] + width])).astype(np.int32)
model.a_matrix_.index_ = np.concatenate((index, np.arange(width))).astype(np.int32)
model.a_matrix_.value_ = np.concatenate((value, np.ones(width)))
solver = highspy.Highs()
options = {
    "output_flag": False,
    "time_limit": float(sys.argv[2]),
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.9,
}
for option, setting in options.items():
    solver.setOptionValue(option, setting)
solver.passModel(model)
solver.run()
status = solver.getModelStatus()
has_list = np.isfinite(solver.getInfo().objective_function_value)
values = np.array(solver.getSolution().col_value)[:width] if has_list else None
proven = status == highspy.HighsModelStatus.kOptimal
watch.tell(values, proven=proven, status=solver.modelStatusToString(status), may_break=True)
