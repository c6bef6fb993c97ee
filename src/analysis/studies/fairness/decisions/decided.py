"""What was decided on the persons in view, and who could get it.

Rewards, promotions and further education are decisions on file; a nomination is any row of the
training lists; a low predikat is one below "Baik". Eligibility is known of those on the list of
decisions only. Whoever is recorded as not eligible has no decision, and is left out where they are
so many that the difference of two bases gives nobody away; everybody else counts. Only PNS rise in
rank, so that promotions are counted among them where the status is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.checks import DisclosureClass
from analysis.rules.appraisal import predikat_codes
from analysis.stats.gates import SMALLEST_GROUP, Gate, gate
from analysis.studies.fairness.parts import GOOD
from analysis.studies.fairness.rated import Rated, traits_in_view

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import StudyData

PROMOTED_STATUS = "PNS"


@dataclass(frozen=True)
class Kind:
    """A kind of decision.

    Attributes
    ----------
    name : str
        `outcome` in the group of its findings.
    favourable : bool
    disclosure : str
    """

    name: str
    favourable: bool
    disclosure: DisclosureClass = "personnel"


NOMINATION, LOW_PREDIKAT = "nomination", "low_predikat"
KINDS = (
    Kind("reward", favourable=True),
    Kind("promotion", favourable=True),
    Kind("further_education", favourable=True),
    Kind(NOMINATION, favourable=True),
    Kind(LOW_PREDIKAT, favourable=False),
    Kind("coaching", favourable=False, disclosure="sensitive"),
    Kind("sanction", favourable=False, disclosure="sensitive"),
)
FAVOURABLE = tuple(one.name for one in KINDS if one.favourable)
UNFAVOURABLE = tuple(one.name for one in KINDS if not one.favourable)


@dataclass(frozen=True)
class Decided:
    """One kind of decision on the persons in view.

    Attributes
    ----------
    kind : Kind
    people : DataFrame
        Rows of `Rated.people` of those who could get it.
    outcome : Series of float, index of `people`
        1 for those who did, else 0.
    missing : str
        Why there is nothing to count: "no_decisions", "no_trainings", "no_annual"; else empty.
    """

    kind: Kind
    people: pd.DataFrame
    outcome: pd.Series
    missing: str = ""

    @property
    def gate(self) -> Gate:
        """Whether enough persons got it, and enough did not, for groups to be compared."""
        if self.missing:
            return Gate("label_outcome", "blocked", self.missing)
        count = int(self.outcome.sum())
        rarer = min(count, len(self.outcome) - count)
        found = gate("label_outcome", outside_modal=rarer)
        if found.status == "ok":
            return found
        few = "few_decisions" if found.status == "blocked" else "rare_decision"
        return replace(found, reason_code=few)


def read_decided(data: StudyData, rated: Rated) -> tuple[Decided, ...]:
    """Return every kind of decision on the persons in view, in the order of `KINDS`."""
    return tuple(_read(data, rated, kind) for kind in KINDS)


def _read(data: StudyData, rated: Rated, kind: Kind) -> Decided:
    if kind.name == LOW_PREDIKAT:
        return _low(rated, kind)
    if kind.name == NOMINATION:
        return _nominated(data, rated, kind)
    decisions, people = data.tables["decisions"], rated.people
    if decisions.empty:
        return _of(kind, people, [], missing="no_decisions")
    mine = decisions[decisions["kind"].eq(kind.name)]
    unfit = ~mine["eligible_flag"].fillna(value=True).astype("bool")
    taken = mine.loc[~unfit, "employee_id"]
    refused = mine.loc[unfit & ~mine["employee_id"].isin(taken), "employee_id"]
    if kind.name == "promotion":
        people = people[people["status"].isna() | people["status"].eq(PROMOTED_STATUS)]
    return _of(kind, _without(people, refused), taken)


def _without(people: pd.DataFrame, refused: pd.Series) -> pd.DataFrame:
    """Return the persons who are eligible; all where few of a level are not."""
    gone = people[people.index.isin(refused)]
    lost = (gone[trait].value_counts() for trait in traits_in_view(people))
    if any((one.gt(0) & one.lt(SMALLEST_GROUP)).any() for one in lost):
        return people
    return people.drop(gone.index)


def _nominated(data: StudyData, rated: Rated, kind: Kind) -> Decided:
    listed = data.tables["trainings"]["employee_id"]
    return _of(kind, rated.people, listed, missing="no_trainings" if listed.empty else "")


def _low(rated: Rated, kind: Kind) -> Decided:
    labelled = rated.labelled
    if len(labelled) < SMALLEST_GROUP or GOOD not in rated.rules.predikat:
        return _of(kind, labelled, [], missing="no_annual")
    codes = predikat_codes(labelled["predikat"], rated.rules)
    good = rated.rules.predikat.index(GOOD) + 1
    return _of(kind, labelled, labelled.index[codes.lt(good).to_numpy(bool)])


def _of(kind: Kind, people: pd.DataFrame, chosen: Iterable[str], *, missing: str = "") -> Decided:
    import pandas as pd

    inside = people.index.isin(list(chosen))
    return Decided(kind, people, pd.Series(inside, people.index).astype("float64"), missing)
