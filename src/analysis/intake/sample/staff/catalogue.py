"""The courses of the sample regions, after the stories of their founding documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """One run of a course in a quarter (0 = the first one of the sample) for waves of units."""

    quarter: int
    waves: tuple[int, ...]


@dataclass(frozen=True)
class Course:
    """A course.

    Attributes
    ----------
    programme, kind, provider : str
    jp : int
        Training hours (45 minutes) of a full course.
    cost : int
        Rupiah a participant.
    batches : tuple of Batch
    nominated_share : float
        Share of those it is meant for who are nominated.
    second : bool
        Whether its effect is `Training.placement_effect`.
    """

    programme: str
    kind: str
    provider: str
    jp: int
    cost: int
    batches: tuple[Batch, ...] = ()
    nominated_share: float = 0.0
    second: bool = False


STAGGERED = (Batch(4, (0,)), Batch(6, (1,)), Batch(8, (2,)))
MAIN_COURSES: dict[str, tuple[Course, ...]] = {
    "sawahlunto": (
        Course(
            "Pelatihan Teknologi Informasi untuk Pelayanan Digital",
            "klasikal", "Politeknik Contoh", 24, 1_850_000, STAGGERED, 0.38,
        ),
        Course(
            "Magang Pelayanan Publik di Instansi Lain",
            "magang", "Instansi Mitra Contoh", 40, 3_200_000,
            (Batch(7, (0, 3)), Batch(9, (1, 3))), 0.12, second=True,
        ),
    ),
    "tanjungbalai": (
        Course(
            "Pelatihan Manajemen Waktu",
            "klasikal", "Universitas Contoh", 16, 1_250_000, STAGGERED, 0.40,
        ),
        Course(
            "Pelatihan Pelayanan Publik",
            "klasikal", "Sekolah Tinggi Contoh", 20, 1_600_000,
            (Batch(5, (0, 1)), Batch(9, (2, 3))), 0.20, second=True,
        ),
    ),
}  # fmt: skip
GENERAL = (
    Course("Bimbingan Teknis Penyusunan SKP", "bimtek", "BKPSDM", 8, 300_000),
    Course("Sosialisasi Nilai Dasar BerAKHLAK", "sosialisasi", "BKPSDM", 4, 50_000),
    Course("Webinar Pelayanan Prima", "e-learning", "Balai Diklat Contoh", 6, 0),
    Course("Pelatihan Arsip Elektronik", "e-learning", "Balai Diklat Contoh", 12, 150_000),
    Course("Workshop Pengelolaan Keuangan", "workshop", "Balai Diklat Contoh", 16, 750_000),
    Course("Diklat Teknis Bidang Tugas", "klasikal", "Balai Diklat Contoh", 24, 1_500_000),
)
