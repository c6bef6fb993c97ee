"""Three years of careers: who works where under whom, with retirements, recruits and moves.

Time runs in half-years. At each turn employees retire, leading posts fall to the most senior below,
some leaders exchange posts, some employees move to another superior, and recruits take what is
free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.posts import (
    ADMINISTRATOR,
    HEAD,
    MEMBER,
    SUPERVISOR,
    Posts,
    lay_out_posts,
    unit_sizes,
)
from analysis.intake.sample.staff.standing import FIRST_RANK, RANKS, YEARS_A_RANK
from analysis.intake.sample.staff.streams import Streams
from analysis.intake.sample.staff.workforce import (
    EDUCATION,
    Workforce,
    draw_workforce,
    women_share,
)
from analysis.schemas.region import Region

HALVES = 2 * len(YEARS)
RETIREMENT_AGE = 58.0
LEAVING_SHARE = 0.006
"""Share who leave in a half-year for other reasons."""
NOBODY = -1
LONGEST_CLIMB = 3
SENIORITY_NOISE = 1.5
"""Years by which promotion departs from seniority."""


@dataclass(frozen=True)
class Careers:
    """Where everybody was in each half-year.

    Attributes
    ----------
    persons : Workforce
    copy : ndarray of int, shape (persons,)
        Which of the drawn regions the person belongs to.
    unit : ndarray of int, shape (persons, halves)
        Place of the unit in the region, -1 where absent.
    post : ndarray of int, shape (persons, halves)
        The post reported to, counted over all copies; -1 for heads of units and where absent.
    rung : ndarray of int, shape (persons, halves)
        HEAD to MEMBER, -1 where absent.
    superior : ndarray of int, shape (persons, halves)
        The rating person; -1 for the regional secretary and where absent.
    posts : Posts
        The posts of one copy.
    """

    persons: Workforce
    copy: np.ndarray
    unit: np.ndarray
    post: np.ndarray
    rung: np.ndarray
    superior: np.ndarray
    posts: Posts

    def present(self, half: int) -> np.ndarray:
        """Tell who is employed in a half-year."""
        return self.rung[:, half] >= 0


def draw_careers(
    region: Region, knobs: StaffKnobs, persons: int, streams: Streams, *, copies: int = 1
) -> Careers:
    """Draw the careers of `copies` regions with about `persons` employees each.

    Parameters
    ----------
    region : Region
        Its units, whose sizes are the same in all copies.
    knobs : StaffKnobs
    persons : int
        Employees at any one time, at least eight for each unit.
    streams : Streams
    copies : int
        Regions drawn; severity and traits are drawn anew in each.
    """
    state = _State(region, knobs, persons, streams, copies)
    seen = [state.snapshot()]
    for half in range(1, HALVES):
        state.turn(half)
        seen.append(state.snapshot())
    return state.careers(seen)


class _State:
    """The organisation at one moment; only `draw_careers` sees it change."""

    def __init__(
        self, region: Region, knobs: StaffKnobs, persons: int, streams: Streams, copies: int
    ) -> None:
        sizes = unit_sizes(region, persons)
        self.one = lay_out_posts(region, sizes)
        self.posts = self.one.repeated(copies, len(sizes))
        self.units, self.knobs, self.streams = len(sizes), knobs, streams
        self.kinds = np.array([unit.kind for unit in region.units], dtype=str)
        self.women = np.array([women_share(unit) for unit in region.units])
        unit = np.repeat(np.tile(np.arange(self.units), copies), np.tile(sizes, copies))
        self.copy = np.repeat(np.arange(copies), sum(sizes))
        self.persons = draw_workforce(
            self.kinds[unit], self.women[unit], knobs, streams, name="first"
        )
        self.rank = self._rank(self.persons, "first")
        self.held = np.full(unit.size, NOBODY)
        self.team = np.full(unit.size, NOBODY)
        self.here = np.ones(unit.size, dtype=bool)
        self._fill_at_first(unit + self.copy * self.units)

    def turn(self, half: int) -> None:
        """Move half a year on."""
        rng = self.streams.of(f"careers/{half}")
        now = YEARS[0] + half / 2
        leaving = self.here & (
            (now - self.persons.birth >= RETIREMENT_AGE)
            | (rng.random(self.here.size) < LEAVING_SHARE)
        )
        free = self.team[leaving & (self.team != NOBODY)]
        self.here &= ~leaving
        self.held[leaving] = self.team[leaving] = NOBODY
        free = np.concatenate([free, self._promote()])
        self._rotate(rng)
        self._move(free, rng, now, half)

    def snapshot(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return unit, post reported to, rung and superior of everybody."""
        leads = self.held != NOBODY
        own = np.where(leads, self.held, self.team)
        unit = np.where(self.here, self.posts.unit[own] % self.units, NOBODY)
        above = np.where(leads, self.posts.parent[self.held], self.team)
        rung = np.where(leads, self.posts.rung[self.held], MEMBER)
        rung = np.where(self.here, rung, NOBODY)
        superior = self._climb(np.where(self.here, above, NOBODY))
        return unit, np.where(self.here, above, NOBODY), rung, superior

    def careers(self, seen: Sequence[tuple[np.ndarray, ...]]) -> Careers:
        """Return everything seen, with those absent before their recruitment."""
        count = len(self.persons)
        columns = [
            np.column_stack(
                [np.pad(one, (0, count - one.size), constant_values=NOBODY) for one in of_kind]
            )
            for of_kind in zip(*seen, strict=True)
        ]
        unit, post, rung, superior = columns
        return Careers(self.persons, self.copy, unit, post, rung, superior, self.one)

    def _rank(self, persons: Workforce, name: str) -> np.ndarray:
        """Return seniority in years, by which leading posts are given; contracts come last.

        It counts service and the rank at which one's education begins, so that few lead people of
        a higher rank.
        """
        rng = self.streams.of(f"seniority/{name}")
        first = np.array([RANKS.index(FIRST_RANK[one]) for one in EDUCATION])
        years = YEARS_A_RANK * first[persons.education] - persons.start
        years += rng.normal(0.0, SENIORITY_NOISE, len(persons))
        preferred = self.knobs.performing.leadership_gap * ~persons.woman
        return years + preferred - 100.0 * persons.contract

    def _fill_at_first(self, unit: np.ndarray) -> None:
        order = np.lexsort((-self.rank, unit))
        starts = np.searchsorted(unit[order], unit[order])
        place = np.empty(unit.size, dtype=np.int64)
        place[order] = np.arange(unit.size) - starts
        posts_before = np.searchsorted(self.posts.unit, unit)
        posts_of = np.searchsorted(self.posts.unit, unit, side="right") - posts_before
        leads = place < posts_of
        self.held[leads] = (posts_before + place)[leads]
        slots = np.repeat(np.arange(self.posts.unit.size), self.posts.members)
        members = np.flatnonzero(~leads)
        rng = self.streams.of("first teams")
        self.team[members] = self._matched(members, unit[members], slots, self.posts.unit, rng)

    def _matched(
        self,
        persons: np.ndarray,
        groups: np.ndarray,
        slots: np.ndarray,
        group_of_post: np.ndarray,
        rng: np.random.Generator,
    ) -> np.ndarray:
        """Give each person a slot of the same group; women fall to severe raters by `sorting`."""
        strength = self.knobs.appraising.sorting
        sign = np.where(self.persons.woman[persons], 1.0, -1.0)
        drawn = rng.standard_normal(persons.size)
        key = strength * sign + np.sqrt(1.0 - strength**2) * drawn
        holder = self._climb(slots)
        severity = np.where(holder == NOBODY, 0.0, self.persons.severity[holder])
        tie = rng.random(slots.size)
        given = np.empty(persons.size, dtype=np.int64)
        given[np.lexsort((key, groups))] = slots[np.lexsort((tie, severity, group_of_post[slots]))]
        return given

    def _holders(self) -> np.ndarray:
        holder = np.full(self.posts.unit.size, NOBODY)
        leaders = np.flatnonzero(self.held != NOBODY)
        holder[self.held[leaders]] = leaders
        return holder

    def _climb(self, post: np.ndarray) -> np.ndarray:
        """Return who holds the post or, while it is vacant, the post above."""
        holder = self._holders()
        for _ in range(LONGEST_CLIMB):
            vacant = (post != NOBODY) & (holder[post] == NOBODY)
            post = np.where(vacant, self.posts.parent[post], post)
        return np.where(post == NOBODY, NOBODY, holder[post])

    def _promote(self) -> np.ndarray:
        """Fill vacant posts from below, top down; return the member slots that fall free."""
        free = []
        for rung in (HEAD, ADMINISTRATOR, SUPERVISOR):
            vacant = (self._holders() == NOBODY) & (self.posts.rung == rung)
            leads = self.held != NOBODY
            above = np.where(leads, self.posts.parent[self.held], self.team)
            able = np.flatnonzero(self.here & (above != NOBODY) & ~self.persons.contract)
            able = able[vacant[above[able]]]
            rank = self.rank[able] + 50.0 * leads[able]
            order = able[np.lexsort((-rank, above[able]))]
            posts, first = np.unique(above[order], return_index=True)
            chosen = order[first]
            free.append(self.team[chosen][self.team[chosen] != NOBODY])
            self.held[chosen], self.team[chosen] = posts, NOBODY
        return np.concatenate(free)

    def _rotate(self, rng: np.random.Generator) -> None:
        """Let some leaders of a region exchange posts of the same rung."""
        chance = self.knobs.moving.rotated_share / 2
        chosen = (rng.random(self.here.size) < chance) & (self.held != NOBODY)
        for rung in (HEAD, ADMINISTRATOR, SUPERVISOR):
            who = np.flatnonzero(chosen & (self.posts.rung[self.held] == rung))
            who = who[np.lexsort((rng.random(who.size), self.copy[who]))]
            last = np.flatnonzero(np.append(np.diff(self.copy[who]), 1)) if who.size else who
            first = np.append(0, last[:-1] + 1) if who.size else who
            giver = np.arange(who.size) - 1
            giver[first] = last
            self.held[who] = self.held[who[giver]]

    def _move(self, free: np.ndarray, rng: np.random.Generator, now: float, half: int) -> None:
        chance = self.knobs.moving.moved_share / 2
        moving = self.here & (self.team != NOBODY) & (rng.random(self.here.size) < chance)
        inside = np.flatnonzero(moving & (rng.random(self.here.size) < 0.5))
        across = np.flatnonzero(moving)
        across = across[~np.isin(across, inside)]
        slots = self.team[inside]
        self.team[inside] = self._matched(
            inside, self.posts.unit[slots], slots, self.posts.unit, rng
        )
        slots = np.concatenate([self.team[across], free])
        recruits = self._recruit(free, now, half)
        persons = np.concatenate([across, recruits])
        copy_of_post = self.posts.unit // self.units
        self.team[persons] = self._matched(persons, self.copy[persons], slots, copy_of_post, rng)

    def _recruit(self, free: np.ndarray, now: float, half: int) -> np.ndarray:
        unit = self.posts.unit[free] % self.units
        name = f"recruits/{half}"
        new = draw_workforce(
            self.kinds[unit], self.women[unit], self.knobs, self.streams, name=name, recruited=now
        )
        count = len(self.persons)
        self.persons = self.persons.with_more(new)
        self.rank = np.append(self.rank, self._rank(new, name))
        self.copy = np.append(self.copy, self.posts.unit[free] // self.units)
        self.held = np.append(self.held, np.full(free.size, NOBODY))
        self.team = np.append(self.team, np.full(free.size, NOBODY))
        self.here = np.append(self.here, np.full(free.size, True))
        return np.arange(count, count + free.size)
