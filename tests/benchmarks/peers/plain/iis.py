"""Run by the peer's own Python: FILE LIMIT_S; HiGHS's irreducible infeasible subsystem.

Of the relaxation, which is infeasible too where this peer is asked.
"""

import sys

import highspy
import numpy as np
from instance import Watch

watch = Watch.start()
instance = watch.instance
width, rows = len(instance.scores), len(instance.members)
starts, people = instance.entries
model = highspy.HighsLp()
model.num_col_, model.num_row_ = width, rows + 1
model.col_cost_ = np.zeros(width)
model.col_lower_, model.col_upper_ = np.zeros(width), np.ones(width)
model.row_lower_ = np.array([*instance.least, instance.seats], dtype=float)
model.row_upper_ = np.array([*instance.most, instance.seats], dtype=float)
model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
model.a_matrix_.start_ = np.append(starts, starts[-1] + width).astype(np.int32)
model.a_matrix_.index_ = np.concatenate((people, np.arange(width))).astype(np.int32)
model.a_matrix_.value_ = np.ones(len(people) + width)
solver = highspy.Highs()
solver.setOptionValue("output_flag", False)
solver.setOptionValue("time_limit", float(sys.argv[2]))
wanted = highspy.IisStrategy.kIisStrategyFromLp, highspy.IisStrategy.kIisStrategyIrreducible
solver.setOptionValue("iis_strategy", sum(part.value for part in wanted))
solver.passModel(model)
_, found = solver.getIis()
rows_found = len(found.row_index_)
watch.tell(None, proven=rows_found > 0, status=f"{rows_found} rows", may_break=True)
