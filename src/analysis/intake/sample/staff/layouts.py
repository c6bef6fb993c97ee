"""Which staff files each sample region keeps, and how their columns are called there."""

from __future__ import annotations

from analysis.intake.sample.staff.forms import Form
from analysis.intake.sample.staff.office import Style

BEHAVIOURS = {
    "Berorientasi Pelayanan": "b_berorientasi_pelayanan",
    "Akuntabel": "b_akuntabel",
    "Kompeten": "b_kompeten",
    "Harmonis": "b_harmonis",
    "Loyal": "b_loyal",
    "Adaptif": "b_adaptif",
    "Kolaboratif": "b_kolaboratif",
}
LABELS = {
    "Rating Hasil Kerja": "result_rating",
    "Rating Perilaku Kerja": "behaviour_rating",
    "Predikat Kinerja": "predikat_recorded",
}
QUARTERLY = {
    "NIP": "nip",
    "Unit Kerja": "unit",
    "NIP Penilai": "rater_nip",
    "Waktu Penilaian": "assessed_at",
    "Rating Hasil Kerja": "result_rating",
    "Rating Perilaku Kerja": "behaviour_rating",
    "Nilai Hasil Kerja": "result_score",
    "Nilai Perilaku": "behaviour_score",
}
TWO_YEARS, LAST_YEAR = (2024, 2025), (2025,)

