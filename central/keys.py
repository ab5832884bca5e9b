"""The centre's keys: the one module of this room that makes them, writes them and reads them.

Under the data directory, readable by its owner alone: an Ed25519 key that signs, another that signs the transparency
log, an X25519 key that opens personal data, and a P-256 certificate authority of the centre's own that stations pin
instead of the system's store.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from sync.seal import SealingKey, SigningKey

SIGNING_KEY: Final = "centre-signing.key"
LOG_KEY: Final = "log-signing.key"
SEALING_KEY: Final = "centre-sealing.key"
AUTHORITY: Final = "authority.pem"
AUTHORITY_KEY: Final = "authority.key"
SERVER: Final = "server.pem"
SERVER_KEY: Final = "server.key"

_ALWAYS: Final = ("localhost", "127.0.0.1")
#: A station whose clock battery is dead believes it is years ago; "not yet valid" would cut it off for ever.
_VALID_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
_AUTHORITY_LIFE: Final = timedelta(days=20 * 365)
_SERVER_LIFE: Final = timedelta(days=2 * 365)
_RENEW_BEFORE: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """`log` signs the transparency log and nothing else.

    `authority` is the certificate (PEM) that stations pin; `server` and `server_key` are files for TLS.
    """

    signing: SigningKey
    sealing: SealingKey
    log: SigningKey
    authority: str
    server: Path
    server_key: Path


def create(folder: Path, names: tuple[str, ...], now: datetime) -> None:
    """Make every key. `folder` must not exist. `names` are host names or addresses besides localhost."""
    folder.mkdir(mode=0o700, parents=True)
    _write_secret(folder / SIGNING_KEY, to_base64url(SigningKey.generate().seed).encode())
    _write_secret(folder / SEALING_KEY, to_base64url(SealingKey.generate().secret).encode())
    _log_key(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    _write_secret(folder / AUTHORITY_KEY, _pem(key))
    _write_secret(folder / AUTHORITY, _authority(key, now).public_bytes(serialization.Encoding.PEM))
    _issue_server(folder, names, now)


def load(folder: Path, names: tuple[str, ...], now: datetime) -> CentreKeys:
    """The keys, with a server certificate that is valid for `names` and not about to expire (a new one if need be).

    Raises Refusal `keys_unreadable` naming the file.
    """
    try:
        signing = SigningKey(from_base64url((folder / SIGNING_KEY).read_text("ascii").strip()))
        sealing = SealingKey(from_base64url((folder / SEALING_KEY).read_text("ascii").strip()))
        log = _log_key(folder)
        authority = (folder / AUTHORITY).read_text("ascii")
        if not _is_good(x509.load_pem_x509_certificate((folder / SERVER).read_bytes()), names, now):
            _issue_server(folder, names, now)
    except (OSError, ValueError, Refusal) as error:
        raise Refusal("keys_unreadable", folder=str(folder), why=str(error)) from error
    return CentreKeys(signing, sealing, log, authority, folder / SERVER, folder / SERVER_KEY)


def _log_key(folder: Path) -> SigningKey:
    """Made here for a centre of an earlier program, which had none."""
    file = folder / LOG_KEY
    if not file.exists():
        _write_secret(file, to_base64url(SigningKey.generate().seed).encode())
    return SigningKey(from_base64url(file.read_text("ascii").strip()))


def _write_secret(file: Path, content: bytes) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject: str, key: ec.EllipticCurvePublicKey, until: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


_AUTHORITY_NAME: Final = "Ventanilla: centre's own authority"


def _authority(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    return (
        _builder(_AUTHORITY_NAME, key.public_key(), now + _AUTHORITY_LIFE)
        .issuer_name(_name(_AUTHORITY_NAME))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _issue_server(folder: Path, names: tuple[str, ...], now: datetime) -> None:
    authority_key = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    assert isinstance(authority_key, ec.EllipticCurvePrivateKey), "the authority's key is P-256"
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder("Ventanilla: centre", key.public_key(), now + _SERVER_LIFE)
        .issuer_name(authority.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in _all(names)]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_secret(folder / SERVER_KEY, _pem(key))
    _write_secret(folder / SERVER, certificate.public_bytes(serialization.Encoding.PEM))


def _all(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_ALWAYS, *names)))


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _is_good(certificate: x509.Certificate, names: tuple[str, ...], now: datetime) -> bool:
    alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return certificate.not_valid_after_utc > now + _RENEW_BEFORE and {_general(name) for name in _all(names)} <= set(
        alternatives
    )
