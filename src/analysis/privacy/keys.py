"""The one secret, and the keys derived from it for each region and purpose.

Only intake and `new-region` call this module. The secret lives outside the repository, in the
environment or in a file of mode 600. HKDF is RFC 5869 with SHA-256.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ConfigError
from analysis.files import write_atomically

SECRET_VARIABLE = "KINERJA_SECRET"
SECRET_FILE_VARIABLE = "KINERJA_SECRET_FILE"
MIN_SECRET_CHARACTERS = 32
KEY_BYTES = 32
_SALT = b"kinerja-workbench/1"
_PUBLIC_MATERIAL = b"public key of the synthetic sample regions"
_OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class RegionKeys:
    """Keys of one region.

    Attributes
    ----------
    pseudonym : bytes
        32 bytes; turns identifiers into pseudonyms.
    check : bytes
        32 bytes; hashes the entries of the check list and leads to no pseudonym.
    """

    pseudonym: bytes
    check: bytes

    def __repr__(self) -> str:
        return "RegionKeys(hidden)"


def secret_file() -> Path:
    """Return where the secret is kept: KINERJA_SECRET_FILE or the user's configuration folder."""
    named = os.environ.get(SECRET_FILE_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "kinerja" / "secret"


def secret(*, create: bool = False) -> bytes:
    """Return the secret from the environment or its file.

    Parameters
    ----------
    create : bool, default False
        Write a new secret where there is none. Only `kinerja new-region` does.

    Raises
    ------
    ConfigError
        If there is none, it is too short, or others may read its file.
    """
    given = os.environ.get(SECRET_VARIABLE)
    if given is not None:
        return _long_enough(given, where=SECRET_VARIABLE)
    path = secret_file()
    if path.is_file():
        _refuse_readable_by_others(path)
        return _long_enough(path.read_text("utf-8"), where=str(path))
    if not create:
        raise ConfigError(
            "privacy.keys.missing", path=path, variable=SECRET_VARIABLE, file=SECRET_FILE_VARIABLE
        )
    return _new_secret(path)


def region_keys(region_id: str, *, synthetic: bool) -> RegionKeys:
    """Return the keys of a region; those of synthetic regions derive from a public constant.

    Raises
    ------
    ConfigError
        If the region is real and the secret is missing or not kept safely.
    """
    material = extract(_SALT, _PUBLIC_MATERIAL if synthetic else secret())

    def derived(purpose: str) -> bytes:
        return expand(material, f"{purpose}/{region_id}".encode(), KEY_BYTES)

    return RegionKeys(pseudonym=derived("pseudonym"), check=derived("check"))


def extract(salt: bytes, material: bytes) -> bytes:
    """Return the pseudorandom key of RFC 5869 section 2.2, 32 bytes."""
    return hmac.digest(salt or bytes(32), material, hashlib.sha256)


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """Return `length` bytes of output keying material, RFC 5869 section 2.3."""
    block, output, counter = b"", b"", 1
    while len(output) < length:
        block = hmac.digest(key, block + info + bytes([counter]), hashlib.sha256)
        output += block
        counter += 1
    return output[:length]


def _long_enough(text: str, *, where: str) -> bytes:
    value = text.strip()
    if len(value) < MIN_SECRET_CHARACTERS:
        raise ConfigError("privacy.keys.short", where=where, minimum=MIN_SECRET_CHARACTERS)
    return value.encode("utf-8")


def _refuse_readable_by_others(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & _OTHERS_MAY_READ:
        raise ConfigError("privacy.keys.loose", path=path)


def _new_secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = secrets.token_hex(KEY_BYTES)
    previous = os.umask(0o077)
    try:
        write_atomically(path, value + "\n")
    finally:
        os.umask(previous)
    return value.encode("utf-8")