SAWAHLUNTO = (
    Form(
        "people", "Daftar Pegawai {year}.xlsx",
        {"NO": "number", "NAMA": "name", "NIP": "nip", "STATUS PEGAWAI": "status",
         "JENIS KELAMIN": "gender", "GOL. RUANG": "golongan",
         "JABATAN > JENIS JABATAN": "position_type", "JABATAN > JENJANG JABATAN": "position_level",
         "KELAS JABATAN": "job_grade", "TPP DASAR": "tpp_base_idr:rupiah",
         "PENDIDIKAN": "education", "UNIT KERJA": "unit", "NIP ATASAN LANGSUNG": "superior_nip"},
        ("DATA CONTOH - DAFTAR PEGAWAI KOTA SAWAHLUNTO", "PERIODE TAHUN {year}"),
        numbered=True, signed="Sawahlunto",
    ),
    Form(
        "quarterly", "Penilaian Triwulanan {year}.xlsx", QUARTERLY,
        ("DATA CONTOH - PENILAIAN KINERJA PERIODIK", "PERIODE {period}"),
        years=(2023,), sheets="period",
    ),
    Form(
        "quarterly", "Penilaian Triwulanan {year}.xlsx", {**QUARTERLY, **BEHAVIOURS},
        ("DATA CONTOH - PENILAIAN KINERJA PERIODIK", "PERIODE {period}"),
        years=TWO_YEARS, sheets="period",
    ),
    Form(
        "annual", "Penilaian Tahunan {year}.xlsx",
        {"No": "number", "NIP": "nip", "Nama": "name", "Unit Kerja": "unit",
         "Sub Unit": "sub_unit", **LABELS, "NIP Pejabat Penilai": "rater_nip",
         "Tanggal Penilaian": "assessed_at"},
        ("DATA CONTOH - PENILAIAN KINERJA TAHUNAN", "PERIODE TAHUN {year}"),
        signed="Sawahlunto",
    ),
    Form(
        "other_raters", "Penilai Kedua dan Penilaian Diri.csv",
        {"No": "number", "Periode": "period_words", "NIP": "nip", "Unit Kerja": "unit",
         "Peran Penilai": "rater_role", "NIP Penilai": "rater_nip",
         "Rating Hasil Kerja": "result_rating", "Rating Perilaku Kerja": "behaviour_rating",
         "Nilai Hasil Kerja": "result_score"},
        years=LAST_YEAR,
    ),
    Form(
        "work_plan", "SKP {year}.xlsx",
        {"No": "number", "NIP": "nip", "RHK Atasan yang Diintervensi": "superior_objective",
         "Rencana Hasil Kerja": "work_result", "Indikator Kinerja Individu": "indicator",
         "Aspek": "aspect", "Target": "target", "Realisasi": "realised", "Satuan": "measure_unit",
         "Arah": "direction", "Kebutuhan Pengembangan Kompetensi": "development_need",
         "Tanggal Kesepakatan": "agreed_date", "Batas Waktu": "due_date",
         "Tanggal Lapor": "reported_date"},
        ("DATA CONTOH - SASARAN KINERJA PEGAWAI", "PERIODE TAHUN {year}"),
    ),
    Form(
        "reports", "Laporan Kinerja {year}.xlsx",
        {"No": "number", "NIP": "nip", "Periode": "period_words", "Batas Waktu": "due_date",
         "Tanggal Disampaikan": "submitted_date", "Capaian": "achievements",
         "Kendala": "obstacles"},
    ),
    Form(
        "feedback", "Umpan Balik {year}.xlsx",
        {"No": "number", "NIP": "nip", "NIP Penilai": "rater_nip",
         "Tanggal Umpan Balik": "date", "Tentang Periode": "about_words",
         "Jenis Umpan Balik": "kind", "Isi Umpan Balik": "text"},
    ),
    Form(
        "decisions", "SK Kepegawaian 2023-2025.xlsx",
        {"No": "number", "Tanggal SK": "date", "NIP": "nip", "Nama": "name",
         "Jenis Keputusan": "kind", "Memenuhi Syarat": "eligible_word",
         "Nilai Penghargaan": "amount_idr:rupiah"},
        ("DATA CONTOH - DAFTAR KEPUTUSAN KEPEGAWAIAN",),
    ),
    Form(
        "trainings", "Rekap Pelatihan {year}.xlsx",
        {"No": "number", "NIP": "nip", "Nama Peserta": "name", "Nama Pelatihan": "programme",
         "Angkatan": "batch", "Bentuk Pelatihan": "kind", "Penyelenggara": "provider",
         "Status Peserta": "status", "Tanggal Mulai": "start_date", "Tanggal Selesai": "end_date",
         "JP": "jp_hours", "Biaya": "cost_idr", "Nilai Pre Test": "pre_score",
         "Nilai Post Test": "post_score", "Nilai Maksimal": "score_max",
         "Evaluasi Reaksi": "reaction_score", "Evaluasi Pasca Pelatihan": "followup_score",
         "Tanggal Evaluasi Pasca": "followup_date"},
        ("DATA CONTOH - REKAP PELATIHAN TAHUN {year}",),
    ),
)  # fmt: skip
MAMUJU = (
    Form(
        "people", "Data Pegawai {year}.xlsx",
        {"No": "number", "Nama Pegawai": "name", "NIP": "nip", "Golongan": "golongan",
         "Jenis Jabatan": "position_type", "Jenjang": "position_level",
         "Kelas Jabatan": "job_grade", "Pendidikan": "education", "NIP Atasan": "superior_nip"},
        ("DATA CONTOH - DATA PEGAWAI KABUPATEN MAMUJU", "PERIODE TAHUN {year}"),
        years=TWO_YEARS, sections=True,
    ),
    Form(
        "quarterly", "Nilai Kinerja Triwulan {year}.xlsx",
        {"No": "number", "NIP": "nip", "Perangkat Daerah": "unit", "NIP Atasan": "rater_nip",
         "Tanggal Penilaian": "assessed_at", "Rating Hasil Kerja": "result_rating",
         "Rating Perilaku Kerja": "behaviour_rating", "Nilai SKP": "result_score",
         "Nilai Perilaku Kerja": "behaviour_score"},
        ("DATA CONTOH - NILAI KINERJA PEGAWAI", "PERIODE {period}"),
        years=LAST_YEAR, sheets="period",
    ),
    Form(
        "annual", "evaluasi_kinerja_tahunan_{year}.csv",
        {"No": "number", "Tahun": "period", "NIP": "nip", "OPD": "unit",
         "Bidang": "sub_unit", **LABELS, "NIP Atasan": "rater_nip"},
        years=LAST_YEAR,
    ),
    Form(
        "work_plan", "SKP {year}.xlsx",
        {"No": "number", "Tahun": "period", "NIP": "nip", "Rencana Hasil Kerja": "work_result",
         "Indikator": "indicator", "Aspek": "aspect", "Target": "target", "Realisasi": "realised",
         "Satuan": "measure_unit", "Arah": "direction", "Tanggal Penetapan": "agreed_date"},
        years=LAST_YEAR,
    ),
)  # fmt: skip
TANJUNGBALAI = (
    Form(
        "people", "data_pegawai_{year}.csv",
        {"No": "number", "Tahun": "year", "NIP": "nip", "Nama": "name", "JK": "gender",
         "Gol": "golongan", "Jenis Jabatan": "position_type", "Pendidikan Terakhir": "education",
         "Unit Kerja": "unit", "NIP Atasan": "superior_nip"},
        years=LAST_YEAR,
    ),
    Form(
        "annual", "Penilaian Kinerja Tahunan {year}.xlsx",
        {"No": "number", "NIP": "nip", "Nama": "name", "Unit Kerja": "unit", **LABELS,
         "NIP Pejabat Penilai": "rater_nip"},
        ("DATA CONTOH - PENILAIAN KINERJA TAHUNAN", "PERIODE TAHUN {year}"),
        years=TWO_YEARS, signed="Tanjungbalai",
    ),
    Form(
        "reports", "Laporan Kinerja {year}.xlsx",
        {"No": "number", "NIP": "nip", "Periode Laporan": "period_words",
         "Batas Lapor": "due_date", "Tanggal Lapor": "submitted_date"},
        years=TWO_YEARS,
    ),
    Form(
        "decisions", "Keputusan Kepegawaian.xlsx",
        {"No": "number", "Tanggal": "date", "NIP": "nip", "Jenis Keputusan": "kind",
         "Memenuhi Syarat": "eligible_word", "Besaran": "amount_idr:rupiah"},
        years=TWO_YEARS,
    ),
    Form(
        "trainings", "Pelatihan ASN {year}.xlsx",
        {"No": "number", "NIP": "nip", "Nama Diklat": "programme", "Angkatan": "batch",
         "Bentuk": "kind", "Lembaga Penyelenggara": "provider", "Kehadiran": "status",
         "Tanggal Pelaksanaan": "start_date", "Sampai Tanggal": "end_date",
         "Jumlah JP": "jp_hours", "Biaya": "cost_idr:rupiah", "Pre Test": "pre_score",
         "Post Test": "post_score", "Nilai Tertinggi": "score_max",
         "Kepuasan Peserta": "reaction_score"},
        ("DATA CONTOH - PELATIHAN ASN TAHUN {year}",),
        years=TWO_YEARS,
    ),
)  # fmt: skip
WANGGAR = (
    Form(
        "annual", "Rekap Penilaian ({year}).xlsx",
        {"No": "number", "NIP": "nip", "Nama": "name", "Jabatan": "post_title",
         "Rating Hasil Kinerja": "result_rating", "Rating Perilaku Kerja": "behaviour_rating",
         "Predikat Kinerja Tahunan": "predikat_recorded"},
        ("9401 - DATA CONTOH Pemerintah Wanggar", "{unit}", "Periode Tahunan {year}"),
        years=TWO_YEARS, sheets="unit",
    ),
    Form(
        "people", "Daftar ASN {year}.xlsx",
        {"NO": "number", "NAMA": "name", "NIP": "nip", "GOL": "golongan",
         "JABATAN": "post_title", "PENDIDIKAN": "education", "UNIT KERJA": "unit"},
        ("DATA CONTOH - DAFTAR ASN WANGGAR", "PERIODE TAHUN {year}"),
        years=LAST_YEAR, signed="Wanggar",
    ),
    Form(
        "decisions", "penghargaan_dan_sk.csv",
        {"No": "number", "Tanggal Penetapan": "date", "NIP": "nip", "Jenis SK": "kind",
         "Nilai Rupiah": "amount_idr:rupiah"},
        years=TWO_YEARS,
    ),
)  # fmt: skip
FORMS: dict[str, tuple[Form, ...]] = {
    "sawahlunto": SAWAHLUNTO,
    "mamuju": MAMUJU,
    "tanjungbalai": TANJUNGBALAI,
    "wanggar": WANGGAR,
}
STYLES: dict[str, Style] = {
    "sawahlunto": Style(nip="spaced", date="long", comma=True),
    "mamuju": Style(nip="quoted", date="slash"),
    "tanjungbalai": Style(nip="plain", date="slash"),
    "wanggar": Style(nip="plain", date="long"),
}
