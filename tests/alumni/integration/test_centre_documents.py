"""Documents of a centre: what they are is found out, their names are harmless, and nobody else sees them."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from pymongo.database import Database
from werkzeug.test import TestResponse

from alumni.adapters.uploads import plain_name
from tests.alumni.centres import CentreOffice
from tests.alumni.client import Person

PDF = b"%PDF-1.7\n" + b"a" * 100
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 100
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 100
TYPES = {"application/pdf": PDF, "image/png": PNG, "image/jpeg": JPEG}


@pytest.fixture
def office(database: Database[dict[str, Any]]) -> CentreOffice:
    return CentreOffice(database)


def send(
    person: Person,
    centre_id: str,
    content: Any = PDF,
    *,
    as_: str = "application/pdf",
    name: str = "licence.pdf",
) -> TestResponse:
    return person.call(
        "POST",
        f"/centres/{centre_id}/documents",
        data=content,
        headers={"Content-Type": as_},
        query_string={"name": name},
    )


def contents(office: CentreOffice) -> int:
    return office.database["centre_files.files"].count_documents({})


def test_a_document_comes_back_as_it_was_to_be_saved(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)
    for type_, content in TYPES.items():
        sent = send(applicant, centre_id, content, as_=type_, name="ਲਾਇਸੈਂਸ 2026.x")

        assert (sent.status_code, sent.json["content_type"], sent.json["size"]) == (201, type_, len(content))
        assert sent.json["sha256"] == hashlib.sha256(content).hexdigest()
        for reader in (applicant, office.network):
            saved = reader.get(f"/centres/{centre_id}/documents/{sent.json['id']}")
            assert (saved.status_code, saved.data) == (200, content)
            assert saved.headers["X-Content-Type-Options"] == "nosniff"
            assert saved.headers["Content-Disposition"].startswith("attachment;")
            assert saved.mimetype == "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "as_"),
    [
        (PNG, "application/pdf"),
        (PDF, "image/png"),
        (b"MZ" + b"\x00" * 100, "application/pdf"),
        (b"<html><script>alert(1)</script>", "image/png"),
        (b"GIF89a" + b"\x00" * 100, "image/gif"),
        (b"", "application/pdf"),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused_and_not_kept(
    office: CentreOffice, content: bytes, as_: str
):
    applicant = office.person()
    centre_id = office.apply(applicant)

    answer = send(applicant, centre_id, content, as_=as_)

    assert (answer.status_code, answer.json["code"]) == (415, "document-refused")
    assert contents(office) == 0


class Endless(BytesIO):
    """A body that must not be read: 100 MB, of which the test has nothing."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        asked = 1_000_000 if size is None or size < 0 else size
        self.taken += asked
        return PDF.ljust(asked, b"a")


def test_a_hundred_megabytes_are_refused_before_they_are_read(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)
    body = Endless()

    declared = applicant.call(
        "POST",
        f"/centres/{centre_id}/documents?name=a.pdf",
        input_stream=body,
        headers={"Content-Type": "application/pdf"},
        environ_overrides={"CONTENT_LENGTH": str(100_000_000)},
    )
    read_of_declared = body.taken
    streamed = applicant.call(
        "POST",
        f"/centres/{centre_id}/documents?name=a.pdf",
        input_stream=body,
        headers={"Content-Type": "application/pdf", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (declared.status_code, read_of_declared) == (413, 0)
    assert streamed.status_code == 413
    assert body.taken <= 5 * 1024 * 1024 + 1
    assert contents(office) == 0


def test_five_megabytes_and_not_a_byte_more(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)
    limit = 5 * 1024 * 1024

    answers = [send(applicant, centre_id, PDF.ljust(size, b"a")) for size in (limit, limit + 1)]

    assert [each.status_code for each in answers] == [201, 413]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system32\\cmd.exe", "cmd.exe.pdf"),
        ("C:\\licence.pdf", "licence.pdf"),
        ("/", "document.pdf"),
        ("..", "document.pdf"),
        ("licence.pdf\r\nSet-Cookie: a=b", "a=b.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("  .htaccess ", "htaccess.pdf"),
        ("x" * 255, "x" * 96 + ".pdf"),
        ("ਲਾਇਸੈਂਸ.PDF", "ਲਾਇਸੈਂਸ.pdf"),
    ],
)
def test_a_name_is_no_path_and_no_command(name: str, kept: str):
    assert plain_name(name, "application/pdf") == kept


def test_a_name_with_path_tricks_is_answered_plain(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)

    sent = send(applicant, centre_id, name="../../../etc/\r\nX-Evil: 1/licence.pdf")
    saved = applicant.get(f"/centres/{centre_id}/documents/{sent.json['id']}")

    assert sent.json["name"] == "licence.pdf"
    assert "X-Evil" not in saved.headers


def test_a_centre_shows_ten_documents_and_the_eleventh_leaves_nothing(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)
    sent = [send(applicant, centre_id) for _ in range(10)]
    office.check(centre_id)

    eleventh = send(applicant, centre_id)
    removed = applicant.delete(f"/centres/{centre_id}/documents/{sent[0].json['id']}")

    assert (eleventh.status_code, eleventh.json["code"]) == (409, "too-many-documents")
    assert (removed.status_code, contents(office)) == (204, 9)
    assert "documents" not in office.network.get(f"/network/centres/{centre_id}").json["checked"]


def test_nobody_else_sees_adds_or_removes_a_document(office: CentreOffice):
    applicant, stranger = office.person(), office.person()
    centre_id = office.apply(applicant)
    document_id = send(applicant, centre_id).json["id"]
    path = f"/centres/{centre_id}/documents"

    answers = [
        stranger.get(f"{path}/{document_id}"),
        stranger.delete(f"{path}/{document_id}"),
        applicant.get(f"{path}/{'0' * 32}"),
    ]
    added = send(stranger, centre_id)

    assert {(each.status_code, each.json["code"]) for each in answers} == {(404, "document-unknown")}
    assert (added.status_code, added.json["code"]) == (404, "centre-unknown")
    assert contents(office) == 1


def test_a_partners_documents_are_its_coordinators(office: CentreOffice):
    founder, other = office.person(), office.person()
    centre_id = office.active(founder)
    document_id = send(founder, centre_id).json["id"]
    code = founder.call("POST", "/centre/coordinators/invitations").json["code"]
    other.post("/me/coordinating", {"code": code})
    office.renew(other)
    other.delete(f"/centre/coordinators/{office.id_of(founder)}")
    office.renew(founder)

    paths = f"/centres/{centre_id}/documents/{document_id}"

    assert (other.get(paths).status_code, founder.get(paths).status_code) == (200, 404)
