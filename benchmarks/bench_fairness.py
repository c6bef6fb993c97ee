"""The fairness study on many employees, and its crossed model against lmer alone.

    PYTHONPATH=. .venv/bin/python benchmarks/bench_fairness.py [--employees 5000 20000 50000]

Draws regions of so many employees with four quarters of scores and an annual label each, sixteen
appraisers a unit and one employee in ten moving between quarters; every size runs in a process of
its own. Then the ratings of mixedlm's InstEval, fitted by `fit_crossed` and by `mixedlm.lmer`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from unittest import mock

from mixedlm import lmer, load_insteval

from analysis.stats import crossed
from analysis.studies.fairness import run_fairness
from tests.simulation.appraisal_draw import Knobs, Layout, draw_ratings
from tests.simulation.appraisal_study import study_of_ratings

EMPLOYEES = (5_000, 20_000, 50_000)
KNOBS = Knobs(severity_spread=3.0, sorting=0.5, direct_gap=-1.0, composition=0.3, moved_share=0.1)
APPRAISERS, RATEES = 16, 12
SECONDS_LIMIT, MEMORY_LIMIT_GB, FITS_LIMIT = 180.0, 3.0, 2
RATIO_LIMIT, REPEATS = 1.2, 5


def measure(employees: int) -> dict[str, float]:
    """Seconds by the clock and of the processor, peak memory, and crossed fits of one run."""
    layout = Layout(units=round(employees / APPRAISERS / RATEES), appraisers=APPRAISERS)
    data = study_of_ratings(draw_ratings(KNOBS, 0, layout), seed=0)
    with mock.patch.object(crossed, "_fitted", wraps=crossed._fitted) as fits:
        start, cpu = time.perf_counter(), time.process_time()
        run_fairness(data)
        seconds, worked = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"seconds": seconds, "worked": worked, "peak_gb": peak, "fits": fits.call_count}


def measure_apart(employees: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", str(employees)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ratio_of_insteval() -> tuple[float, float]:
    """Best times of fit_crossed and of lmer alone, taken in turns."""
    ratings = load_insteval().assign(d=lambda rows: "d" + rows["d"])
    roles = {"value": "y", "ratee": "s", "rater": "d", "group": "service", "reference": "0"}
    ours, theirs = [], []
    for _ in range(REPEATS):
        theirs.append(_timed(lambda: lmer("y ~ service + (1 | s) + (1 | d)", ratings)))
        ours.append(_timed(lambda: crossed.fit_crossed(ratings, **roles, mundlak=False)))
    return min(ours), min(theirs)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--employees", type=int, nargs="+", default=list(EMPLOYEES))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return 0
    print(f"limits: {SECONDS_LIMIT:g} s, {MEMORY_LIMIT_GB:g} GB, {FITS_LIMIT} crossed fits")
    found = {one: measure_apart(one) for one in options.employees}
    for employees, one in found.items():
        print(
            f"{employees:7,} employees x 4 {one['seconds']:7.1f} s by the clock "
            f"{one['worked']:7.1f} s of the processor {one['peak_gb']:5.2f} GB {one['fits']} fits"
        )
    ours, theirs = ratio_of_insteval()
    print(f"InstEval: fit_crossed {ours:.2f} s, lmer {theirs:.2f} s, x{ours / theirs:.2f}")
    print(f"limit: {RATIO_LIMIT} times lmer, best of {REPEATS}")
    slow = ours > RATIO_LIMIT * theirs
    return int(slow or any(_too_much(one) for one in found.values()))


def _too_much(one: dict[str, float]) -> bool:
    return (
        one["seconds"] > SECONDS_LIMIT
        or one["peak_gb"] > MEMORY_LIMIT_GB
        or one["fits"] > FITS_LIMIT
    )


if __name__ == "__main__":
    raise SystemExit(main())
