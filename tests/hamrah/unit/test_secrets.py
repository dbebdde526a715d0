"""The keys are made once, fit together and belong to their owner."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from nacl.public import PrivateKey, SealedBox

from hamrah.secrets import generate


def contents(directory: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_generating_again_changes_nothing(tmp_path: Path) -> None:
    generate(tmp_path)
    before = contents(tmp_path)

    assert generate(tmp_path) == []
    assert contents(tmp_path) == before


def test_only_the_owner_can_read(tmp_path: Path) -> None:
    generate(tmp_path / "secrets", development=True)

    for path in [tmp_path / "secrets", *(tmp_path / "secrets").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_what_is_sealed_at_alumni_opens_at_notify(tmp_path: Path) -> None:
    from nacl.public import PublicKey

    generate(tmp_path)
    public = PublicKey(bytes.fromhex((tmp_path / "alumni" / "notify-public.key").read_text()))
    private = PrivateKey(bytes.fromhex((tmp_path / "notify" / "notify-private.key").read_text()))

    assert SealedBox(private).decrypt(SealedBox(public).encrypt(b"a")) == b"a"


def test_the_provider_and_notify_share_a_token(tmp_path: Path) -> None:
    generate(tmp_path)

    tokens = {(tmp_path / owner / "sms-auth-token").read_text() for owner in ("notify", "sandbox")}
    assert len(tokens) == 1


def test_only_development_keys_are_marked(tmp_path: Path) -> None:
    generate(tmp_path / "one")
    generate(tmp_path / "two", development=True)

    assert not list((tmp_path / "one").rglob("DEVELOPMENT"))
    assert (tmp_path / "two" / "alumni" / "DEVELOPMENT").exists()


def test_keys_that_were_there_already_are_not_marked(tmp_path: Path) -> None:
    generate(tmp_path)
    (tmp_path / "sandbox" / "sms-auth-token").unlink()

    generate(tmp_path, development=True)

    assert list(tmp_path.rglob("DEVELOPMENT")) == [tmp_path / "sandbox" / "DEVELOPMENT"]


def test_the_certificate_of_groups_is_of_its_key_and_signs_documents_for_ten_years(tmp_path: Path) -> None:
    generate(tmp_path)
    groups = tmp_path / "groups"
    key = load_pem_private_key((groups / "certificate-key.pem").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((groups / "certificate.pem").read_bytes())

    certificate.verify_directly_issued_by(certificate)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"
    assert certificate.public_key() == key.public_key()
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=3650)
