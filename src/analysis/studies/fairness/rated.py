"""Who was rated how: the annual predikat of each employee, mean scores, groups and appraiser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.checks import DisclosureClass, Status
from analysis.measures.appraisals import (
    annual_appraisals,
    by_superiors,
    is_own,
    main_scheme,
    matrix_predikat,
    of_scheme,
    rules_of_schemes,
)
from analysis.measures.groups import ORDER, RANKED, is_listed, staff_register
from analysis.presenting.composing.levels import UNSTATED, in_order, merged_levels, unit_kinds
from analysis.privacy.floors import limit_of
from analysis.privacy.merging import OTHERS
from analysis.rules.appraisal import AppraisalRules
from analysis.stats.gates import FEWEST_CLUSTERS, SMALLEST_GROUP, Gate, gate
from analysis.studies.fairness.one_base import with_one_base
from analysis.studies.fairness.outcomes import score_outcomes
from analysis.studies.fairness.parts import REFERENCES, TRAITS

if TYPE_CHECKING:
    import pandas as pd

    from analysis.stats.clustered import ClusteredShare
    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig

APPRAISER = "appraiser"
"""Column of who rated a person, where appraisers are known; himself where his is not."""
FEWEST_APPRAISERS, FEWEST_OF_A_LEVEL = 8, 3
"""Appraisers from which levels are looked at, and appraisers of a level that may be told."""
UNIT = "unit_id"
"""Column over which kinds of unit are compared."""


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
    unlisted : bool
        Whether appraisals of persons who are not on the staff list were left out.
    by_oneself : bool
        Whether ratings of oneself that state another role were left out.
    one_base : bool
        Whether persons were left out because differences between tables would tell them.
    scope : dict of str to str
        Group of the report: empty, or the unit of a one-page view.
    """

    people: pd.DataFrame
    rules: AppraisalRules
    outcomes: tuple[str, ...]
    by_appraiser: bool
    derived: bool = False
    other_scheme: int = 0
    unlisted: bool = False
    by_oneself: bool = False
    one_base: bool = False
    scope: dict[str, str] = field(default_factory=dict)

    @property
    def labelled(self) -> pd.DataFrame:
        """The persons with an annual predikat."""
        return self.people[self.people["predikat"].notna()]

    @property
    def clustered_by(self) -> str:
        """What errors are clustered by, for `method`."""
        return "by_appraiser" if self.by_appraiser else "by_unit"

    def clustered_beside(self, trait: str) -> str:
        """Return what errors of comparisons of a trait are clustered by, for `method`."""
        return "by_unit" if cluster_column(trait) == UNIT else self.clustered_by

    def method_of(self, share: ClusteredShare) -> str:
        """Return the method of a share, by what its interval allows for."""
        return f"wilson_{self.clustered_by if share.clusters else 'independent'}"

    @property
    def scheme_gate(self) -> Gate:
        """Whether the appraisals that were left out as made under another scheme are few."""
        annual = len(self.labelled) + self.other_scheme
        return gate("schemes", other_share=self.other_scheme / max(annual, 1))

    @property
    def schemes(self) -> tuple[Status, str]:
        """Status and reason of `scheme_gate`."""
        return self.scheme_gate.status, self.scheme_gate.reason_code


def read_rated(data: StudyData, config: FairnessConfig) -> Rated:
    """Return the persons appraised in the period, those of `config.unit` where it is set.

    Where the staff list covers nearly everybody who was appraised, the others are left out.
    """
    kinds = unit_kinds(data.region)
    register = staff_register(data.tables["employees"], data.period.last_day, kinds=kinds)
    appraisals, unlisted = _in_view(data.tables["appraisals"], register, config)
    annual = annual_appraisals(appraisals).set_index("employee_id")
    schemes = appraisals["scheme"]
    rules = rules_of_schemes(schemes, data.rules, data.period.last_day, data.region.rules)
    chosen = main_scheme(annual["scheme"], rules)
    mine = of_scheme(annual["scheme"], rules, chosen)
    derived = bool(len(annual)) and bool(annual["predikat_recorded"].isna().all())
    labels = matrix_predikat(annual, rules) if derived else annual["predikat_recorded"]
    rated = by_superiors(appraisals)
    last = rated.drop_duplicates("employee_id", keep="last").set_index("employee_id")
    by_appraiser = bool(rated["rater_id"].notna().any())
    scores = score_outcomes(appraisals[of_scheme(appraisals["scheme"], rules, chosen)], chosen)
    clusters = _clusters(annual, last, by_appraiser=by_appraiser)
    people = register.reindex(last.index).assign(
        unit_id=last["unit_id"],
        unit_group=last["unit_id"].map(kinds).astype("str"),
        predikat=labels.where(mine & labels.isin(chosen.predikat)).reindex(last.index),
        cluster=clusters,
    )
    if by_appraiser:
        people[APPRAISER] = clusters.fillna(clusters.index.to_series())
    people = people.join(scores)
    floor = limit_of("personnel", min_cell=config.min_cell).floor
    told = with_one_base(people, ["predikat", *scores], floor=floor)
    return Rated(
        people=told,
        rules=chosen,
        outcomes=tuple(str(name) for name in scores),
        by_appraiser=by_appraiser,
        derived=derived,
        other_scheme=int((~mine).sum()),
        unlisted=unlisted,
        by_oneself=bool((is_own(appraisals) & appraisals["rater_role"].ne("self")).any()),
        one_base=len(told) < len(people),
        scope={"unit": config.unit} if config.unit else {},
    )


