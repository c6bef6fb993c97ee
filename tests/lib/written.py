"""The specimen's bundle on disk, written once a process: drawing its figures takes seconds."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from specimen import write_specimen

from analysis.presenting.reading import Bundle, read_bundle


@cache
def specimen_bundle() -> Bundle:
    """Return the specimen as products read it; nobody writes into its folder."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-specimen-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return read_bundle(write_specimen(folder / "bundle"))
