"""The certificate that the product makes for itself."""

import stat
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from congress.certificate import own_certificate
from tests.factories import AT


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_it_names_this_machine_and_is_kept(tmp_path: Path):
    certificate, key = own_certificate(tmp_path, at=AT)
    names = _read(certificate).extensions.get_extension_for_oid(
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME
    )
    assert "localhost" in names.value.get_values_for_type(x509.DNSName)
    assert own_certificate(tmp_path, at=AT) == (certificate, key)
    assert _read(certificate).serial_number == _read(tmp_path / "certificate.pem").serial_number


def test_an_expired_one_is_made_anew(tmp_path: Path):
    certificate, _ = own_certificate(tmp_path, at=AT)
    former = _read(certificate).serial_number
    own_certificate(tmp_path, at=AT + timedelta(days=399))
    assert _read(certificate).serial_number != former


def test_nobody_else_reads_its_key(tmp_path: Path):
    _, key = own_certificate(tmp_path, at=AT)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
