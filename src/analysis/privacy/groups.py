"""The groups that rows and findings are about, named alike wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.privacy.labels import PERSON_GROUPS

Group = dict[str, str]
Members = Mapping[str, Mapping[str, str]]
TIME = "time"
_MARGIN, _LEVEL, _ALL = "margin", "level", "all"
_REFERENCE, _OUTCOME = "reference", "outcome"
_OF_COMPARISON = frozenset({_REFERENCE, _OUTCOME, "stage", "component"})
"""Labels that say with whom, on what and how a group is compared, or which part is meant."""
_COARSER = {"unit": "unit_group", "education": "education_group"}
_COMPARED = PERSON_GROUPS | {"unit_group"}
"""Labels of which one level may be compared with another, the reference."""
CROSSED = " x "
"""Stands between the levels of a reference where labels are crossed, in the order of the labels."""


def group_key(group: Group) -> frozenset:
    """Return the group as a key that does not depend on the order of its labels."""
    return frozenset(group.items())


def canonical(group: Group, members: Members) -> Group:
    """Return the group as it is known everywhere.

    `margin` and `level` become the label they name; a group that is compared with a reference is
    that group, whatever it is compared on and however; a unit lies in its kind, a level in the
    wider level it was merged into.
    """
    plain = _with_margin_named(group)
    if _levels_of_reference(plain):
        plain = {key: value for key, value in plain.items() if key not in _OF_COMPARISON}
    for fine, coarse in _COARSER.items():
        inside = members.get(fine, {}).get(plain.get(fine, ""))
        if inside:
            plain.setdefault(coarse, inside)
    return plain


def reference_of(group: Group, members: Members) -> Group | None:
    """Return the group with which a group is compared; None where it is compared with nobody."""
    plain = _with_margin_named(group)
    levels = _levels_of_reference(plain)
    return canonical({**plain, **levels}, members) if levels else None


def _with_margin_named(group: Group) -> Group:
    """Return the group with the label that `margin` names in place of `margin` and `level`."""
    plain = {key: value for key, value in group.items() if key not in (_MARGIN, _LEVEL)}
    if _MARGIN in group and group[_MARGIN] != _ALL and _LEVEL in group:
        plain[group[_MARGIN]] = group[_LEVEL]
    return plain


def _levels_of_reference(group: Group) -> Group:
    """Return the reference's level of each label compared; empty where nothing is compared."""
    found = [key for key in group if key in _COMPARED]
    levels = group[_REFERENCE].split(CROSSED) if _REFERENCE in group else []
    return dict(zip(found, levels, strict=True)) if len(found) == len(levels) else {}