def rows_of_rules(data: StudyData, rated: Rated, rows: pd.DataFrame) -> pd.DataFrame:
    """Return those rows about persons in view that were made under the rules in view."""
    schemes = rows["scheme"]
    rules = rules_of_schemes(schemes, data.rules, data.period.last_day, data.region.rules)
    mine = of_scheme(schemes, rules, rated.rules) & rows["employee_id"].isin(rated.people.index)
    if "unit" in rated.scope:
        mine &= rows["unit_id"].eq(rated.scope["unit"])
    return rows[mine]


def _in_view(
    appraisals: pd.DataFrame, register: pd.DataFrame, config: FairnessConfig
) -> tuple[pd.DataFrame, bool]:
    """Return the appraisals that count, and whether some were left out as not on the list."""
    if config.unit:
        appraisals = appraisals[appraisals["unit_id"].eq(config.unit)]
    if not is_listed(register, appraisals["employee_id"]):
        return appraisals, False
    listed = appraisals["employee_id"].isin(register.index)
    return appraisals[listed], not bool(listed.all())


def _clusters(annual: pd.DataFrame, last: pd.DataFrame, *, by_appraiser: bool) -> pd.Series:
    """Return the appraiser of the annual appraisal, else of the last one; without any, the unit."""
    if not by_appraiser:
        return last["unit_id"]
    return annual["rater_id"].reindex(last.index).combine_first(last["rater_id"])


def enough_clusters(clusters: pd.Series) -> tuple[Status, str]:
    """Return the verdict on an interval of these persons, whose appraisers or units are given."""
    few = clusters.dropna().nunique() < FEWEST_CLUSTERS
    return ("review", "few_clusters") if few else ("ok", "")


def cluster_column(trait: str) -> str:
    """Return the column of persons that belong together when a trait is compared.

    Kinds of unit are compared over units: all persons of a unit are of one kind, and share more
    than their appraiser.
    """
    return UNIT if trait == "unit_group" else "cluster"


def compared_levels(
    people: pd.DataFrame,
    trait: str,
    config: FairnessConfig,
    *,
    disclosure: DisclosureClass = "personnel",
) -> pd.Series:
    """Return the level of each person, small levels merged.

    Persons of whom the trait is not known are missing, as all are where only one level is left.
    """
    import pandas as pd

    if config.unit and trait == "unit_group":
        return pd.Series(pd.NA, index=people.index, dtype="str")
    floor = max(limit_of(disclosure, min_cell=config.min_cell).floor, SMALLEST_GROUP)
    order = ORDER[trait] if trait in RANKED else None
    told = with_appraisers_enough(people, trait)
    levels = merged_levels(told, floor=floor, disclosure=disclosure, order=order)
    stated = levels.mask(levels.eq(UNSTATED))
    compared = len(stated.dropna().unique()) > 1
    return stated if compared else stated.mask(stated.notna())


def with_appraisers_enough(people: pd.DataFrame, trait: str) -> pd.Series:
    """Return the level of each person, those rated by one or two appraisers joined with others.

    The mean of such a level would tell how one person rates; left out, it would follow from the
    whole. Nothing is joined where appraisers are not known, or are fewer than eight.
    """
    if APPRAISER not in people or len(people[APPRAISER].unique()) < FEWEST_APPRAISERS:
        return people[trait]
    raters = people.groupby(trait)[APPRAISER].nunique()
    sizes = people[trait].value_counts()
    joined = set(raters[raters < FEWEST_OF_A_LEVEL].index)
    while joined and len(joined) < len(sizes):
        inside = people[trait].isin(joined)
        if people.loc[inside, APPRAISER].nunique() >= FEWEST_OF_A_LEVEL:
            break
        joined.add(sizes.drop(list(joined)).index[-1])
    return people[trait].mask(people[trait].isin(joined), OTHERS)


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
