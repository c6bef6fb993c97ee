"""What an intake tells about the last arrival against the ones before it."""

from __future__ import annotations

from analysis.intake.run import intake_region
from analysis.settings import Project
from tests.regions import answers, make_region, source_toml, told, write_csv
from tests.unit.intake.personnel_files import (
    ANI,
    BUDI,
    CICI,
    HEAD,
    staff_row,
    staff_source,
    write_staff,
)

DIFFERENCE, NEW = "intake.delivery.difference", "intake.delivery.new_categories"


def found(report, source: str, code: str) -> list[dict[str, object]]:
    return [told(one) for one in report.source(source).problems if one.code == code]


def test_first_arrival_has_nothing_to_compare(project: Project):
    files = make_region(project, staff_source())
    write_staff(files / "pegawai1.csv", [staff_row(BUDI)])
    write_staff(files / "pegawai2.csv", [staff_row(ANI)])
    assert found(intake_region(project, "karangan"), "pegawai", DIFFERENCE) == []


def test_rows_added_removed_and_changed_are_counted_by_key(project: Project):
    files = make_region(project, staff_source(delivery="cumulative"))
    write_staff(
        files / "pegawai1.csv",
        [staff_row(BUDI, grade="III/c"), staff_row(ANI, grade="III/d"), staff_row(HEAD)],
    )
    intake_region(project, "karangan")
    write_staff(
        files / "pegawai2.csv",
        [staff_row(BUDI, grade="III/d"), staff_row(ANI, grade="III/d"), staff_row(CICI)],
    )
    report = intake_region(project, "karangan")
    (told_of,) = found(report, "pegawai", DIFFERENCE)
    # Budi's rank changed, Cici came, the head is no longer in the same unit and period
    assert told_of == {"file": "pegawai2.csv", "added": 1, "removed": 1, "changed": 1}
    text = " ".join(report.notices("id")["pegawai"])
    assert "1 baris baru dan 1 baris yang berubah; 1 baris dari rentang yang sama" in text


def test_other_years_are_not_missing_from_the_last_arrival(project: Project):
    sources = staff_source(files="pegawai*.csv", period="", file_pattern="_(?P<period>[0-9]{4})")
    files = make_region(project, sources)
    write_staff(files / "pegawai_2024.csv", [staff_row(BUDI, status="PNS"), staff_row(HEAD)])
    intake_region(project, "karangan")
    write_staff(files / "pegawai_2025.csv", [staff_row(BUDI, status="Dipekerjakan")])
    report = intake_region(project, "karangan")
    (told_of,) = found(report, "pegawai", DIFFERENCE)
    assert (told_of["added"], told_of["removed"], told_of["changed"]) == (1, 0, 0)
    (new,) = found(report, "pegawai", NEW)
    assert (new["target"], new["values"]) == ("status", "Dipekerjakan")


def test_sheets_without_a_key_are_compared_by_what_they_say(project: Project):
    files = make_region(project, source_toml(unsur_order="B", delivery="cumulative"))
    rows = answers(30)
    write_csv(files / "skm1.csv", rows)
    intake_region(project, "karangan")
    write_csv(files / "skm2.csv", [*rows, *answers(5, seed=9)])
    (told_of,) = found(intake_region(project, "karangan"), "skm", DIFFERENCE)
    assert (told_of["added"], told_of["removed"], told_of["changed"]) == (5, 0, 0)


def test_comparison_stays_the_same_in_the_next_run(project: Project):
    files = make_region(project, staff_source())
    write_staff(files / "pegawai1.csv", [staff_row(BUDI)])
    intake_region(project, "karangan")
    write_staff(files / "pegawai2.csv", [staff_row(ANI)])
    second = intake_region(project, "karangan")
    (files.parent / "corrections.toml").write_text("# none\n")
    third = intake_region(project, "karangan")
    assert not third.unchanged
    assert found(third, "pegawai", DIFFERENCE) == found(second, "pegawai", DIFFERENCE) != []
