"""Run by the peer's own Python: let sortition-algorithms say what to change, and time it.

Reads {"seats", "features": {feature: {value: [min, max]}}, "people": {feature: [values]}} and
writes the seconds it took and by how many people its suggestion moves bounds.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from sortition_algorithms.committee_generation.common import setup_committee_generation
from sortition_algorithms.errors import InfeasibleQuotasError
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people
from sortition_algorithms.settings import Settings

asked = json.load(sys.stdin)
rows = [
    {"feature": feature, "value": value, "min": str(least), "max": str(most)}
    for feature, values in asked["features"].items()
    for value, (least, most) in values.items()
]
features, *_ = read_in_features(["feature", "value", "min", "max"], rows)
columns = asked["people"]
people_rows = [
    {"id": str(number), **dict(zip(columns, values, strict=True))}
    for number, values in enumerate(zip(*columns.values(), strict=True))
]
settings = Settings(id_column="id", columns_to_keep=[])
people, _ = read_in_people(["id", *columns], people_rows, features, settings)
started = perf_counter()
try:
    setup_committee_generation(features, people, asked["seats"], [], sys.argv[1])
except InfeasibleQuotasError as error:
    seconds = perf_counter() - started
    moved = sum(
        features[feature][value].min - bounds.min + bounds.max - features[feature][value].max
        for feature, values in error.features.items()
        for value, bounds in values.items()
    )
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    # The package goes on from an optimal answer of its program only.
    told = {"seconds": seconds, "moved": moved, "proven": True, "peak_mb": peak / 1024}
    print(json.dumps(told))
