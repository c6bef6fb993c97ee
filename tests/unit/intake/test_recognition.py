"""Headers as offices write them: each file is taken for its table, column by column."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from analysis.intake import lexicon
from analysis.intake.layout import find_all_blocks
from analysis.intake.mapping import propose
from analysis.intake.raw import Mapping
from analysis.intake.readers import read_file
from analysis.schemas.codebook import builtin_names, load_codebook
from analysis.schemas.region import Source
from analysis.schemas.tables import TABLE_NAMES
from tests.unit.intake.raw_files import write_csv, write_sheet

BOOKS = {name: load_codebook(name) for name in builtin_names()}
NIP = "199001012015031001"
ABOVE, BELOW = "Diatas Ekspektasi", "Dibawah Ekspektasi"

Columns = list[tuple[str, str, str]]
"""Header, value, target."""

EXAMPLES: dict[str, tuple[str, Columns]] = {
    "recap of e-Kinerja": (
        "appraisals",
        [
            ("No", "1", "row_number"),
            ("NIP", NIP, "employee_id"),
            ("Nama", "Rekaan", "person_name"),
            ("Jabatan", "Analis Rekaan", "ignored"),
            ("Rating Hasil Kinerja", ABOVE, "result_rating"),
            ("Rating Perilaku Kerja", BELOW, "behaviour_rating"),
            ("Predikat Kinerja Periodik", "Baik", "predikat_recorded"),
        ],
    ),
    "annual recap with the superior": (
        "appraisals",
        [
            ("NIP Pegawai", NIP, "employee_id"),
            ("Nama Pegawai", "Rekaan", "person_name"),
            ("Perangkat Daerah", "Dinas Rekaan", "unit_id"),
            ("NIP Pejabat Penilai", NIP, "rater_id"),
            ("Nama Pejabat Penilai", "Rekaan", "person_name"),
            ("Hasil Kerja", "Sesuai Ekspektasi", "result_rating"),
            ("Perilaku Kerja", "Sesuai Ekspektasi", "behaviour_rating"),
            ("Predikat Kinerja Tahunan", "Baik", "predikat_recorded"),
        ],
    ),
    "scores of PP 46": (
        "appraisals",
        [
            ("No.", "1", "row_number"),
            ("NIP", NIP, "employee_id"),
            ("Nama", "Rekaan", "person_name"),
            ("Unit Kerja", "Dinas Rekaan", "unit_id"),
            ("Nilai SKP", "85,5", "result_score"),
            ("Orientasi Pelayanan", "80", "b_orientasi_pelayanan"),
            ("Integritas", "80", "b_integritas"),
            ("Komitmen", "81", "b_komitmen"),
            ("Disiplin", "79", "b_disiplin"),
            ("Kerja Sama", "82", "b_kerja_sama"),
            ("Kepemimpinan", "-", "b_kepemimpinan"),
            ("Nilai Perilaku", "80,4", "behaviour_score"),
            ("Nilai Prestasi Kerja", "83,46", "ignored"),
            ("Sebutan", "Baik", "predikat_recorded"),
        ],
    ),
    "BerAKHLAK values": (
        "appraisals",
        [
            ("NIP", NIP, "employee_id"),
            ("Berorientasi Pelayanan", "Sesuai Ekspektasi", "b_berorientasi_pelayanan"),
            ("Akuntabel", "Sesuai Ekspektasi", "b_akuntabel"),
            ("Kompeten", "Sesuai Ekspektasi", "b_kompeten"),
            ("Harmonis", "Sesuai Ekspektasi", "b_harmonis"),
            ("Loyal", "Sesuai Ekspektasi", "b_loyal"),
            ("Adaptif", "Sesuai Ekspektasi", "b_adaptif"),
            ("Kolaboratif", "Sesuai Ekspektasi", "b_kolaboratif"),
            ("Rating Perilaku Kerja", "Sesuai Ekspektasi", "behaviour_rating"),
        ],
    ),
    "staff list": (
        "employees",
        [
            ("No", "1", "row_number"),
            ("Nama", "Rekaan", "person_name"),
            ("NIP", NIP, "employee_id"),
            ("Tempat, Tgl Lahir", "Rekaan, 01-01-1990", "birth_year"),
            ("L/P", "L", "gender"),
            ("Gol. Ruang", "III/a", "golongan"),
            ("Jenis Jabatan", "Pelaksana", "position_type"),
            ("Kelas Jabatan", "7", "job_grade"),
            ("Masa Kerja (Tahun)", "10", "tenure_years"),
            ("Tingkat Pendidikan", "S1", "education"),
            ("Status Pegawai", "PNS", "status"),
            ("TPP", "3.500.000", "tpp_base_idr"),
            ("NIP Atasan", NIP, "supervisor_id"),
            ("Unit Kerja", "Dinas Rekaan", "unit_id"),
        ],
    ),
    "export of the national personnel system": (
        "employees",
        [
            ("PNS ID", "a-1", "national_id"),
            ("NIP BARU", NIP, "employee_id"),
            ("NIP LAMA", "-", "national_id"),
            ("NAMA", "Rekaan", "person_name"),
            ("GELAR DEPAN", "Dr.", "ignored"),
            ("TANGGAL LAHIR", "01-01-1990", "birth_year"),
            ("JENIS KELAMIN", "M", "gender"),
            ("AGAMA ID", "1", "ignored"),
            ("AGAMA NAMA", "x", "ignored"),
            ("NIK", "1", "national_id"),
            ("NOMOR HP", "0811000000", "phone"),
            ("KEDUDUKAN HUKUM NAMA", "Aktif", "ignored"),
            ("GOL AKHIR ID", "31", "ignored"),
            ("GOL AKHIR NAMA", "III/a", "golongan"),
            ("TMT GOLONGAN", "01-04-2020", "ignored"),
            ("MK TAHUN", "10", "tenure_years"),
            ("MK BULAN", "2", "ignored"),
            ("JENIS JABATAN ID", "4", "ignored"),
            ("JENIS JABATAN NAMA", "Pelaksana", "position_type"),
            ("JABATAN NAMA", "Pengelola Rekaan", "ignored"),
            ("TINGKAT PENDIDIKAN NAMA", "S1", "education"),
            ("UNOR ID", "A-2", "ignored"),
            ("UNOR NAMA", "Dinas Rekaan", "unit_id"),
        ],
    ),
    "staff list with office and part of it": (
        "employees",
        [
            ("NIP", NIP, "employee_id"),
            ("Golongan", "III/a", "golongan"),
            ("Jabatan", "Pengelola Rekaan", "ignored"),
            ("Perangkat Daerah", "Dinas Rekaan", "unit_id"),
            ("Unit Kerja", "Bidang Rekaan", "ignored"),
        ],
    ),
    "staff list without appraiser": (
        "employees",
        [
            ("NIP", NIP, "employee_id"),
            ("Nama", "Rekaan", "person_name"),
            ("Golongan", "IX", "golongan"),
            ("Satuan Kerja", "Dinas Rekaan", "unit_id"),
        ],
    ),
    "SKP list": (
        "work_plan",
        [
            ("NIP", NIP, "employee_id"),
            ("Nama", "Rekaan", "person_name"),
            ("Periode", "2025", "period"),
            ("RHK Atasan yang Diintervensi", "Meningkatnya mutu", "superior_objective"),
            ("Rencana Hasil Kerja (RHK)", "Terselesaikannya berkas", "work_result"),
            ("Aspek", "Kuantitas", "aspect"),
            ("Indikator Kinerja Individu", "Jumlah berkas", "indicator"),
            ("Target", "12", "target"),
            ("Satuan", "Dokumen", "measure_unit"),
            ("Realisasi", "11", "realised"),
            ("Kebutuhan Pengembangan", "Analisis data", "development_need"),
            ("Tanggal Kesepakatan", "15/01/2025", "agreed_date"),
            ("Batas Waktu", "31/12/2025", "due_date"),
            ("Tanggal Lapor", "28/12/2025", "reported_date"),
        ],
    ),
    "performance reports": (
        "performance_reports",
        [
            ("NIP", NIP, "employee_id"),
            ("Nama", "Rekaan", "person_name"),
            ("Periode Laporan", "2025-03", "period"),
            ("Batas Waktu", "05/04/2025", "due_date"),
            ("Tanggal Lapor", "03/04/2025", "submitted_date"),
            ("Capaian", "Selesai sebagian", "achievements"),
            ("Kendala", "Jaringan", "obstacles"),
        ],
    ),
    "feedback log": (
        "feedback",
        [
            ("Tanggal", "03/04/2025", "date"),
            ("NIP", NIP, "employee_id"),
            ("NIP Atasan", NIP, "rater_id"),
            ("Periode", "2025-03", "about_period"),
            ("Jenis Umpan Balik", "Apresiasi", "kind"),
            ("Umpan Balik", "Pertahankan", "text"),
        ],
    ),
    "rewards": (
        "decisions",
        [
            ("NIP", NIP, "employee_id"),
            ("Nama", "Rekaan", "person_name"),
            ("Jenis Penghargaan", "Penghargaan", "kind"),
            ("Tanggal SK", "17/08/2025", "date"),
            ("Memenuhi Syarat", "Ya", "eligible_flag"),
            ("Besaran (Rp)", "1.000.000", "amount_idr"),
        ],
    ),
    "training list": (
        "trainings",
        [
            ("No", "1", "row_number"),
            ("NIP", NIP, "employee_id"),
            ("Nama Peserta", "Rekaan", "person_name"),
            ("Unit Kerja", "Dinas Rekaan", "ignored"),
            ("Nama Diklat", "Manajemen Waktu", "programme"),
            ("Angkatan", "II", "batch"),
            ("Penyelenggara", "Balai Rekaan", "provider"),
            ("Tanggal Mulai", "03/03/2025", "start_date"),
            ("Tanggal Selesai", "05/03/2025", "end_date"),
            ("JP", "24", "jp_hours"),
            ("Biaya", "1.500.000", "cost_idr"),
            ("Nilai Pre Test", "55", "pre_score"),
            ("Nilai Post Test", "75", "post_score"),
            ("Evaluasi Reaksi", "4,2", "reaction_score"),
            ("Nilai Tindak Lanjut", "3,9", "followup_score"),
        ],
    ),
    "survey frame": (
        "survey_frame",
        [
            ("Gelombang", "1", "wave"),
            ("OPD", "Dinas Rekaan", "unit_id"),
            ("Jumlah Diundang", "40", "invited"),
        ],
    ),
    "LAPOR export of a city": (
        "complaints",
        [
            ("No", "1", "row_number"),
            ("Tanggal Laporan Masuk", "23 Sep 2024", "received_at"),
            ("Klasifikasi Laporan", "Aspirasi", "complaint_class"),
            ("ID Kategori", "674", "ignored"),
            ("Kategori", "Topik Lainnya", "category"),
            ("Tipe Laporan (Anonim/Rahasia)", "Rahasia", "confidentiality"),
            ("Sumber Laporan", "Website", "channel"),
            ("Instansi Induk", "Pemerintah Rekaan", "ignored"),
            ("Instansi Terdisposisi", "Dinas Rekaan", "unit_id"),
            ("Status Laporan", "Ditutup oleh Sistem", "status"),
        ],
    ),
    "LAPOR export of a regency": (
        "complaints",
        [
            ("Tanggal Laporan Masuk", "02/01/2023 08:15", "received_at"),
            ("Kategori", "Infrastruktur", "category"),
            ("Instansi Terdisposisi", "Dinas Rekaan", "unit_id"),
            ("Isi Laporan Awal", "Jalan berlubang", "ignored"),
            ("Isi Laporan Akhir", "Jalan berlubang", "text"),
            ("Tracking ID", "7654321", "complaint_id"),
            ("Status Final", "Selesai", "status"),
            ("Kecamatan", "Rekaan", "ignored"),
        ],
    ),
    "national open data": (
        "complaints",
        [
            ("TrackingID", "7654321", "complaint_id"),
            ("KategoriID", "12", "ignored"),
            ("Kategori", "Infrastruktur", "category"),
            ("Disposisi instansi", "Dinas Rekaan", "unit_id"),
            ("Status", "Selesai", "status"),
            ("TanggalLaporanMasuk", "2016-02-03 10:11:12", "received_at"),
            ("TanggalDisposisi", "2016-02-04 10:11:12", "forwarded_at"),
            ("TanggalLaporanAktivitasTerakhir", "2016-02-09 10:11:12", "ignored"),
            ("TanggalLaporanDitutup", "2016-02-10 10:11:12", "closed_at"),
        ],
    ),
    "register of complaints": (
        "complaints",
        [
            ("No", "1", "row_number"),
            ("Tanggal Pengaduan", "03/04/2025", "received_at"),
            ("Nama Pelapor", "Rekaan", "person_name"),
            ("Isi Pengaduan", "Antrean lama", "text"),
            ("Kanal", "SMS", "channel"),
            ("OPD Terkait", "Dinas Rekaan", "unit_id"),
            ("Tanggal Tanggapan", "04/04/2025", "first_response_at"),
            ("Tanggal Selesai", "09/04/2025", "closed_at"),
            ("Status", "Selesai", "status"),
        ],
    ),
    "queue records": (
        "service_log",
        [
            ("Tanggal", "03/04/2025", "date"),
            ("No Antrian", "A012", "ignored"),
            ("Jenis Layanan", "KTP-el", "service"),
            ("Jam Datang", "08:15", "requested_at"),
            ("Jam Dipanggil", "08:40", "served_at"),
            ("Jam Selesai", "08:52", "done_at"),
        ],
    ),
    "queue by day": (
        "service_log",
        [
            ("Tanggal", "03/04/2025", "date"),
            ("Unit Layanan", "Puskesmas Rekaan", "unit_id"),
            ("Jumlah Kunjungan", "84", "visits"),
            ("Rata-rata Waktu Tunggu (menit)", "32,5", "wait_minutes"),
            ("Simpangan Baku", "11,2", "wait_sd"),
        ],
    ),
    "permits": (
        "service_log",
        [
            ("Jenis Izin", "IMB", "service"),
            ("Tanggal Permohonan", "03/04/2025", "requested_at"),
            ("Tanggal Terbit", "17/04/2025", "done_at"),
            ("Lama Proses (hari)", "10", "processing_days"),
            ("Nama Pemohon", "Rekaan", "person_name"),
        ],
    ),
    "forum minutes": (
        "forum_notes",
        [
            ("Tanggal", "03/04/2025", "date"),
            ("Forum", "FKP", "forum"),
            ("Tempat", "Aula", "place"),
            ("OPD Terkait", "Dinas Rekaan", "unit_id"),
            ("Topik", "Antrean", "topic"),
            ("Masukan Peserta", "Tambah loket", "text"),
            ("Tindak Lanjut", "Loket ditambah", "follow_up"),
            ("Status", "Proses", "status"),
        ],
    ),
    "organisational ratings": (
        "unit_ratings",
        [
            ("No", "1", "row_number"),
            ("Perangkat Daerah", "Dinas Rekaan", "unit_id"),
            ("Tahun", "2025", "period"),
            ("Capaian Kinerja Organisasi", "Baik", "organisation_rating"),
        ],
    ),
    "organisational indicators": (
        "unit_indicators",
        [
            ("Perangkat Daerah", "Dinas Rekaan", "unit_id"),
            ("Sasaran Strategis", "Meningkatnya mutu", "ignored"),
            ("Indikator Kinerja Utama", "Indeks kepuasan", "indicator"),
            ("Satuan", "Indeks", "measure_unit"),
            ("Target", "85", "target"),
            ("Realisasi", "83,2", "realised"),
            ("Capaian (%)", "97,9", "ignored"),
        ],
    ),
    "promised actions": (
        "follow_ups",
        [
            ("No", "1", "row_number"),
            ("OPD", "Dinas Rekaan", "unit_id"),
            ("Prioritas Unsur", "Waktu Penyelesaian", "unsur"),
            ("Program/Kegiatan", "Menambah loket", "action"),
            ("Batas Waktu", "30/06/2025", "due"),
            ("Penanggung Jawab", "Kepala Bidang", "person_name"),
            ("Status", "Selesai", "status"),
        ],
    ),
}


def mapped(tmp_path, columns: Columns, *, name: str = "a.csv", rows: int = 4, **kwargs) -> Mapping:
    lines = [[header for header, _, _ in columns], *[[cell for _, cell, _ in columns]] * rows]
    path = write_csv(tmp_path / name, "\n".join(";".join(line) for line in lines) + "\n")
    (block,) = find_all_blocks(read_file(path), codebooks=list(BOOKS.values()))
    return propose(block, codebooks=BOOKS, **kwargs)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_taken_for_its_table_column_by_column(tmp_path, name):
    table, columns = EXAMPLES[name]
    mapping = mapped(tmp_path, columns)
    assert mapping.table == table
    assert mapping.table_confidence >= 0.60
    assert [(m.column.header, m.target) for m in mapping.matches] == [
        (header, target) for header, _, target in columns
    ]
    assert mapping.unsure == ()


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_mapped_alike_where_its_table_is_declared(tmp_path, name):
    table, columns = EXAMPLES[name]
    declared = mapped(tmp_path, columns, source=Source(id="x", table=table, files="*"))
    found = mapped(tmp_path, columns)
    assert declared.table == table
    assert [m.target for m in declared.matches] == [m.target for m in found.matches]


@pytest.mark.parametrize("name", EXAMPLES)
def test_order_of_columns_does_not_matter(tmp_path, name):
    table, columns = EXAMPLES[name]
    mapping = mapped(tmp_path, columns[::-1])
    assert mapping.table == table
    assert [m.target for m in mapping.matches] == [target for _, _, target in columns[::-1]]


def test_every_table_has_an_example_or_is_made_of_items():
    shown = {table for table, _ in EXAMPLES.values()}
    by_items = {"citizen_survey", "staff_survey", "published_indices", "service_population"}
    assert shown | by_items | {"staff_link"} == set(TABLE_NAMES)


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_names_of_a_table_lead_to_its_columns(table):
    text = files("analysis.intake").joinpath("headers", f"{table}.toml").read_text("utf-8")
    declared = tomllib.loads(text)
    targets = {*declared["columns"], *declared.get("spare", {})}
    assert {one for one in targets if not lexicon.is_target(table, one)} == set()
    assert sum(part.weight for part in lexicon.fit_parts(table)) == pytest.approx(1.0)


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_no_name_of_a_table_means_two_columns(table):
    text = files("analysis.intake").joinpath("headers", f"{table}.toml").read_text("utf-8")
    columns = tomllib.loads(text)["columns"]
    owner: dict[str, str] = {}
    for target, names in columns.items():
        for name in lexicon._with_shared(names):
            if target != "ignored":
                assert owner.setdefault(name, target) == target


def test_makeshift_columns_give_way_to_better_ones(tmp_path):
    columns = [
        ("NIP", NIP, "employee_id"),
        ("Pangkat", "Penata Muda", "ignored"),
        ("Golongan", "III/a", "golongan"),
        ("Unit Kerja", "Dinas Rekaan", "unit_id"),
    ]
    mapping = mapped(tmp_path, columns)
    assert [m.target for m in mapping.matches] == [target for _, _, target in columns]
    assert mapping.matches[1].reason == "spare"
    alone = mapped(tmp_path, [one for one in columns if one[0] != "Golongan"])
    assert alone.matches[1].target == "golongan"


def test_tables_that_fit_alike_leave_the_choice_to_a_person(tmp_path):
    columns = [
        ("NIP", NIP, ""),
        ("Nama Pelatihan", "Rekaan", ""),
        ("Jenis Keputusan", "Penghargaan", ""),
        ("Tanggal", "03/03/2025", ""),
    ]
    mapping = mapped(tmp_path, columns)
    told = [one for one in mapping.problems if one.code == "intake.mapping.two_tables"]
    assert {mapping.table, str(vars(told[0])["values"]["others"])} == {"trainings", "decisions"}
    assert mapping.table_confidence < 0.60


def test_nip_is_left_out_of_tables_without_employees(tmp_path):
    columns = [
        ("NIP", NIP, "national_id"),
        ("Jenis Kelamin", "L", "gender"),
        *[(f"U{n}", "3", "") for n in range(1, 10)],
    ]
    mapping = mapped(tmp_path, columns)
    assert mapping.table == "citizen_survey"
    assert [m.target for m in mapping.matches][:2] == ["national_id", "gender"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Soal Pre Test A.csv", "pre"), ("posttest angkatan 2.csv", "post"), ("Tes Awal.csv", "pre")],
)
def test_name_of_the_file_says_which_test_a_score_is_of(tmp_path, name, kind):
    columns = [
        ("Timestamp", "03/03/2025 08:00:00", f"{kind}_date"),
        ("Score", "17.00 / 29", f"{kind}_score"),
        ("NIP", NIP, "employee_id"),
    ]
    mapping = mapped(tmp_path, columns, name=name)
    assert mapping.table == "trainings"
    assert [m.target for m in mapping.matches] == [target for _, _, target in columns]


def test_score_of_no_named_test_is_not_guessed(tmp_path):
    columns = [("Score", "17", ""), ("NIP", NIP, "employee_id"), ("Angkatan", "II", "batch")]
    mapping = mapped(tmp_path, columns)
    (doubtful,) = mapping.unsure
    assert (doubtful.column.header, doubtful.target) == ("Score", "pre_score")
    assert doubtful.alternative == "post_score"


def test_star_in_ignore_leaves_out_all_that_is_not_certain(tmp_path):
    columns = [
        ("NIP", NIP, "employee_id"),
        ("Nilai Pre Test", "17", "pre_score"),
        ("Soal 1", "a", "ignored"),
        ("Soal 2", "b", "ignored"),
    ]
    declared = Source(id="x", table="trainings", files="*", ignore=("*",))
    mapping = mapped(tmp_path, columns, source=declared)
    assert [m.target for m in mapping.matches] == [target for _, _, target in columns]
    assert mapping.unsure == ()


@pytest.mark.parametrize(
    ("header", "group", "target"),
    [
        ("NIP", "Pejabat Penilai", "rater_id"),
        ("Nama", "Pejabat Penilai", "person_name"),
        ("NIP", "Pegawai yang Dinilai", "employee_id"),
    ],
)
def test_group_above_a_header_says_whose_number_it_is(tmp_path, header, group, target):
    rows = [
        ["No", group, None, "Rating Hasil Kinerja", "Rating Perilaku Kerja", "Predikat Kinerja"],
        [None, header, "Jabatan", None, None, None],
        *[[n, NIP, "x", "Sesuai Ekspektasi", "Sesuai Ekspektasi", "Baik"] for n in range(1, 5)],
    ]
    merged = ((0, 1, 0, 2), *((0, place, 1, place) for place in (0, 3, 4, 5)))
    path = write_sheet(tmp_path / "a.xlsx", rows, merged=merged)
    (block,) = find_all_blocks(read_file(path), codebooks=list(BOOKS.values()))
    mapping = propose(block, source=Source(id="x", table="appraisals", files="*"), codebooks=BOOKS)
    assert mapping.matches[1].target == target


@pytest.mark.parametrize(
    "headers",
    [
        ["Golongan", "Laki-Laki", "Perempuan", "Total"],
        ["Status Pegawai", "Jumlah"],
        ["OPD", "L", "P"],
    ],
)
def test_counts_by_group_are_said_to_be_counts(tmp_path, headers):
    columns = [(header, "3", "") for header in headers]
    (problem,) = mapped(tmp_path, columns).problems
    assert problem.code == "intake.mapping.counts_only"


@pytest.mark.parametrize(
    "damaged", ["1,99001012015E+17", "19900101 201503 1 001", "'199001012015031001", "990101012"]
)
def test_damaged_numbers_do_not_hide_the_column_of_the_nip(tmp_path, damaged):
    columns = [
        ("NIP", damaged, "employee_id"),
        ("Golongan", "III/a", "golongan"),
        ("OPD", "Dinas Rekaan", "unit_id"),
    ]
    mapping = mapped(tmp_path, columns)
    assert (mapping.table, mapping.matches[0].target) == ("employees", "employee_id")
    assert mapping.matches[0].certain


def test_values_that_contradict_a_header_leave_it_in_doubt(tmp_path):
    columns = [
        ("NIP", NIP, "employee_id"),
        ("Golongan", "Jalan Rekaan 5", "golongan"),
        ("OPD", "Dinas Rekaan", "unit_id"),
        ("Kelas Jabatan", "7", "job_grade"),
    ]
    (doubtful,) = mapped(tmp_path, columns).unsure
    assert doubtful.column.header == "Golongan"
