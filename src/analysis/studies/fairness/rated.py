"""Who was rated how: the annual predikat of each employee, mean scores, groups and appraiser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.measures.appraisals import (
    annual_appraisals,
    behaviour_columns,
    by_superiors,
    main_scheme,
    matrix_predikat,
    of_scheme,
    person_scores,
    rules_of_schemes,
)
from analysis.measures.groups import ORDER, RANKED, staff_register
from analysis.presenting.composing.levels import in_order, merged_levels, unit_kinds
from analysis.privacy.floors import limit_of
from analysis.rules.appraisal import AppraisalRules
from analysis.studies.fairness.parts import REFERENCES, TRAITS

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig

SMALLEST_GROUP = 10
"""Persons below which the gate of comparisons blocks; smaller groups are merged before."""
SCORES = ("behaviour_score", "result_score")
BEHAVIOURS = "behaviours"
"""Outcome made of single behaviours, where no score of behaviour is recorded."""


@dataclass(frozen=True)
class Rated:
    """The persons in view.

    Attributes
    ----------
    people : DataFrame
        By employee_id: unit_id, the traits, `predikat` (of the scheme in view; missing where none
        was given), `cluster` (the appraiser, else the unit), and each score outcome.
    rules : AppraisalRules
        Of the scheme under which most annual appraisals were made.
    outcomes : tuple of str
        Columns of `people` with scores of at least one person.
    by_appraiser : bool
        Whether `cluster` is the appraiser.
    derived : bool
        Whether predikat were derived from ratings, because none is recorded.
    other_scheme : int
        Annual appraisals left out because they were made under another scheme.
    scope : dict of str to str
        Group of the report: empty, or the unit of a one-page view.
    """

    people: pd.DataFrame
    rules: AppraisalRules
    outcomes: tuple[str, ...]
    by_appraiser: bool
    derived: bool = False
    other_scheme: int = 0
    scope: dict[str, str] = field(default_factory=dict)

    @property
    def labelled(self) -> pd.DataFrame:
        """The persons with an annual predikat."""
        return self.people[self.people["predikat"].notna()]

    @property
    def clustered_by(self) -> str:
        """What errors are clustered by, for `method`."""
        return "by_appraiser" if self.by_appraiser else "by_unit"


def read_rated(data: StudyData, config: FairnessConfig) -> Rated:
    """Return the persons appraised in the period, those of `config.unit` where it is set."""
    appraisals = data.tables["appraisals"]
    if config.unit:
        appraisals = appraisals[appraisals["unit_id"].eq(config.unit)]
    rated = by_superiors(appraisals)
    annual = annual_appraisals(appraisals)
    rules = rules_of_schemes(annual["scheme"], data.rules, data.period.last_day, data.region.rules)
    chosen = main_scheme(annual["scheme"], rules)
    mine = of_scheme(annual["scheme"], rules, chosen)
    derived = bool(len(annual)) and bool(annual["predikat_recorded"].isna().all())
    labels = matrix_predikat(annual, rules) if derived else annual["predikat_recorded"]
    labels = labels.where(mine & labels.isin(chosen.predikat))
    scores = _scores(appraisals)
    by_appraiser = bool(rated["rater_id"].notna().any())
    last = rated.drop_duplicates("employee_id", keep="last").set_index("employee_id")
    own = annual.set_index("employee_id")
    cluster = last["rater_id" if by_appraiser else "unit_id"]
    if by_appraiser:
        cluster = own["rater_id"].reindex(last.index).combine_first(cluster)
    register = staff_register(
        data.tables["employees"], data.period.last_day, kinds=unit_kinds(data.region)
    )
    people = register.reindex(last.index).assign(
        unit_id=last["unit_id"],
        unit_group=last["unit_id"].map(unit_kinds(data.region)).astype("str"),
        predikat=labels.set_axis(own.index).reindex(last.index),
        cluster=cluster,
    )
    return Rated(
        people=people.join(scores),
        rules=chosen,
        outcomes=tuple(str(name) for name in scores),
        by_appraiser=by_appraiser,
        derived=derived,
        other_scheme=int((~mine).sum()),
        scope={"unit": config.unit} if config.unit else {},
    )


def _scores(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Return the mean scores of each person, for the outcomes that hold anything."""
    columns = behaviour_columns(appraisals)
    found = person_scores(appraisals, [*SCORES, *columns])
    if found["behaviour_score"].isna().all() and columns:
        found = found.assign(**{BEHAVIOURS: found[columns].mean(axis=1)})
    kept = [name for name in (*SCORES, BEHAVIOURS) if name in found and found[name].notna().any()]
    return found[kept]


def compared_levels(people: pd.DataFrame, trait: str, config: FairnessConfig) -> pd.Series:
    """Return the level of each person, small levels merged; missing where nothing is compared."""
    import pandas as pd

    if config.unit and trait == "unit_group":
        return pd.Series(pd.NA, index=people.index, dtype="str")
    floor = max(limit_of("personnel", min_cell=config.min_cell).floor, SMALLEST_GROUP)
    order = ORDER[trait] if trait in RANKED else None
    levels = merged_levels(people[trait], floor=floor, disclosure="personnel", order=order)
    compared = len(levels.dropna().unique()) > 1
    return levels if compared else levels.mask(levels.notna())


def ordered_levels(levels: pd.Series, trait: str) -> list[str]:
    """Return the levels of a trait in the order in which they are shown."""
    sizes = {str(level): int(n) for level, n in levels.dropna().value_counts().items()}
    return in_order(sizes, order=ORDER.get(trait))


def reference_level(levels: pd.Series, trait: str) -> str:
    """Return the level with which the others are compared: as declared, else the largest."""
    sizes = levels.dropna().value_counts()
    declared = REFERENCES.get(trait, "")
    if declared in sizes.index:
        return declared
    return min(ordered_levels(levels, trait), key=lambda level: -sizes[level])


def traits_in_view(people: pd.DataFrame) -> tuple[str, ...]:
    """Return the traits of which anything is known of these persons."""
    return tuple(trait for trait in TRAITS if people[trait].notna().any())
