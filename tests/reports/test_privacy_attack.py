"""Somebody who wants to know about one employee reads everything the program left.

A region of its own is taken in and reported on through the command, as an office would do it;
the files about its employees are full of names, numbers and phones.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis.privacy.checklist import CheckList
from analysis.privacy.ledger import KEPT_CAVEAT
from analysis.products.check import check_report
from analysis.schemas.region import load_region
from tests.lib import staff_region as made
from tests.lib.report_readers import FLOORS, left_over, rests, shown, small_cells, too_small
from tests.reports.conftest import kinerja

SECRET = "only-for-the-tests-0123456789abcdef0123"
REPORT = Path("reports") / made.REGION / made.PERIOD / "accountability"
CHECK = Path(".kinerja") / "check" / made.REGION
PERSON = made.staff()[5]
GROUPED = f"{PERSON.nip[:8]} {PERSON.nip[8:14]} {PERSON.nip[14]} {PERSON.nip[15:]}"
PSEUDONYM = "e_2mmqeovnd6b6fsx4"
LEAVER = made.staff()[-1]


def run(home: Path) -> str:
    asked = ("--region", made.REGION, "--period", made.PERIOD, "--study", "accountability")
    done = kinerja(home, "run", *asked)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module", autouse=True)
def secret() -> Iterator[None]:
    before = os.environ.get("KINERJA_SECRET")
    os.environ["KINERJA_SECRET"] = SECRET
    yield
    if before is None:
        del os.environ["KINERJA_SECRET"]
    else:
        os.environ["KINERJA_SECRET"] = before


@pytest.fixture(scope="module")
def office(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a region of its own, taken in and reported on; `said` holds what was printed."""
    home = tmp_path_factory.mktemp("office")
    shutil.copytree(root / "notebooks", home / "notebooks")
    files = made.write_region(home)
    made.write_staff(files, made.staff())
    said = []
    for name in ("employees", "feedback"):
        said.append(kinerja(home, "inspect", str(files / f"{name}.csv")).stdout)
    taken = kinerja(home, "intake", made.REGION)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    said += [taken.stdout, taken.stderr, run(home)]
    said.append(kinerja(home, "intake", made.REGION, "--todo").stdout)
    (home / "said").write_text("\n".join(said), "utf-8")
    return home


@pytest.fixture
def spoilt(office: Path, tmp_path: Path) -> Path:
    """A copy of the report to spoil."""
    return Path(shutil.copytree(office / REPORT, tmp_path / "accountability"))


def written(home: Path) -> Iterator[tuple[str, str]]:
    """Yield everything the program left, but the raw files and their registered copies."""
    for path in sorted(home.rglob("*")):
        where = path.relative_to(home).as_posix()
        if not path.is_file() or where.startswith(("data/raw", ".kinerja/raw", "notebooks")):
            continue
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
            yield where, "\n".join(frame[name].astype("str").str.cat(sep="\n") for name in frame)
        else:
            yield where, path.read_bytes().decode("utf-8", "replace")


def test_nobody_is_named_anywhere(office: Path) -> None:
    people = made.staff()
    forms = {"number": {one.nip for one in people}, "phone": {one.phone for one in people},
             "name": {one.name for one in people}}  # fmt: skip
    for where, text in written(office):
        digits = re.sub(r"(?<=\d)[ .\-](?=\d)", "", text)
        for kind, known in forms.items():
            found = sum(one in text or one in digits for one in known)
            assert not found, f"{where}: {found} of kind {kind}"
    assert len(forms["number"]) == len(forms["name"]) == 88


def test_texts_and_pseudonyms_reach_no_product(office: Path) -> None:
    products = [(where, text) for where, text in written(office) if where.startswith("reports/")]
    assert len(products) > 20
    for where, text in products:
        assert "arsip lama" not in text, where
        assert not re.search(r"\b[ecls]_[a-z2-7]{16}\b", text), where


