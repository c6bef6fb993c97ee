"""Variance of the index from sums of its linearised values, and its degrees of freedom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.stats.design import SurveyDesign

if TYPE_CHECKING:
    from collections.abc import Hashable

    from analysis.stats.answers import AnswerSource

_NOISE = 1e-12
"""Standard errors below this share of the scale are rounding of equal answers, and count as 0."""


def add_variance(
    groups: pd.DataFrame, source: AnswerSource, design: SurveyDesign, multiplier: float
) -> pd.DataFrame:
    """Add std_error, design_effect, df, covers and the reasons why there is no error.

    Parameters
    ----------
    groups : DataFrame
        One row a group as `index` makes it: n, size, k, s<i>, m<i>, estimate, reason_code.
    source : AnswerSource
        Still open; the second pass reads it.
    design : SurveyDesign
    multiplier : float
        Of the scale; the error is in units of the index.
    """
    with_coefficients = _with_coefficients(groups, len(source.items))
    squares = source.squares(with_coefficients)
    if design.is_structured:
        parts = _structured(with_coefficients, source, design)
    else:
        parts = _one_sample(groups, squares["szz"].to_numpy(), source.keys, design)
    n = groups["n"].to_numpy(float)
    simple_variance = squares["srs"].to_numpy() * _ratio(groups["size"].to_numpy(), n - 1)
    unit = multiplier / groups["k"].where(groups["k"] > 0, 1)
    std_error = np.sqrt(parts["variance"].clip(lower=0.0)) * unit
    std_error = std_error.mask(std_error < _NOISE * abs(multiplier), 0.0)
    effect = _ratio(parts["variance"].to_numpy(), simple_variance)
    reason = _reason(groups, parts, std_error)
    hidden = ~reason.isin(["", "no_variation", "population_below_n"])
    return groups.assign(
        std_error=std_error.mask(hidden),
        design_effect=pd.Series(effect, index=groups.index).mask(hidden | (std_error == 0)),
        df=parts["df"].mask(hidden),
        covers=_covers(design, parts),
        reason_code=reason,
    )


def _with_coefficients(groups: pd.DataFrame, n_items: int) -> pd.DataFrame:
    """Add r<i>, the item mean, and q<i>, one over its base, both 0 where nobody answered."""
    new = {}
    for i in range(n_items):
        base = groups[f"s{i}"].to_numpy(float)
        new[f"r{i}"] = groups[f"m{i}"].fillna(0.0).to_numpy()
        new[f"q{i}"] = _ratio(np.ones_like(base), base, otherwise=0.0)
    return groups.assign(**new)


def _one_sample(
    groups: pd.DataFrame, szz: np.ndarray, keys: list[str], design: SurveyDesign
) -> pd.DataFrame:
    """Each group is its own sample: (1 - f) n / (n - 1) * sum of z^2."""
    n = groups["n"].to_numpy(float)
    population = _population_of_groups(groups, keys, design)
    fraction, too_small = _fraction(n, population)
    variance = (1 - fraction) * _ratio(n, n - 1) * szz
    return pd.DataFrame(
        {
            "variance": variance,
            "df": n - 1,
            "everybody": fraction == 1,
            "too_small": too_small,
            "lonely": False,
        },
        index=groups.index,
    )


def _structured(groups: pd.DataFrame, source: AnswerSource, design: SurveyDesign) -> pd.DataFrame:
    """Sum over strata: (1 - f_h) n_h / (n_h - 1) * (sum z^2 - (sum z)^2 / n_h)."""
    sums, strata = source.cluster_sums(groups)
    n_h = strata["n_h"].to_numpy(float)
    fraction, too_small = _fraction(n_h, _population_of_strata(strata, design))
    strata = strata.assign(
        factor=(1 - fraction) * _ratio(n_h, n_h - 1),
        lonely=(n_h < 2) & (fraction < 1) & bool(design.stratum),
        too_small=too_small,
        everybody=fraction == 1,
    )
    cells = sums.merge(strata, how="left", on="h")
    spread = cells["szz"] - cells["sz"] ** 2 / cells["n_h"]
    factor = cells["factor"].where(~cells["everybody"], 0.0)
    cells = cells.assign(variance=factor * spread.clip(lower=0.0))
    by_group = cells.groupby("g")
    parts = pd.DataFrame(
        {
            "variance": by_group["variance"].sum(),
            "df": by_group["m"].sum() - by_group["h"].size(),
            "everybody": by_group["everybody"].all(),
            "too_small": by_group["too_small"].any(),
            "lonely": by_group["lonely"].any(),
        }
    ).reindex(range(len(groups)))
    parts.index = groups.index
    flags = ["everybody", "too_small", "lonely"]
    return parts.assign(**parts[flags].astype("boolean").fillna(value=False).astype(bool))


def _fraction(n: np.ndarray, population: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return n / N (0 where N is unknown or below n) and whether N was below n."""
    too_small = population < n
    known = np.isfinite(population) & ~too_small & (population > 0)
    return _ratio(n, np.where(known, population, np.nan), otherwise=0.0), too_small


