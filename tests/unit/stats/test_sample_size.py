from __future__ import annotations

import pytest

from analysis.errors import UsageError
from analysis.stats.sample_size import TABLE_POPULATIONS, adequacy, required_sample, table_sample

# The 90 rows of the table of Krejcie & Morgan (1970), as printed (domain.md 1.6).
PRINTED = """
10:10 15:14 20:19 25:24 30:28 35:32 40:36 45:40 50:44 55:48 60:52 65:56 70:59 75:63 80:66 85:70
90:73 95:76 100:80 110:86 120:92 130:97 140:103 150:108 160:113 170:118 180:123 190:127 200:132
210:136 220:140 230:144 240:148 250:152 260:155 270:159 280:162 290:165 300:169 320:175 340:181
360:186 380:191 400:196 420:201 440:205 460:210 480:214 500:217 550:226 600:234 650:242 700:248
750:254 800:260 850:265 900:269 950:274 1000:278 1100:285 1200:291 1300:297 1400:302 1500:306
1600:310 1700:313 1800:317 1900:320 2000:322 2200:327 2400:331 2600:335 2800:338 3000:341 3500:346
4000:351 4500:354 5000:357 6000:361 7000:364 8000:367 9000:368 10000:370 15000:375 20000:377
30000:379 40000:380 50000:381 75000:382 1000000:384
"""
ROWS = [tuple(map(int, pair.split(":"))) for pair in PRINTED.split()]


@pytest.mark.parametrize(("population", "printed"), ROWS)
def test_formula_equals_the_printed_table(population, printed):
    assert required_sample(population) == printed
    assert table_sample(population) == printed


def test_rows_of_the_table_are_those_printed():
    assert tuple(population for population, _ in ROWS) == TABLE_POPULATIONS
    assert len(ROWS) == 90


BETWEEN = {
    "next higher row": (1250, 294, 297),
    "just above a row": (1001, 278, 285),
    "everybody": (7, 7, 7),
    "one": (1, 1, 1),
    "above the table": (5_000_000, 384, 384),
    "below the last row": (75_001, 382, 384),
}


@pytest.mark.parametrize("case", BETWEEN)
def test_between_rows(case):
    population, formula, table = BETWEEN[case]
    assert required_sample(population) == formula
    assert table_sample(population) == table


def test_adequacy_compares_with_both():
    found = adequacy(295, 1250)
    assert (found.required, found.table) == (294, 297)
    assert found.adequate
    assert not found.adequate_by_table


def test_population_below_one_is_refused():
    with pytest.raises(UsageError):
        required_sample(0)
    with pytest.raises(UsageError):
        adequacy(-1, 10)
