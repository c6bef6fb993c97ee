"""Files that appear whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write `path` so that a reader sees the old or the new content, never a part."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    with aside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def publish_folder(staged: Path, target: Path) -> None:
    """Put the finished folder `staged` at `target` in one step and remove what was there.

    Both must lie on one file system. On Linux the two folders are exchanged by one system call;
    elsewhere `target` is renamed to `<target>.old` first, and `recover_folder` completes an
    exchange that was cut off between the two renames.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        staged.rename(target)
        return
    _exchange(staged, target)
    shutil.rmtree(staged, ignore_errors=True)


def recover_folder(target: Path) -> None:
    """Complete or undo an exchange that was cut off; harmless when there was none."""
    old = target.with_name(target.name + ".old")
    if old.exists() and not target.exists():
        old.rename(target)
    elif old.exists():
        shutil.rmtree(old)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` while a block of work runs.

    Raises
    ------
    BlockingIOError
        If another process holds it. Where the system has no such locks, nothing is held.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _exchange(staged: Path, target: Path) -> None:
    renameat2 = _renameat2()
    if renameat2 is not None and _exchanged_in_one_step(renameat2, staged, target):
        return
    old = target.with_name(target.name + ".old")
    target.rename(old)
    staged.rename(target)
    old.rename(staged)


def _renameat2() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


def _exchanged_in_one_step(renameat2: Callable[..., int], staged: Path, target: Path) -> bool:
    done = renameat2(
        _AT_FDCWD, os.fsencode(staged), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE
    )
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(number, os.strerror(number), str(target))