def _population_of_groups(
    groups: pd.DataFrame, keys: list[str], design: SurveyDesign
) -> np.ndarray:
    """Return N of each group, NaN where it is unknown or has no place in the error."""
    unknown = np.full(len(groups), np.nan)
    if not design.is_probability or design.population is None:
        return unknown
    if isinstance(design.population, int):
        share = groups["n"].to_numpy(float) / max(groups["n"].sum(), 1)
        return design.population * share
    rows = groups[keys].itertuples(index=False, name=None)
    values: list[Hashable] = [row[0] if len(keys) == 1 else tuple(row) for row in rows]
    return np.array([design.population.get(value, np.nan) for value in values], dtype=float)


def _population_of_strata(strata: pd.DataFrame, design: SurveyDesign) -> np.ndarray:
    """Return N_h of each stratum; clusters count as drawn with replacement and have none."""
    if design.cluster or design.population is None:
        return np.full(len(strata), np.nan)
    if isinstance(design.population, int):
        return design.population * (strata["n_h"] / strata["n_h"].sum()).to_numpy(float)
    found = [design.population.get(stratum, np.nan) for stratum in strata["h"]]
    return np.array(found, dtype=float)


def _reason(groups: pd.DataFrame, parts: pd.DataFrame, std_error: pd.Series) -> pd.Series:
    """Return the first reason that applies, most serious first; empty where all is well."""
    counts = groups.filter(regex=r"^n\d+$")
    reasons = [
        (groups["reason_code"] != "", groups["reason_code"]),
        (parts["everybody"], "everybody_answered"),
        (groups["n"] == 1, "single_sheet"),
        ((counts == 1).any(axis=1), "item_answered_once"),
        (parts["lonely"], "lonely_stratum"),
        (~(parts["df"] > 0), "single_cluster"),
        (std_error == 0, "no_variation"),
        (parts["too_small"], "population_below_n"),
    ]
    conditions = [condition.to_numpy() for condition, _ in reasons]
    texts = [np.asarray(text, dtype=object) for _, text in reasons]
    chosen = np.select(conditions, [np.broadcast_to(t, len(groups)) for t in texts], default="")
    return pd.Series(chosen, index=groups.index, dtype="str")


def _covers(design: SurveyDesign, parts: pd.DataFrame) -> np.ndarray:
    if not design.is_probability:
        return np.full(len(parts), "random_variation", dtype=object)
    return np.where(parts["everybody"], "everybody", "sampling").astype(object)


def _ratio(top: np.ndarray, bottom: np.ndarray, *, otherwise: float = np.nan) -> np.ndarray:
    """Divide, with `otherwise` where the divisor is not positive."""
    top, bottom = np.broadcast_arrays(np.asarray(top, float), np.asarray(bottom, float))
    out = np.full(top.shape, otherwise)
    return np.divide(top, bottom, out=out, where=bottom > 0)
