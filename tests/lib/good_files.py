"""A small right file of every canonical table, to be damaged or shuffled by tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analysis.schemas.codebook import load_codebook

Rows = list[list[str]]
ROWS = 12
UNITS = ("RSUD", "Dinas Kependudukan dan Pencatatan Sipil")
WORDS = {1: "Sangat Tidak Setuju", 2: "Tidak Setuju", 3: "Netral", 4: "Setuju", 5: "Sangat Setuju"}


@dataclass(frozen=True)
class GoodFile:
    """Header and rows of a table as an office would send it, and the source keys it needs."""

    table: str
    header: list[str]
    rows: Rows
    keys: Mapping[str, object] = field(default_factory=dict)

    @property
    def lines(self) -> Rows:
        """Header and rows."""
        return [self.header, *self.rows]


def nip(number: int) -> str:
    """Return a right NIP of a made-up employee."""
    year, month = 1970 + number % 25, number % 12 + 1
    return f"{year}{month:02d}15{year + 25}{month:02d}{number % 2 + 1}{number:03d}"


def _unit(number: int) -> str:
    return UNITS[number % 2]


def _day(number: int, month: int = 3) -> str:
    return f"{number % 28 + 1:02d}/{month:02d}/2025"


def _employees(n: int) -> list[str]:
    return [str(n), nip(n), f"Orang Karangan {n}", _unit(n), "PNS", "Penata (III/c)", "S1",
            "Pelaksana", "7", "2025"]  # fmt: skip


def _appraisals(n: int) -> list[str]:
    result = ("Diatas Ekspektasi", "Sesuai Ekspektasi", "Dibawah Ekspektasi")[n % 3]
    predikat = ("Baik", "Baik", "Butuh Perbaikan")[n % 3]
    return [str(n), nip(n), f"Orang Karangan {n}", _unit(n), result, "Sesuai Ekspektasi", predikat]


def _work_plan(n: int) -> list[str]:
    return [nip(n), "2025", "Layanan selesai tepat waktu", "Persentase berkas selesai", "Waktu",
            "90 %", "92,5 %", "Semakin tinggi semakin baik"]  # fmt: skip


def _reports(n: int) -> list[str]:
    return [nip(n), "2025-03", "05/04/2025", f"{n % 9 + 1:02d}/04/2025", "Berkas selesai", "-"]


def _feedback(n: int) -> list[str]:
    return [nip(n), nip(n + 100), _day(n), "2025-Q1", "Lisan", "Pertahankan ketepatan waktu"]


def _decisions(n: int) -> list[str]:
    return [nip(n), _day(n), "Penghargaan", "Ya", "1.500.000"]


def _staff_survey(n: int) -> list[str]:
    about = [_day(n), _unit(n), "LP"[n % 2], "PNS"]
    return [*about, *(WORDS[(n + place) % 5 + 1] for place in range(len(_asked())))]


def _staff_link(n: int) -> list[str]:
    return [f"LEMBAR-{n:03d}", nip(n)]


def _survey_frame(n: int) -> list[str]:
    return [str(n), f"2025-{n:02d}", _unit(n), "40"]


def _trainings(n: int) -> list[str]:
    return [str(n), nip(n), "Manajemen Waktu", "1", "BKPSDM", "Selesai", _day(n, 4), _day(n, 5),
            "20", "60", "80", "100"]  # fmt: skip


def _citizens(n: int) -> list[str]:
    scores = [str((n + place) % 3 + 2) for place in range(9)]
    return [_day(n), _unit(n), "LP"[n % 2], str(20 + n), "S1", "Swasta", *scores, "Antrean lama"]


def _indices(n: int) -> list[str]:
    means = [f"3,{(n * 7 + place) % 90 + 10}" for place in range(9)]
    return [str(n), _unit(n), f"{2010 + n}", *means, "82,50", "B"]


def _population(n: int) -> list[str]:
    return [str(n), _unit(n), f"{2010 + n}", f"{1000 + n}"]


def _complaints(n: int) -> list[str]:
    status = ("Selesai", "Proses", "Ditutup oleh Sistem", "Belum")[n % 4]
    closed = _day(n, 4) if n % 4 == 0 else ""
    return [f"T{n:05d}", f"{_day(n)} 08:{n:02d}", _unit(n), "Website", "Jalan", "Aspirasi",
            "Anonim" if n % 3 else "", status, closed, "Antrean terlalu lama"]  # fmt: skip


def _service_log(n: int) -> list[str]:
    return [_day(n), _unit(n), "KTP", "Loket", "08:05", "08:35", "08:50"]


def _forum(n: int) -> list[str]:
    return [str(n), _day(n), "Musrenbang", "Balai Kota", _unit(n), "Antrean", "Antrean panjang",
            "Menambah loket", "Proses"]  # fmt: skip


def _ratings(n: int) -> list[str]:
    return [str(n), _unit(n), str(2010 + n), ("Baik", "Istimewa", "Kurang")[n % 3]]


def _indicators(n: int) -> list[str]:
    return [str(n), _unit(n), "2025", f"Indikator ke-{n}", "%", "Semakin tinggi semakin baik",
            "80", f"{70 + n},5"]  # fmt: skip


def _follow_ups(n: int) -> list[str]:
    return [str(n), _unit(n), "2024", ("Waktu Penyelesaian", "Biaya/Tarif")[n % 2],
            f"Menambah loket ke-{n}", _day(n, 6), "Proses"]  # fmt: skip


def _asked() -> list[str]:
    book = load_codebook("survei_pegawai")
    return [book.item(key).question.id for key in book.items_of("resistensi_evaluasi")]


_MADE: dict[str, tuple[list[str], Callable[[int], list[str]]]] = {
    "employees": (["No", "NIP", "Nama", "Unit Kerja", "Status Pegawai", "Golongan", "Pendidikan",
                   "Jenis Jabatan", "Kelas Jabatan", "Tahun"], _employees),
    "appraisals": (["No", "NIP", "Nama", "Unit Kerja", "Rating Hasil Kerja",
                    "Rating Perilaku Kerja", "Predikat Kinerja Tahunan"], _appraisals),
    "work_plan": (["NIP", "Tahun", "Rencana Hasil Kerja", "Indikator Kinerja Individu", "Aspek",
                   "Target", "Realisasi", "Arah"], _work_plan),
    "performance_reports": (["NIP", "Periode Laporan", "Batas Waktu", "Tanggal Lapor", "Capaian",
                             "Kendala"], _reports),
    "feedback": (["NIP", "NIP Atasan", "Tanggal Umpan Balik", "Periode yang Dibahas",
                  "Jenis Umpan Balik", "Umpan Balik"], _feedback),
    "decisions": (["NIP", "Tanggal SK", "Jenis Keputusan", "Memenuhi Syarat", "Besaran Rp"],
                  _decisions),
    "staff_survey": (["Tanggal", "Unit Kerja", "Jenis Kelamin", "Status Kepegawaian", *_asked()],
                     _staff_survey),
    "staff_link": (["ID Responden", "NIP"], _staff_link),
    "survey_frame": (["Gelombang", "Periode", "Unit Kerja", "Jumlah Diundang"], _survey_frame),
    "trainings": (["No", "NIP", "Nama Pelatihan", "Angkatan", "Penyelenggara", "Status",
                   "Tanggal Mulai", "Tanggal Selesai", "JP", "Nilai Pre Test", "Nilai Post Test",
                   "Nilai Maksimal"], _trainings),
    "citizen_survey": (["Tanggal", "Unit", "Jenis Kelamin", "Usia", "Pendidikan", "Pekerjaan",
                        *(f"U{n}" for n in range(1, 10)), "Saran"], _citizens),
    "published_indices": (["No", "Nama OPD", "Tahun", *(f"U{n}" for n in range(1, 10)),
                           "Nilai IKM", "Mutu Pelayanan"], _indices),
    "service_population": (["No", "Nama Unit", "Tahun", "Jumlah Pengguna"], _population),
    "complaints": (["Tracking ID", "Tanggal Laporan Masuk", "Instansi Terdisposisi",
                    "Sumber Laporan", "Kategori", "Klasifikasi Laporan", "Tipe Laporan",
                    "Status Laporan", "Tanggal Selesai", "Isi Laporan"], _complaints),
    "service_log": (["Tanggal", "Unit", "Jenis Layanan", "Kanal", "Jam Datang", "Jam Dipanggil",
                     "Jam Selesai"], _service_log),
    "forum_notes": (["No", "Tanggal", "Forum", "Tempat", "OPD Terkait", "Topik", "Usulan",
                     "Tindak Lanjut", "Status"], _forum),
    "unit_ratings": (["No", "Perangkat Daerah", "Tahun", "Capaian Kinerja Organisasi"], _ratings),
    "unit_indicators": (["No", "Perangkat Daerah", "Tahun", "Indikator Kinerja", "Satuan", "Arah",
                         "Target", "Realisasi"], _indicators),
    "follow_ups": (["No", "Unit Pelayanan", "Periode", "Prioritas Unsur", "Rencana Tindak Lanjut",
                    "Batas Waktu", "Status"], _follow_ups),
}  # fmt: skip

_KEYS: dict[str, dict[str, object]] = {
    "appraisals": {"period": "2025"},
    "staff_survey": {"anonymity": "anonymous"},
    "staff_link": {"consent": True},
    "citizen_survey": {"unsur_order": "B"},
    "published_indices": {"unsur_order": "B"},
}


def good_file(table: str, rows: int = ROWS) -> GoodFile:
    """Return a right file of `table`."""
    header, row = _MADE[table]
    return GoodFile(table, header, [row(n) for n in range(1, rows + 1)], _KEYS.get(table, {}))


TABLES = tuple(_MADE)
