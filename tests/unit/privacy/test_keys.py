"""The secret is kept safely; HKDF agrees with RFC 5869."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from analysis.errors import ConfigError
from analysis.privacy import keys

SECRET = "s" * 40


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(keys.SECRET_VARIABLE, raising=False)
    path = tmp_path / "config" / "secret"
    monkeypatch.setenv(keys.SECRET_FILE_VARIABLE, str(path))
    return path


# RFC 5869, appendix A, test cases 1 to 3 (SHA-256): material, salt, info, length, PRK, OKM.
RFC_5869 = [
    (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        42,
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        "".join(f"{one:02x}" for one in range(0x50)),
        "".join(f"{one:02x}" for one in range(0x60, 0xB0)),
        "".join(f"{one:02x}" for one in range(0xB0, 0x100)),
        82,
        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
        "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    (
        "0b" * 22,
        "",
        "",
        42,
        "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
]


@pytest.mark.parametrize("case", RFC_5869, ids=["basic", "longer", "no_salt_no_info"])
def test_hkdf_agrees_with_rfc_5869(case: tuple[str, str, str, int, str, str]) -> None:
    material, salt, info, length, prk, okm = case
    key = keys.extract(bytes.fromhex(salt), bytes.fromhex(material))
    assert key.hex() == prk
    assert keys.expand(key, bytes.fromhex(info), length).hex() == okm


def test_secret_missing_says_how_to_restore_it(place: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        keys.secret()
    assert caught.value.exit_code == 2
    text = caught.value.text("en")
    assert text.startswith(f"There is no secret at {place}.")
    assert "kinerja new-region" in text
    assert "KINERJA_SECRET_FILE" in text
    assert not place.exists()


def test_secret_is_created_once_with_mode_600(place: Path) -> None:
    first = keys.secret(create=True)
    assert place.stat().st_mode & 0o777 == 0o600
    assert keys.secret(create=True) == first == keys.secret()
    assert len(first) == 64


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_secret_that_others_may_read_is_refused(place: Path, mode: int) -> None:
    keys.secret(create=True)
    place.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600"):
        keys.secret()


def test_secret_from_the_environment_comes_first(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.secret(create=True)
    monkeypatch.setenv(keys.SECRET_VARIABLE, f" {SECRET}\n")
    assert keys.secret() == SECRET.encode()


@pytest.mark.parametrize("given", ["", "pendek", "s" * 31])
def test_secret_too_short_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv(keys.SECRET_VARIABLE, given)
    with pytest.raises(ConfigError) as caught:
        keys.secret(create=True)
    assert "at least 32" in caught.value.text("en")
    assert given == "" or given not in caught.value.text("en")


def test_keys_differ_by_region_purpose_and_secret(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.SECRET_VARIABLE, SECRET)
    one = keys.region_keys("kota-a", synthetic=False)
    other = keys.region_keys("kota-b", synthetic=False)
    monkeypatch.setenv(keys.SECRET_VARIABLE, SECRET[::-1] + "x")
    later = keys.region_keys("kota-a", synthetic=False)
    public = keys.region_keys("kota-a", synthetic=True)
    made = [key for pair in (one, other, later, public) for key in (pair.pseudonym, pair.check)]
    assert len(set(made)) == 8
    assert {len(key) for key in made} == {32}


def test_keys_of_sample_regions_need_no_secret(place: Path) -> None:
    assert keys.region_keys("contoh", synthetic=True) == keys.region_keys("contoh", synthetic=True)
    with pytest.raises(ConfigError):
        keys.region_keys("contoh", synthetic=False)


def test_keys_are_not_printed(place: Path) -> None:
    made = keys.region_keys("contoh", synthetic=True)
    assert repr(made) == "RegionKeys(hidden)"
    assert pickle.loads(pickle.dumps(made)) == made