def test_the_texts_were_there_to_be_found(office: Path) -> None:
    tables = dict(written(office))
    feedback = next(text for where, text in tables.items() if "/feedback/" in where)
    assert "arsip lama" in feedback
    assert "[nama]" in feedback


def in_json(path: Path, change: Callable[[dict], None]) -> None:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def first(report: Path, pattern: str) -> Path:
    return sorted(report.glob(pattern))[0]


def in_page(markup: str) -> Callable[[Path, str], None]:
    def plant(report: Path, what: str) -> None:
        page = report / "report.en.html"
        text = page.read_text("utf-8")
        page.write_text(text.replace("</main>", f"{markup.format(what)}</main>"), "utf-8")

    return plant


def in_figure(report: Path, what: str) -> None:
    path = first(report, "figures/*.json")
    in_json(path, lambda told: told["alt"].update(id=f"Grafik {what}"))


def in_description(report: Path, what: str) -> None:
    path = first(report, "tables/*.json")
    in_json(path, lambda told: told.update(note={"id": what, "en": what}))


def in_finding(report: Path, what: str) -> None:
    path = report / "findings.json"
    in_json(path, lambda told: told["findings"][0]["text"].update(en=f"See {what}."))


def in_narrative(report: Path, what: str) -> None:
    path = report / "narrative.json"
    in_json(path, lambda told: told["sections"][0]["paragraphs"].append({"id": what, "en": what}))


def in_manifest(report: Path, what: str) -> None:
    in_json(report / "manifest.json", lambda told: told["parameters"].update(note=what))


def in_notebook(report: Path, what: str) -> None:
    path = report / "notebook.ipynb"
    in_json(path, lambda book: book["metadata"].update(authors=[{"name": what}]))


def in_output(report: Path, what: str) -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": ["a\n", f"{what}\n"]}
    code = {"cell_type": "code", "id": "x", "metadata": {}, "source": [], "execution_count": 1}
    path = report / "notebook.ipynb"
    in_json(path, lambda book: book["cells"].append({**code, "outputs": [stream]}))


def in_file_name(report: Path, what: str) -> None:
    (report / "figures" / f"Rekap {what.replace('/', '-')}.json").write_text("{}", "utf-8")


PLACES = {
    "text": in_page("<p>{}</p>"),
    "alt": in_page("<img src='data:,x' alt='{}'>"),
    "comment": in_page("<!-- {} -->"),
    "script": in_page("<script>var a = '{}'</script>"),
    "figure": in_figure,
    "description": in_description,
    "finding": in_finding,
    "narrative": in_narrative,
    "manifest": in_manifest,
    "notebook": in_notebook,
    "output": in_output,
    "file name": in_file_name,
}
WHAT = {
    "number": PERSON.nip,
    "grouped": GROUPED,
    "in a file name": f"SKP_{PERSON.nip}.pdf",
    "float": str(float(PERSON.nip)),
    "name": PERSON.name,
    "upper": f"{PERSON.name.upper()}, S.Sos.",
    "joined": PERSON.name.replace(" ", "_"),
    "reversed": ", ".join(reversed(PERSON.name.split())),
    "phone": PERSON.phone,
    "pseudonym": PSEUDONYM,
}


@pytest.mark.parametrize("place", PLACES)
def test_planted_identity_is_found_and_not_repeated(office: Path, spoilt: Path, place: str) -> None:
    checklist = CheckList.read(office / CHECK)
    assert check_report(spoilt, checklist) == []
    for what in WHAT if place == "text" else ("number", "name", "pseudonym"):
        report = shutil.copytree(spoilt, spoilt.with_name("planted"))
        PLACES[place](report, WHAT[what])
        found = check_report(report, checklist)
        assert {one.code for one in found} & {"identifier", "name", "pattern"}, what
        for said in (one.text(lang) for one in found for lang in ("id", "en")):
            assert not any(one in said for one in (PERSON.nip, PERSON.name, WHAT[what])), said
        shutil.rmtree(report)


