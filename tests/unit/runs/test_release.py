"""A file of rows is judged by the groups behind its traits and by what names a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import UsageError
from analysis.runs.release import check_release

HEAD = "No;Jenis Kelamin;Pendidikan Terakhir;Unit Layanan;Saran\n"


def write(path: Path, lines: list[str], head: str = HEAD) -> Path:
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")
    return path


def rows(count: int, text: str) -> list[str]:
    return [f"{number};{text}" for number in range(1, count + 1)]


def test_traits_are_recognised_by_their_headings(tmp_path: Path) -> None:
    (found,) = check_release(write(tmp_path / "skm.csv", rows(12, "L;SMA;Dukcapil;baik")), floor=5)
    assert found.traits == ("Jenis Kelamin", "Pendidikan Terakhir", "Unit Layanan")
    assert (found.rows, found.safe) == (12, True)


def test_a_lone_combination_is_not_safe(tmp_path: Path) -> None:
    lines = [*rows(12, "L;SMA;Dukcapil;baik"), "13;P;S2;Dukcapil;baik"]
    (found,) = check_release(write(tmp_path / "skm.csv", lines), floor=5)
    assert not found.safe
    assert (found.sets[0].below, found.sets[0].unique, found.sets[0].k) == (1, 1, 1)
    assert len(found.sets[0].traits) == 1


def test_columns_about_persons_are_named_and_counted(tmp_path: Path) -> None:
    head = HEAD.replace("No;", "Nama;")
    lines = ["Budi Contoh;L;SMA;Dukcapil;telepon saya 081234567890"] * 6
    (found,) = check_release(write(tmp_path / "skm.csv", lines, head), floor=5)
    assert found.persons == {"Nama": 6, "Saran": 6}
    assert not found.safe


def test_a_trait_that_is_no_heading_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "skm.csv", rows(6, "L;SMA;Dukcapil;baik"))
    with pytest.raises(UsageError) as caught:
        check_release(path, floor=5, traits=["Umur"])
    assert "Umur" in caught.value.text("en")
    assert "Pendidikan Terakhir" in caught.value.text("en")
