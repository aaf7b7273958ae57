"""A certificate of one's own: phones open their camera to pages over TLS only."""

import ipaddress
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_VALID = timedelta(days=398)
"""Browsers refuse server certificates that are valid for longer."""


def own_certificate(folder: Path, *, at: datetime) -> tuple[Path, Path]:
    """Give the certificate and the key kept in a folder, making them if missing or expired.

    It names this machine and its addresses; a phone warns once, for nobody else vouches for it.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if certificate.exists() and key.exists() and _expires(certificate) > at:
        return certificate, key
    private = ec.generate_private_key(ec.SECP256R1())
    signed = _signed(private, at)
    folder.mkdir(parents=True, exist_ok=True)
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    return certificate, key


def _expires(certificate: Path) -> datetime:
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _signed(private: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    host = socket.gethostname()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName(host)]
    names += [x509.IPAddress(address) for address in _addresses(host)]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )


def _addresses(host: str) -> list[ipaddress.IPv4Address]:
    """Give the addresses by which phones in the hall may reach this machine."""
    try:
        found = socket.gethostbyname_ex(host)[2]
    except OSError:
        found = []
    return [ipaddress.IPv4Address(address) for address in sorted({"127.0.0.1", *found})]
