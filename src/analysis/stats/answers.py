"""The passes of DuckDB over answer sheets: totals of items and sums of linearised values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.checks import check_number
from analysis.errors import UsageError
from analysis.stats.design import SurveyDesign

if TYPE_CHECKING:
    from types import TracebackType

Answers: TypeAlias = pd.DataFrame | pa.Table | str | Path

_FLOATING = ("FLOAT", "DOUBLE")
_NUMERIC = ("INT", "DECIMAL", "BOOLEAN", *_FLOATING)


class AnswerSource:
    """Answer sheets opened for the two passes; a context manager.

    Inside, group columns are b0, b1, ..., items x0, x1, ..., the weight is w, the stratum h, the
    cluster c and the declaration of items that do not apply a, so that no name of the data
    reaches a query after the view is made.
    """

    def __init__(
        self,
        answers: Answers,
        *,
        items: Sequence[str],
        by: Sequence[str],
        design: SurveyDesign,
        min_answered: int = 1,
        not_applicable: str = "",
    ) -> None:
        check_number(min_answered, name="min_answered", minimum=1, maximum=len(items))
        self.item_names = tuple(items)
        self.items = tuple(f"x{i}" for i in range(len(items)))
        self.keys = [f"b{i}" for i in range(len(by))]
        self.weighted = bool(design.weight)
        roles = dict(zip(self.keys, by, strict=True)) | dict(zip(self.items, items, strict=True))
        if design.is_structured:
            roles |= {"h": design.stratum, "c": design.cluster}
        roles |= {"w": design.weight, "a": not_applicable}
        self._roles = {role: name for role, name in roles.items() if name}
        self._db = duckdb.connect(":memory:")
        try:
            self._open(answers, min_answered)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> AnswerSource:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def group_totals(self) -> pd.DataFrame:
        """Return one row a group: its keys, n, left_out, size and the totals of the items.

        n<i> counts the answers to item i, t<i> is their (weighted) total, s<i> the (weighted)
        base of the mean; size is the (weighted) number of sheets.
        """
        rows = self._query(
            f"SELECT {self._keys()} used, count(*) AS n, {self._size()} AS size, "
            f"{', '.join(map(self._item_totals, range(len(self.items))))} "
            "FROM opened GROUP BY ALL"
        )
        groups = rows[self.keys].drop_duplicates() if self.keys else pd.DataFrame(index=[0])
        groups = self._matched(groups, rows[rows["used"]].drop(columns="used"))
        left = rows.loc[~rows["used"], [*self.keys, "n"]].rename(columns={"n": "left_out"})
        groups = self._matched(groups, left)
        numbers = [name for name in groups.columns if name not in self.keys]
        groups = groups.assign(**groups[numbers].astype(float).fillna(0.0))
        counts = ["n", "left_out", *(f"n{i}" for i in range(len(self.items)))]
        return groups.assign(**groups[counts].astype("int64"))

    def declared_not_applicable(self, groups: pd.DataFrame) -> np.ndarray:
        """Tell which items all used sheets of a group declare not applicable.

        Returns
        -------
        ndarray of bool, shape (n_groups, n_items)
        """
        found = np.zeros((len(groups), len(self.items)), dtype=bool)
        if "a" not in self._roles:
            return found
        marks = self._query(
            f"SELECT {self._keys()} item, count(*) AS marked FROM (SELECT {self._keys()} "
            "unnest(list_distinct(string_split(replace(a, ' ', ''), ';'))) AS item "
            "FROM sheets WHERE a IS NOT NULL) GROUP BY ALL"
        )
        for i, name in enumerate(self.item_names):
            of_item = marks.loc[marks["item"] == name].drop(columns="item")
            found[:, i] = (self._matched(groups, of_item)["marked"] >= groups["n"]).to_numpy()
        return found & (groups["n"] > 0).to_numpy()[:, None]

    def squares(self, groups: pd.DataFrame) -> pd.DataFrame:
        """Return, in the order of `groups`, szz = sum of z^2 and srs = sum of z^2 / w.

        `groups` has r<i> (item mean, 0 where nobody answered) and q<i> (1 / base, 0 likewise);
        z = w * (sum over answered items of (x - r) q).
        """
        share = ", sum(z * z / w) AS srs" if self.weighted else ""
        sums = self._query(
            f"SELECT g, sum(z * z) AS szz {share} FROM ({self._linearised(groups)}) GROUP BY g"
        )
        sums = sums.set_index("g").reindex(range(len(groups))).fillna(0.0)
        return sums if self.weighted else sums.assign(srs=sums["szz"])

    def cluster_sums(self, groups: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the sums of z by group and stratum, and the size of each stratum.

        Returns
        -------
        sums : DataFrame
            One row a group (g) and stratum (h): sz and szz over the totals of z of its clusters
            (sheets where there is no cluster column), m = how many of them.
        strata : DataFrame
            One row a stratum: h, n_h = clusters (or sheets) of the whole sample.
        """
        h = "h" if "h" in self._roles else "NULL::VARCHAR AS h"
        z = self._linearised(groups)
        if "c" in self._roles:
            unit = f"SELECT g, {h}, c, sum(z) AS z FROM ({z}) GROUP BY ALL"
            drawn = f"SELECT DISTINCT {h}, c FROM sheets"
        else:
            unit, drawn = f"SELECT g, {h}, z FROM ({z})", f"SELECT {h} FROM sheets"
        sums = self._query(
            "SELECT g, h, sum(z) AS sz, sum(z * z) AS szz, count(*) AS m "
            f"FROM ({unit}) GROUP BY ALL"
        )
        return sums, self._query(f"SELECT h, count(*) AS n_h FROM ({drawn}) GROUP BY ALL")

    def _linearised(self, groups: pd.DataFrame) -> str:
        """Store the coefficients and return the query of g and z, one row a sheet."""
        n = len(self.items)
        centre = np.zeros(len(groups))
        for i in range(n):
            centre = centre + groups[f"r{i}"].to_numpy() * groups[f"q{i}"].to_numpy()
        table = groups[[*self.keys, *(f"r{i}" for i in range(n)), *(f"q{i}" for i in range(n))]]
        table = table.assign(g=np.arange(len(groups), dtype="int32"), centre=centre)
        self._db.register("new", pa.Table.from_pandas(table, preserve_index=False))
        self._db.execute("CREATE OR REPLACE TABLE coefficients AS SELECT * FROM new")
        z = " + ".join(f"coalesce(x{i}, r{i}) * q{i}" for i in range(n)) + " - centre"
        z = f"({z}) * w" if self.weighted else z
        same = " AND ".join(f"s.{key} IS NOT DISTINCT FROM k.{key}" for key in self.keys) or "true"
        others = "".join(f", {role}" for role in ("h", "c", "w") if role in self._roles)
        rows = "sheets" if groups["left_out"].any() else "named"
        return f"SELECT k.g{others}, {z} AS z FROM {rows} s JOIN coefficients k ON {same}"

    def _open(self, answers: Answers, min_answered: int) -> None:
        """Make the views `opened` (all sheets) and `sheets` (those the index uses)."""
        self._db.execute("SET preserve_insertion_order = false")
        if isinstance(answers, (str, Path)):
            path = Path(answers)
            files = str(path / "**" / "*.parquet") if path.is_dir() else str(path)
            self._db.read_parquet(files).create_view("source")
            types = self._types()
        else:
            names = answers.columns if isinstance(answers, pd.DataFrame) else answers.column_names
            self._check_names([str(name) for name in names])
            self._db.register("source", self._as_arrow(answers))
            types = self._types()
        self._check_names(list(types))
        self._db.execute(f"CREATE VIEW named AS SELECT {self._selected(types)} FROM source")
        used = self._condition(min_answered)
        self._db.execute(f"CREATE VIEW opened AS SELECT *, {used} AS used FROM named")
        self._db.execute("CREATE VIEW sheets AS SELECT * FROM opened WHERE used")
        self._check_weights()

    def _as_arrow(self, answers: pd.DataFrame | pa.Table) -> pa.Table:
        needed = list(dict.fromkeys(self._roles.values()))
        if isinstance(answers, pd.DataFrame):
            return pa.Table.from_pandas(answers[needed], preserve_index=False)
        return answers.select(needed)

    def _types(self) -> dict[str, str]:
        found = self._db.execute("DESCRIBE source").fetchall()
        return {row[0]: row[1] for row in found}

    def _check_names(self, present: list[str]) -> None:
        missing = sorted({name for name in self._roles.values() if name not in present})
        if missing:
            raise UsageError(
                "stats.index.columns",
                missing=", ".join(missing),
                present=", ".join(sorted(present)[:20]),
            )

    def _selected(self, types: dict[str, str]) -> str:
        parts = []
        for role, name in self._roles.items():
            column = '"' + name.replace('"', '""') + '"'
            if role in self.items or role == "w":
                if not any(kind in types[name] for kind in _NUMERIC):
                    raise UsageError("stats.index.not_numeric", column=name, type=types[name])
                column = f"{column}::TINYINT" if types[name] == "BOOLEAN" else column
            if types[name] in _FLOATING:
                column = f"nullif({column}, 'nan'::{types[name]})"
            parts.append(f"{column} AS {role}")
        return ", ".join(parts)

    def _condition(self, min_answered: int) -> str:
        """Return the condition for a sheet to be used; FLOAT counts add without overflow checks."""
        answered = " + ".join(f"({x} IS NOT NULL)::FLOAT" for x in self.items)
        enough = f"{answered} >= {min_answered}"
        if min_answered == 1:
            enough = f"coalesce({', '.join(self.items)}) IS NOT NULL"
        return f"({enough})" + (" AND coalesce(w > 0, false)" if self.weighted else "")

    def _check_weights(self) -> None:
        if not self.weighted:
            return
        negative = int(self._query("SELECT count(*) AS n FROM named WHERE w < 0")["n"].iloc[0])
        if negative:
            raise UsageError("stats.index.negative_weight", column=self._roles["w"], count=negative)

    def _matched(self, groups: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of `groups`, in order, with the columns of `other` for the same keys."""
        if not self.keys:
            return groups.join(other.reset_index(drop=True))
        return groups.merge(other, how="left", on=self.keys)

    def _query(self, sql: str) -> pd.DataFrame:
        return self._db.sql(sql).to_arrow_table().to_pandas()

    def _size(self) -> str:
        return "sum(w)" if self.weighted else "count(*)"

    def _item_totals(self, i: int) -> str:
        if not self.weighted:
            return f"count(x{i}) AS n{i}, sum(x{i}) AS t{i}, count(x{i}) AS s{i}"
        base = f"sum(w) FILTER (x{i} IS NOT NULL)"
        return f"count(x{i}) AS n{i}, sum(x{i} * w) AS t{i}, {base} AS s{i}"

    def _keys(self) -> str:
        return "".join(f"{key}, " for key in self.keys)
