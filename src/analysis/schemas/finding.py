"""A finding and findings.json, the contract with every later reader."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from analysis.checks import CONFIDENCE, DisclosureClass, Status
from analysis.errors import SchemaError
from analysis.wording import both

SCHEMA_VERSION = 1
GROUP_KEYS = frozenset(
    {
        "unit",
        "unit_group",
        "service",
        "channel",
        "complaint_class",
        "latent_class",
        "instrument",
        "rater_role",
        "occupation",
        "time",
        "event_time",
        "gender",
        "age_band",
        "education",
        "status",
        "position_type",
        "golongan",
        "tenure_band",
        "unsur",
        "stage",
        "aspect",
        "dimension",
        "item",
        "wave",
        "programme",
        "kind",
        "provider",
        "cohort",
        "dose_band",
        "outcome",
        "component",
        "event",
        "theme",
        "reform",
        "reference",
        "level",
    }
)
NUMBERS = ("estimate", "std_error", "ci_low", "ci_high", "p_value", "p_adjusted", "n", "numerator")
HIDDEN_STATUSES = ("blocked", "suppressed")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One answer of one study about one group.

    Attributes
    ----------
    id : str
        For example "satisfaction.ikm".
    group : dict of str to str
        Keys from `GROUP_KEYS`; empty means the whole region.
    estimate, std_error, ci_low, ci_high : float or None
        In `measure_unit`, unrounded; None where it does not apply or must not be shown.
    n, numerator : int or None
        Base and count.
    value_code : str or None
        A letter, verdict or signal.
    status : {"ok", "review", "blocked", "suppressed"}
        `blocked` and `suppressed` carry no number and no value_code.
    text : dict of str to str
        The sentence in "id" and "en".
    """

    id: str
    question: str
    measure: str
    measure_unit: str
    method: str
    status: Status
    disclosure: DisclosureClass
    group: dict[str, str] = field(default_factory=dict)
    estimate: float | None = None
    std_error: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    confidence: float | None = CONFIDENCE
    p_value: float | None = None
    p_adjusted: float | None = None
    family: str | None = None
    n: int | None = None
    numerator: int | None = None
    value_code: str | None = None
    reason_code: str | None = None
    caveat_code: str | None = None
    strength: Literal["descriptive", "associational", "quasi-experimental", "experimental"] = (
        "descriptive"
    )
    direction: Literal["higher", "lower", "none"] = "higher"
    headline: bool = False
    text: dict[str, str] = field(default_factory=dict)

    @property
    def class_(self) -> Literal["public", "internal"]:
        """Who may see it: organisational and service findings may be public."""
        return "public" if self.disclosure in ("organisational", "service") else "internal"

    def hidden(self, status: Literal["blocked", "suppressed"], reason_code: str) -> Finding:
        """Return the finding without numbers, with the status and reason given."""
        blank: dict[str, Any] = dict.fromkeys((*NUMBERS, "value_code"))
        return replace(self, status=status, reason_code=reason_code, **blank)

    def problems(self) -> list[str]:
        """Return what breaks the contract, in words; empty when all holds."""
        found = [f"group key {key}" for key in self.group if key not in GROUP_KEYS]
        numbers = [getattr(self, name) for name in NUMBERS]
        if self.status in HIDDEN_STATUSES and any(
            x is not None for x in [*numbers, self.value_code]
        ):
            found.append(f"{self.status} with a number")
        if self.status in HIDDEN_STATUSES and not self.reason_code:
            found.append(f"{self.status} without a reason")
        if self.status in ("ok", "review") and self.estimate is None and self.value_code is None:
            found.append(f"{self.status} without estimate or value_code")
        if any(isinstance(x, float) and not math.isfinite(x) for x in numbers):
            found.append("a number that is not finite")
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the contract."""
        plain = {key: _plain(value) for key, value in asdict(self).items()}
        return plain | {"class": self.class_}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Finding:
        """Read the JSON object of the contract."""
        names = {one.name for one in fields(cls)}
        return cls(**{key: value for key, value in plain.items() if key in names})


@dataclass(frozen=True, kw_only=True)
class FindingsDocument:
    """findings.json of one (region, period, study)."""

    study: str
    region: str
    period: str
    generated_at: datetime
    languages: tuple[str, ...]
    synthetic: bool
    rules: dict[str, str]
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...]

    def to_json(self) -> str:
        """Return JSON text; raise `SchemaError` if a finding breaks the contract."""
        for one in self.findings:
            if problems := one.problems():
                raise SchemaError(
                    "schemas.finding.invalid", finding=one.id, problems="; ".join(problems)
                )
        head = {
            "schema": SCHEMA_VERSION,
            "study": self.study,
            "region": self.region,
            "period": self.period,
            "generated_at": self.generated_at.isoformat(timespec="seconds"),
            "languages": list(self.languages),
            "synthetic": self.synthetic,
            **({"stamp": both("presenting.sample_stamp")} if self.synthetic else {}),
            "rules": self.rules,
            "warnings": list(self.warnings),
            "findings": [one.to_dict() for one in self.findings],
        }
        return json.dumps(head, ensure_ascii=False, indent=1, allow_nan=False)

    @classmethod
    def read(cls, path: Path) -> FindingsDocument:
        """Read a findings.json."""
        plain = json.loads(path.read_text("utf-8"))
        return cls(
            study=plain["study"],
            region=plain["region"],
            period=plain["period"],
            generated_at=datetime.fromisoformat(plain["generated_at"]),
            languages=tuple(plain["languages"]),
            synthetic=plain["synthetic"],
            rules=plain["rules"],
            warnings=tuple(plain["warnings"]),
            findings=tuple(Finding.from_dict(one) for one in plain["findings"]),
        )


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON values
    return value.item() if hasattr(value, "item") else value