def test_command_refuses_a_share_folder_with_a_number(office: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(office, tmp_path / "home"))
    page = home / REPORT.parent / "share" / "checklist.html"
    page.write_text(page.read_text("utf-8").replace("</body>", f"<p>{GROUPED}</p></body>"), "utf-8")
    done = kinerja(home, "check")
    assert done.returncode == 4, done.stdout
    assert "share" in done.stdout
    assert PERSON.nip not in done.stdout + done.stderr
    assert GROUPED not in done.stdout + done.stderr


def test_leaver_is_not_seen_between_two_revisions(office: Path, tmp_path: Path) -> None:
    """One of 14 leaves, and hands in no report any more: 14 and 9 stay, and say so."""
    home = Path(shutil.copytree(office, tmp_path / "home"))
    before = shown(home / REPORT)
    files = home / "data" / "raw" / made.REGION / "files"
    made.write_staff(files, [one for one in made.staff() if one != LEAVER])
    changed = [part for path in files.iterdir() for part in ("--accept", f"files/{path.name}")]
    taken = kinerja(home, "intake", made.REGION, *changed)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    run(home)
    after = shown(home / REPORT)
    assert after == before
    told = json.loads((home / REPORT / "findings.json").read_text("utf-8"))["findings"]
    kept = {tuple(one["group"].values()) for one in told if one["caveat_code"] == KEPT_CAVEAT}
    gender = "L" if LEAVER.nip[14] == "1" else "P"
    assert kept >= {(), ("kantor",), (gender,)}
    assert ("dinas",) not in kept
    page = (home / REPORT / "report.en.html").read_text("utf-8")
    assert "last published" in page
    done = kinerja(home, "check")
    assert done.returncode == 0, done.stdout
    manifest = json.loads((home / REPORT / "manifest.json").read_text("utf-8"))
    assert manifest["revision"] == 2


def test_nothing_small_is_shown_or_left_over(office: Path) -> None:
    for path in sorted((office / "reports").rglob("findings.json")):
        assert small_cells(path.parent) == []
        assert left_over(path.parent, made.KINDS) == []


def test_the_reader_finds_what_is_left_over(spoilt: Path) -> None:
    def shrink(told: dict) -> None:
        groups = [one for one in told["findings"] if one["group"] == {"gender": "P"}]
        for one in groups:
            one["n"] -= 3

    in_json(spoilt / "findings.json", shrink)
    assert left_over(spoilt, made.KINDS)


STAFF_STUDIES = ("accountability", "fairness", "resistance", "training")


@pytest.mark.slow
@pytest.mark.parametrize("region", ["sawahlunto", "tanjungbalai"])
def test_regions_with_nested_periods_and_views_leave_nothing_small_over(
    root: Path, tmp_path: Path, region: str
) -> None:
    raw = tmp_path / "data" / "raw"
    shutil.copytree(root / "data" / "raw" / region, raw / region)
    shutil.copy2(root / "data" / "raw" / "SAMPLES.sha256", raw)
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    assert kinerja(tmp_path, "intake", region).returncode == 0
    units = load_region(raw / region).units
    kind = units[-1].kind
    studies = [part for one in STAFF_STUDIES for part in ("--study", one)]
    asked = [["--period", period] for period in ("2025", "2025-S1", "2025-S2")]
    asked += [["--period", "2025", "--unit", one.id] for one in units if one.kind == kind]
    for options in asked:
        done = kinerja(tmp_path, "run", "--region", region, *studies, *options)
        assert done.returncode == 0, done.stdout + done.stderr
    kinds = {one.id: one.kind for one in units}
    whole = {}
    for path in sorted((tmp_path / "reports").rglob("findings.json")):
        assert small_cells(path.parent) == []
        assert left_over(path.parent, kinds) == []
        if f"/{region}/2025/" in path.as_posix():
            for family, groups in shown(path.parent).items():
                whole.setdefault(family, {}).update(groups)
    for (name, _, disclosure), groups in whole.items():
        wrong = [one for one, told in rests(groups, kinds) if too_small(told, FLOORS[disclosure])]
        assert wrong == [], name
    assert kinerja(tmp_path, "check").returncode == 0
