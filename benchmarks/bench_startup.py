"""Time of `kinerja --help` as a whole process: the limit is 0.5 s."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

RUNS = 7
LIMIT_SECONDS = 0.5


def seconds() -> float:
    start = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).with_name("kinerja"), "--help"], capture_output=True, check=True
    )
    return time.perf_counter() - start


def main() -> int:
    seconds()
    measured = median(seconds() for _ in range(RUNS))
    ratio = measured / LIMIT_SECONDS
    print(f"kinerja --help: {measured:.2f} s, limit {LIMIT_SECONDS} s, ratio {ratio:.2f}")
    return int(measured > LIMIT_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
