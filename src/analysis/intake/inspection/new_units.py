"""Units that a file names and region.toml does not know, as entries for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import tomlkit

from analysis.intake import units
from analysis.intake.values.folding import fold, tidy
from analysis.schemas.region import Region, Unit

MOST_UNITS_NAMED = 60
_NEAR = 88.0
_KINDS = {
    "dinas", "badan", "kecamatan", "kelurahan", "puskesmas", "rsud", "inspektorat", "sekretariat",
    "bagian", "distrik", "desa", "uptd", "sekolah",
}  # fmt: skip
_KIND_OF_WORDS = {
    "rumah sakit": "rsud", "satuan polisi": "satpol", "sd": "sekolah", "sdn": "sekolah",
    "smp": "sekolah", "smpn": "sekolah", "sma": "sekolah", "tk": "sekolah", "upt": "uptd",
}  # fmt: skip
_ACRONYMS = {
    "RSUD", "RSU", "UPTD", "UPT", "DPRD", "SDM", "PTSP", "DPMPTSP", "KB", "SD", "SDN", "SMP",
    "SMPN", "SMA", "TK", "BKD", "BKPSDM", "BPKAD", "BAPPEDA", "PUPR", "PP", "PU", "P3A", "PMD",
}  # fmt: skip
_JOINING = {"dan", "di", "serta", "untuk", "pada"}


@dataclass(frozen=True)
class NewUnit:
    """A unit that a file names.

    Attributes
    ----------
    id, name, kind : str
        As they would stand in region.toml; kind is empty where the name does not tell it.
    aliases : tuple of str
        Other spellings in the file that are surely the same name.
    near : str
        Name of a unit, known or new, that it may be a misspelling of; empty where none is near.
    """

    id: str
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    near: str = ""

    @property
    def lines(self) -> str:
        """The entry for region.toml."""
        pairs = [("id", self.id), ("name", self.name)]
        pairs += [("kind", self.kind)] if self.kind else []
        told = [f"{key} = {tomlkit.item(text).as_string()}" for key, text in pairs]
        if self.aliases:
            told.append(f"aliases = {tomlkit.item(list(self.aliases)).as_string()}")
        return "\n".join(["[[units]]", *told])


def new_units(names: Sequence[str], region: Region) -> tuple[NewUnit, ...]:
    """Return one entry for each unit that `names` mean, spellings of one name brought together.

    Parameters
    ----------
    names : sequence of str
        Names that no unit of the region bears, most frequent first; those without a letter, such
        as the numbers of columns, are none of a unit.
    region : Region
    """
    found: list[NewUnit] = []
    worded = [name for name in names if any(map(str.isalpha, name))]
    printed = [_printed(name, region) for name in worded[: MOST_UNITS_NAMED * 2]]
    offered = units.suggest(printed, region, limit=_NEAR)
    near_known = dict(zip(offered["name"], offered["unit_name"], strict=True))
    for plain in dict.fromkeys(printed):
        known = region.model_copy(update={"units": tuple(map(_unit, found))})
        same = units.unit_named(plain, known)
        if same:
            found = [_with_spelling(one, plain) if one.id == same else one for one in found]
        elif len(found) < MOST_UNITS_NAMED:
            near = near_known.get(plain) or _near(plain, found)
            found.append(NewUnit(_free_id(plain, region, found), plain, _kind(plain), near=near))
    return tuple(found)


def _printed(name: str, region: Region) -> str:
    """Return a name as it may be printed: without the region's own name, not all in capitals."""
    plain = tidy(name)
    for ending in sorted(units.region_names(region), key=len, reverse=True):
        if len(ending) > 3 and fold(plain).endswith(f" {ending}"):
            plain = " ".join(plain.split()[: -len(ending.split())])
            break
    if not plain.isupper():
        return plain
    words = (word if word in _ACRONYMS else word.capitalize() for word in plain.split())
    return " ".join(one.lower() if one.lower() in _JOINING else one for one in words)


def _unit(one: NewUnit) -> Unit:
    return Unit(id=one.id, name=one.name, aliases=one.aliases, kind=one.kind)


def _with_spelling(one: NewUnit, spelling: str) -> NewUnit:
    """Keep a spelling that is not the name in other capitals; prefer a name not all in capitals."""
    if one.name.isupper() and not spelling.isupper() and fold(one.name) == fold(spelling):
        return replace(one, name=spelling)
    known = {units.fold_unit(text) for text in (one.name, *one.aliases)}
    if units.fold_unit(spelling) in known:
        return one
    return replace(one, aliases=(*one.aliases, spelling))


def _near(name: str, found: Sequence[NewUnit]) -> str:
    """Return the new unit of the same kind word that a name may be a misspelling of."""
    from rapidfuzz import fuzz

    folded = units.fold_unit(name)
    for one in found:
        other = units.fold_unit(one.name)
        same_kind = folded.split(" ", 1)[0] == other.split(" ", 1)[0]
        if same_kind and fuzz.ratio(folded, other) >= _NEAR:
            return one.name
    return ""


def _kind(name: str) -> str:
    words = fold(name).split()
    for length in (2, 1):
        known = _KIND_OF_WORDS.get(" ".join(words[:length]))
        if known:
            return known
    return words[0] if words and words[0] in _KINDS else ""


def _free_id(name: str, region: Region, found: Sequence[NewUnit]) -> str:
    taken = {*(unit.id for unit in region.units), *(one.id for one in found)}
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-")
    wanted = plain if plain[:1].isalpha() else f"unit-{plain}".rstrip("-")
    free, number = wanted, 2
    while free in taken:
        free, number = f"{wanted}-{number}", number + 1
    return free
