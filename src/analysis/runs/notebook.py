"""Execute a study notebook and take machine paths out of what is kept."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from analysis.errors import ReportError
from analysis.privacy.patterns import without_matches
from analysis.runs.identity import notebook_path
from analysis.runs.parameters import check_asked, check_parameters, notebook_defaults
from analysis.runs.plan import Job
from analysis.settings import Project

CELL_SECONDS = 1200
SINGLE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
QUIET_KERNEL = "--log-level=CRITICAL"
PATH_PARAMETERS = ("data_dir", "out_dir")


def execute(project: Project, job: Job, staged: Path) -> Path:
    """Run the notebook of `job` with papermill; its last cell writes the bundle into `staged`.

    Returns
    -------
    Path
        The executed notebook, `staged/notebook.ipynb`, scrubbed of paths.

    Raises
    ------
    ReportError
        If a cell fails, the kernel dies or a cell takes longer than `CELL_SECONDS`.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill

    for name in SINGLE_THREAD:
        os.environ.setdefault(name, "1")
    source, target = notebook_path(project, job.study), staged / "notebook.ipynb"
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=notebook_parameters(project, job, staged),
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            execution_timeout=CELL_SECONDS,
            cwd=str(project.home),
            extra_arguments=[QUIET_KERNEL],
        )
    except Exception as error:
        raise ReportError(
            "runs.notebook_failed", report=job.name, kind=type(error).__name__, detail=_last(error)
        ) from error
    scrub(target, project.home, staged)
    return target


def notebook_parameters(project: Project, job: Job, staged: Path) -> dict[str, Any]:
    """Return the parameters that the notebook is run with, checked against its defaults."""
    check_asked(job.parameters)
    given = {
        "region": job.region,
        "period": job.period,
        "lang": job.languages[0],
        "unit": job.unit,
        "data_dir": str(project.home / "data"),
        "out_dir": str(staged),
        **job.parameters,
    }
    source = notebook_path(project, job.study)
    check_parameters(given, notebook_defaults(source), source.name)
    return given


def scrub(path: Path, *folders: Path) -> None:
    """Take machine paths, timings and injected folders out of an executed notebook."""
    book = json.loads(path.read_text("utf-8"))
    book["metadata"].pop("papermill", None)
    for cell in book["cells"]:
        for key in ("papermill", "execution"):
            cell["metadata"].pop(key, None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["source"] = [
                line
                for line in "".join(cell["source"]).splitlines(keepends=True)
                if not line.startswith(PATH_PARAMETERS)
            ]
    text = json.dumps(book, ensure_ascii=False, indent=1)
    for folder in sorted(folders, key=lambda one: -len(str(one))):
        text = text.replace(str(folder), ".")
    path.write_text(text, "utf-8")


def _last(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return without_matches(lines[-1])[:300].rstrip(".") if lines else ""
