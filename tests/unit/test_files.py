from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analysis import files
from analysis.files import publish_folder, recover_folder, sha256_of, write_atomically


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "a.txt").write_text(text)
    return path


def test_sha256_is_that_of_the_standard_library(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert sha256_of(path) == hashlib.sha256(b"abc").hexdigest()


def test_write_atomically_makes_folders_and_leaves_nothing_aside(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new" / "a.txt", "é")
    assert (tmp_path / "new" / "a.txt").read_bytes() == "é".encode()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.txt"]


@pytest.mark.parametrize("one_step", [True, False])
def test_publish_replaces_a_full_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_step: bool
) -> None:
    if not one_step:
        monkeypatch.setattr(files, "_renameat2", lambda: None)
    target = folder(tmp_path / "target", "old")
    staged = folder(tmp_path / "staged", "new")
    publish_folder(staged, target)
    assert (target / "a.txt").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["target"]


def test_an_exchange_cut_off_before_its_second_step_is_undone(tmp_path: Path) -> None:
    old = folder(tmp_path / "target.old", "old")
    recover_folder(tmp_path / "target")
    assert (tmp_path / "target" / "a.txt").read_text() == "old"
    assert not old.exists()


def test_an_exchange_cut_off_after_its_second_step_is_completed(tmp_path: Path) -> None:
    folder(tmp_path / "target", "new")
    folder(tmp_path / "target.old", "old")
    recover_folder(tmp_path / "target")
    assert (tmp_path / "target" / "a.txt").read_text() == "new"
    assert not (tmp_path / "target.old").exists()
