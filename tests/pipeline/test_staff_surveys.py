"""Staff surveys from an online form, a coded sheet and a frame: answers, anonymity, bridges."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import store
from analysis.errors import ConfigError
from analysis.intake.run import intake_region
from analysis.schemas.codebook import load_codebook
from analysis.schemas.study_tables import STUDY_TABLES
from analysis.settings import Project
from tests.lib.taken_in import TakenIn, take_in
from tests.regions import UNITS, make_region, source_toml, write_csv

WORDS = {1: "Sangat Tidak Setuju", 2: "Tidak Setuju", 3: "Netral", 4: "Setuju", 5: "Sangat Setuju"}
ABOUT = ["Timestamp", "Email Address", "NIP", "Nama", "Unit Kerja", "Jenis Kelamin", "Usia",
         "Masa Kerja", "Status Kepegawaian", "Kode unik", "Persetujuan"]  # fmt: skip
SURVEY = load_codebook("survei_pegawai")
ASKED = [SURVEY.item(key) for key in SURVEY.items_of("resistensi_evaluasi")]
KEYS = [item.key for item in ASKED]
NIP = "19850101201001{gender}{serial:03d}"


def sheet(number: int, scores: list[int] | None = None, **changes: str) -> list[str]:
    about = {
        "time": f"2025/03/{number % 28 + 1:02d} 9:15:07 AM GMT+7",
        "email": f"orang{number}@contoh.id",
        "nip": NIP.format(gender=number % 2 + 1, serial=number + 101),
        "name": f"Orang Karangan {number}",
        "unit": "RSUD",
        "gender": "LP"[number % 2],
        "age": str(25 + number),
        "tenure": f"{number} tahun",
        "status": "PNS",
        "code": f"KODE-{number:03d}",
        "consent": "Ya, saya bersedia",
    }
    told = scores or [(number + place) % 5 + 1 for place in range(len(ASKED))]
    return [*(about | changes).values(), *(WORDS[score] for score in told)]


def questions(style: str) -> list[str]:
    """Headers of the items: sentences, codes, code and sentence, lines of a grid, English."""
    return {
        "sentence": [item.question.id for item in ASKED],
        "english": [item.question.en for item in ASKED],
        "code": [item.code for item in ASKED],
        "both": [f"{item.code}. {item.question.id}" for item in ASKED],
        "numbered": [f"{n}. {item.question.id}" for n, item in enumerate(ASKED, start=1)],
        "grid": [f"Seberapa setuju Anda? [{item.question.id}]" for item in ASKED],
    }[style]


def take(project: Project, rows: list[list[str]], style: str = "sentence", **keys) -> TakenIn:
    return take_in(project, "staff_survey", rows, header=[*ABOUT, *questions(style)], **keys)


@pytest.mark.parametrize("style", ["sentence", "english", "code", "both", "numbered", "grid"])
def test_items_are_recognised_however_the_form_prints_them(project: Project, style):
    done = take(project, [sheet(n) for n in range(12)], style)
    assert not done.errors
    assert done.table["instrument"].eq("survei_pegawai").all()
    scores = [[(n + place) % 5 + 1 for place in range(12)] for n in range(12)]
    assert done.table[KEYS].to_numpy().tolist() == scores


def test_an_undeclared_survey_is_anonymous(project: Project):
    table = take(project, [sheet(n) for n in range(12)]).table
    assert table["anonymity"].eq("anonymous").all()
    assert table["panel_code"].isna().all()
    assert table["respondent_id"].str.fullmatch(r"s_[a-z2-7]{16}").all()
    assert table["date"].eq(table["date"].dt.normalize()).all()
    written = b"".join(p.read_bytes() for p in (project.processed / "karangan").rglob("*.*"))
    for secret in ("contoh.id", "19850101201001", "Orang Karangan", "KODE-001", "9:15"):
        assert secret.encode() not in written


def test_ages_and_years_of_service_become_bands(project: Project):
    tenures = ["3", "7 tahun 4 bulan", "10-19 tahun", "> 20 tahun", "8 bulan", "5 - 10 tahun"]
    done = take(project, [sheet(n, tenure=text) for n, text in enumerate(tenures)])
    bands = done.table["tenure_band"]
    assert bands.tolist()[:5] == ["<5", "5-9", "10-19", "20+", "<5"]
    assert pd.isna(bands.iloc[5])  # lies in two bands: emptied, the sheet stays
    assert done.table["age_band"].tolist() == ["20-29"] * 5 + ["30-39"]


def test_a_unit_may_be_missing(project: Project):
    done = take(project, [sheet(1), sheet(2, unit="")])
    assert done.table["unit_id"].fillna("-").tolist() == ["rsud", "-"]


def test_own_codes_pair_waves_and_lead_to_nobody(project: Project):
    keys = {"table": "staff_survey", "anonymity": "coded", "file_pattern": "w(?P<wave>.)"}
    folder = make_region(project, source_toml(id="survei", files="w*.csv", **keys))
    header = [*ABOUT, *questions("code")]
    write_csv(folder / "w1.csv", [sheet(n) for n in range(6)], header=header)
    again = [sheet(n + 9, code=f" kode {n:03d}") for n in (1, 3)]
    write_csv(folder / "w2.csv", again, header=header)
    intake_region(project, "karangan")
    table = store.read_table(project, "karangan", "staff_survey")
    assert table["wave"].tolist() == ["1"] * 6 + ["2"] * 2
    codes = table.set_index("wave")["panel_code"]
    assert codes.loc["1"].is_unique
    assert codes.loc["2"].tolist() == codes.loc["1"].iloc[[1, 3]].tolist()
    assert codes.str.startswith("p_").all()


def test_codes_that_could_pair_two_persons_are_emptied(project: Project):
    rows = [sheet(1), sheet(2, code="KODE-001"), sheet(3, code="a"), sheet(4)]
    done = take(project, rows, anonymity="coded")
    assert done.table["panel_code"].notna().tolist() == [False, False, False, True]
    assert done.problems["intake.staff.unclear_codes"]["count"] == 3


def named_region(project: Project, *, purpose: str) -> None:
    source = source_toml(
        id="survei", table="staff_survey", files="*.csv", anonymity="named", consent=True
    )
    folder = make_region(project, source)
    text = f'[region]\nname = "Kota Karangan"\npurpose = "{purpose}"\n{UNITS}{source}'
    (folder.parent / "region.toml").write_text(text, "utf-8")
    rows = [sheet(n) for n in range(5)] + [sheet(5, consent="Tidak")]
    write_csv(folder / "survei.csv", rows, header=[*ABOUT, *questions("sentence")])


def test_named_sheets_have_a_pseudonym_and_a_bridge_of_their_own(project: Project):
    named_region(project, purpose="Penelitian keadilan penilaian")
    report = intake_region(project, "karangan")
    table = store.read_table(project, "karangan", "staff_survey")
    link = store.read_table(project, "karangan", "staff_link")
    assert report.source("survei").reasons["quarantined"] == {"no_consent": 1}
    assert not [name for name in table if "employee" in name]
    assert link["respondent_id"].tolist() == table["respondent_id"].tolist()
    assert link["employee_id"].str.startswith("e_").all()
    assert link["employee_id"].is_unique
    assert not set(link["employee_id"].str[2:]) & set(table["respondent_id"].str[2:])


def test_bridge_is_opened_by_fairness_only_and_for_the_sheets_of_the_period(project: Project):
    named_region(project, purpose="Penelitian keadilan penilaian")
    intake_region(project, "karangan")
    held = store.study_data("karangan", "fairness", "2025", project.home / "data")
    sheets = held.tables["staff_survey"]["respondent_id"]
    assert held.tables["staff_link"]["respondent_id"].tolist() == sheets.tolist() != []
    later = store.study_data("karangan", "fairness", "2026", project.home / "data")
    assert later.tables["staff_link"].empty
    assert len(later.history["staff_link"]) == len(sheets)
    earlier = store.study_data("karangan", "fairness", "2024", project.home / "data")
    assert earlier.history["staff_link"].empty
    others = [study for study in STUDY_TABLES if study != "fairness"]
    opened = [
        study
        for study in others
        if "staff_link" in store.study_data("karangan", study, "2025", project.home / "data").tables
    ]
    assert opened == []


def test_named_sheets_need_a_purpose_and_consent(project: Project):
    named_region(project, purpose="")
    report = intake_region(project, "karangan")
    assert report.source("survei").stop.code == "intake.staff.no_purpose"
    with pytest.raises(ConfigError):
        take_in(project, "staff_survey", [sheet(1)], header=[*ABOUT], anonymity="named")


def test_look_alike_sheets_are_flagged_not_removed(project: Project):
    same = sheet(1)
    straight = sheet(2, scores=[4] * 12)
    # says the same throughout, so that the three reverse items are answered the other way round
    steady = sheet(3, scores=[2 if item.reverse else 4 for item in ASKED])
    done = take(project, [same, same, straight, steady])
    flags = done.table["quality_flags"].fillna("").tolist()
    assert flags == ["", "repeat", "straightline", ""]


def test_answers_of_another_scale_stop_the_source(project: Project):
    rows = [[*sheet(n)[: len(ABOUT)], *(["Sangat Puas", "Puas"] * 6)] for n in range(8)]
    done = take(project, rows)
    assert done.table.empty
    assert done.report.stop is not None


def test_single_answers_of_another_scale_hold_their_row_back(project: Project):
    rows = [sheet(n) for n in range(12)]
    rows[3][len(ABOUT)] = "Kurang Setuju"
    rows[4][len(ABOUT) + 1] = "6"
    done = take(project, rows)
    assert len(done.table) == 10
    assert sum(done.reasons.values()) == 2


FRAME = ["Unit Kerja", "Jumlah Diundang", "L", "P", "PNS", "PPPK"]


def test_a_frame_with_one_column_a_level(project: Project):
    rows = [["RSUD", "40", "18", "22", "30", "10"], ["Disdukcapil", "25", "10", "15", "25", "0"]]
    done = take_in(
        project, "survey_frame", rows, header=FRAME, period="2025", constants={"wave": "1"}
    )
    told = done.table[["unit_id", "margin", "level", "invited"]].fillna({"level": "-"})
    assert told[told["unit_id"].eq("rsud")].to_numpy().tolist() == [
        ["rsud", "all", "-", 40],
        ["rsud", "gender", "L", 18],
        ["rsud", "gender", "P", 22],
        ["rsud", "status", "PNS", 30],
        ["rsud", "status", "PPPK", 10],
    ]
    assert done.report.accepted == 2
    assert len(done.table) == 10


def test_a_frame_as_a_list(project: Project):
    rows = [
        ["RSUD", "1", "Semua", "", "41"],
        ["RSUD", "1", "Jenis Kelamin", "Laki-laki", "19"],
        ["RSUD", "1", "Masa Kerja", "5-9 tahun", "8"],
        ["RSUD", "1", "Jenis Kelamin", "Merah", "22"],
    ]
    header = ["Unit Kerja", "Gelombang", "Pemilahan", "Kategori", "Jumlah Diundang"]
    done = take_in(project, "survey_frame", rows, header=header, period="2025")
    assert done.table[["margin", "level"]].fillna("-").to_numpy().tolist() == [
        ["all", "-"],
        ["gender", "L"],
        ["tenure_band", "5-9"],
    ]
    assert done.reasons == {"unknown_level": 1}
