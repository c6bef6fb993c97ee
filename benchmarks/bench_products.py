"""Time all products of one satisfaction report in both languages, beyond the study itself.

    python benchmarks/bench_products.py [--report reports/sawahlunto/2025-S2/satisfaction]

Limit: 4 s for all of them together.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from analysis.presenting.reading import read_bundle
from analysis.products import html
from analysis.products.formats import PRODUCTS
from analysis.products.making import make_products

LIMIT_SECONDS = 4.0
LANGUAGES = ("id", "en")


def newest_report() -> Path:
    found = sorted(Path("reports").glob("*/*/satisfaction"), key=lambda one: one.parent.name)
    if not found:
        raise SystemExit("There is no satisfaction report yet: run `make reports` first.")
    return found[-1]


def pages(folder: Path) -> None:
    for lang in LANGUAGES:
        html.render(folder / "notebook.ipynb", folder, lang)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path, default=None)
    report = parser.parse_args().report or newest_report()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "report"
        shutil.copytree(report, folder)
        pages(folder)
        seconds = {"html": timed(lambda: pages(folder))}
        for name in dict.fromkeys(one.format for one in PRODUCTS):
            if name != "html":
                make_products(folder, [name], LANGUAGES)
                seconds[name] = timed(lambda name=name: make_products(folder, [name], LANGUAGES))
        seconds["bundle read"] = timed(lambda: read_bundle(folder))
    for name, one in seconds.items():
        print(f"{name:12} {one:6.2f} s")
    total = sum(one for name, one in seconds.items() if name != "bundle read")
    ratio = total / LIMIT_SECONDS
    print(f"{'all':12} {total:6.2f} s  limit {LIMIT_SECONDS} s, ratio {ratio:.2f}")


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
