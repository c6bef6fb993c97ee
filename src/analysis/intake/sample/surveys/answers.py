"""From latent values to answers: items of the codebook, careless sheets, blanks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intake.sample.surveys.knobs import THRESHOLDS, SurveyKnobs
from analysis.schemas.codebook import Codebook, load_codebook

INSTRUMENT = "survei_pegawai"
RESISTANCE = "resistensi_evaluasi"
MIDDLE = 3


def staff_codebook() -> Codebook:
    """Return the instrument that the sample regions use."""
    return load_codebook(INSTRUMENT)


def draw_answers(
    latent: dict[str, np.ndarray], rng: np.random.Generator, *, scales: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Draw answers 1-5 as they stand on the sheet, one column an item; reversed items reversed.

    Parameters
    ----------
    latent : dict of str to ndarray, each of shape (n,)
        Latent value of each scale.
    rng : Generator
    scales : tuple of str
        Scales wanted; empty means all of the codebook.
    """
    answers = {}
    for item in staff_codebook().items:
        if scales and item.scale not in scales:
            continue
        value = latent[item.scale] * (-1 if item.reverse else 1)
        noisy = value + rng.standard_normal(value.size)
        answers[item.key] = 1 + np.searchsorted(THRESHOLDS, noisy).astype(np.int8)
    return pd.DataFrame(answers)


def soil_answers(
    answers: pd.DataFrame, knobs: SurveyKnobs, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the answers with straight-lined sheets and blanks."""
    careless = rng.random(len(answers)) < knobs.straightline_share
    same = MIDDLE + rng.integers(0, 2, len(answers))
    blank = (rng.random(answers.shape) < knobs.missing_share) & ~careless[:, None]
    marked = np.where(careless[:, None], same[:, None], answers.to_numpy())
    return pd.DataFrame(marked, columns=answers.columns).astype("Int8").mask(blank)


def scored(answers: pd.DataFrame, items: list[str]) -> np.ndarray:
    """Return the answers to `items` with reversed items turned, shape (n, items)."""
    book = staff_codebook()
    turned = book.answers.minimum + book.answers.maximum
    columns = [
        turned - answers[key].to_numpy() if book.item(key).reverse else answers[key].to_numpy()
        for key in items
    ]
    return np.column_stack(columns).astype(float)


def resistance_items() -> list[str]:
    """Return the keys of the items on resistance to the evaluation system."""
    return staff_codebook().items_of(RESISTANCE)
