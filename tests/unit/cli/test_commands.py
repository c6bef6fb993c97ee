from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.cli.terminal import language_first
from analysis.schemas.region import load_region

COMMANDS = (
    "sample",
    "new-region",
    "new-notebook",
    "inspect",
    "intake",
    "run",
    "check",
    "codebook",
    "rules",
)


def kinerja(home: Path, *arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "KINERJA_HOME": str(home),
        "KINERJA_LANG": lang,
        "KINERJA_SECRET_FILE": str(home / "secret"),
    }
    command = Path(sys.executable).with_name("kinerja")
    return subprocess.run(
        [command, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


def test_help_names_every_command(home: Path) -> None:
    shown = kinerja(home, "--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_both_languages(home: Path, name: str) -> None:
    shown = kinerja(home, name, "--help")
    assert shown.returncode == 0
    assert " / " in shown.stdout


def test_every_command_is_in_the_readme_or_the_docs(root: Path) -> None:
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    assert [name for name in COMMANDS if f"kinerja {name}" not in text] == []


def test_outside_a_project_the_message_says_what_to_do(tmp_path: Path) -> None:
    shown = kinerja(tmp_path, "intake")
    assert shown.returncode == 2
    assert "KINERJA_HOME" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize(("lang", "word"), [("id", "Galat:"), ("en", "Error:")])
def test_messages_come_in_the_chosen_language(home: Path, lang: str, word: str) -> None:
    by_option = kinerja(home, "intake", "karangan", "--lang", lang)
    assert by_option.returncode == 2
    assert word in by_option.stderr
    assert word in kinerja(home, "intake", "karangan", lang=lang).stderr


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["intake", "a", "--lang", "id"], ["--lang", "id", "intake", "a"]),
        (["intake", "--lang=id"], ["--lang", "id", "intake"]),
        (["run", "--lang", "en"], ["run", "--lang", "en"]),
        (["--lang", "id", "check"], ["--lang", "id", "check"]),
        (["check"], ["check"]),
    ],
)
def test_language_of_messages_moves_before_the_command(
    given: list[str], expected: list[str]
) -> None:
    assert language_first(given) == expected


def test_new_region_makes_a_valid_region_and_a_private_secret_once(home: Path) -> None:
    made = kinerja(home, "new-region", "payakumbuh")
    assert made.returncode == 0, made.stderr
    folder = home / "data" / "raw" / "payakumbuh"
    assert load_region(folder).name == "Payakumbuh"
    assert (folder / "files").is_dir()
    secret = home / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    before = secret.read_bytes()
    assert kinerja(home, "new-region", "bukittinggi").returncode == 0
    assert secret.read_bytes() == before


def test_new_region_never_overwrites(home: Path) -> None:
    kinerja(home, "new-region", "payakumbuh")
    again = kinerja(home, "new-region", "payakumbuh")
    assert again.returncode == 2
    assert "payakumbuh" in again.stderr


@pytest.mark.parametrize("name", ["../etc", "a/b", "Sawah Lunto", "1a"])
def test_a_name_that_is_no_folder_name_is_refused(home: Path, name: str) -> None:
    refused = kinerja(home, "new-region", name)
    assert refused.returncode == 2
    assert not (home.parent / "etc").exists()


def test_rules_show_what_holds_in_a_year_whence_and_how_sure(home: Path) -> None:
    shown = kinerja(home, "rules", "--year", "2021")
    assert shown.returncode == 0
    for name in ("pp-46-2011", "pp-30-2019", "distribusi-pp-30-2019", "skm-2017", "jp-asn"):
        assert name in shown.stdout
    for name in ("permenpanrb-6-2022", "se-menpanrb-3-2023", "libur-2023", "skm-2004"):
        assert name not in shown.stdout
    assert "PP 30/2019 Pasal 41" in " ".join(shown.stdout.split())
    assert "V2; M:" in shown.stdout


def test_rules_test_prints_expected_and_computed(home: Path) -> None:
    shown = kinerja(home, "rules", "test")
    assert shown.returncode == 0
    for name in ("A", "B", "C", "D", "E", "F"):
        assert f"│ {name}" in shown.stdout
    assert "0 do not match" in shown.stdout


def test_codebook_writes_the_form(home: Path) -> None:
    shown = kinerja(home, "codebook", "skm_2017", "--to", str(home / "form.xlsx"))
    assert shown.returncode == 0, shown.stderr
    assert (home / "form.xlsx").stat().st_size > 0


def test_inspect_shows_the_mapping_and_writes_it(home: Path) -> None:
    kinerja(home, "new-region", "payakumbuh")
    files = home / "data" / "raw" / "payakumbuh" / "files"
    head = "No;Tanggal;Unit Layanan;Jenis Kelamin;Usia;" + ";".join(f"U{n}" for n in range(1, 10))
    rows = [f"{n};0{n}/02/2025;Dinas Sosial;L;30;" + ";".join("344443334") for n in range(1, 10)]
    (files / "skm.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    shown = kinerja(home, "inspect", str(files / "skm.csv"), "--region", "payakumbuh", "--write")
    assert shown.returncode == 0, shown.stderr
    assert "citizen_survey" in shown.stdout
    region = load_region(home / "data" / "raw" / "payakumbuh")
    assert [source.table for source in region.sources] == ["citizen_survey"]


def test_new_region_completes_a_folder_that_has_no_region_toml(home: Path) -> None:
    (home / "data" / "raw" / "payakumbuh" / "files").mkdir(parents=True)
    assert kinerja(home, "new-region", "payakumbuh").returncode == 0
    assert (home / "data" / "raw" / "payakumbuh" / "region.toml").is_file()


def test_new_notebook_is_valid_named_and_never_overwritten(home: Path) -> None:
    made = kinerja(home, "new-notebook", "jam-layanan")
    assert made.returncode == 0, made.stderr
    path = home / "notebooks" / "exploratory" / "jam-layanan.ipynb"
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert book.cells[0].source.startswith("# jam-layanan")
    assert kinerja(home, "new-notebook", "jam-layanan").returncode == 2
    assert kinerja(home, "new-notebook", "../x").returncode == 2


def test_cells_of_a_new_notebook_are_python_that_uses_the_package(root: Path) -> None:
    template = (root / "src/analysis/cli/notebook_template.json").read_text("utf-8")
    book = nbformat.reads(template, as_version=4)
    sources = [cell.source for cell in book.cells if cell.cell_type == "code"]
    for source in sources:
        compile(source, "cell", "exec")
    assert any("analysis.run_satisfaction" in source for source in sources)
