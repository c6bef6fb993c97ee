"""Who was invited to a staff survey: counts by unit and margin."""

from __future__ import annotations

import pandas as pd

from analysis.intake.sample.surveys.draw import Round

MARGINS = {
    "gender": "Jenis Kelamin",
    "age_band": "Kelompok Usia",
    "status": "Status Kepegawaian",
    "position_type": "Jenis Jabatan",
}


def frame_rows(round_: Round, names: dict[str, str]) -> list[list[object]]:
    """Return rows of wave, year, unit, margin, level and the number invited; all levels of a unit.

    Parameters
    ----------
    round_ : Round
    names : dict of str to str
        Name of each unit.
    """
    rows: list[list[object]] = []
    for unit, invited in round_.invited.groupby("unit_id", sort=False):
        head = [round_.wave.name, round_.wave.last.year, names[str(unit)]]
        rows.append([*head, "Semua", "", len(invited)])
        for column, label in MARGINS.items():
            rows += [[*head, label, level, count] for level, count in _counts(invited[column])]
    return rows


def _counts(values: pd.Series) -> list[tuple[str, int]]:
    counts = values.value_counts()
    return [(str(level), int(counts[level])) for level in sorted(counts.index)]
