"""The documents by which a centre shows what it says: added, seen and removed by those whom it concerns."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.centre import Centre
from alumni.domain.centre_details import Document
from alumni.domain.centre_state import PARTNERS
from alumni.domain.errors import CentreUnknown
from alumni.domain.errors.centres import DocumentUnknown
from alumni.handlers.centre_applications import change_centre
from alumni.ports.centres import CentreFiles, PartnerCentres
from chassis.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that was found to be what it says it is, under a name that is safe."""

    name: str
    content_type: str
    content: bytes


def add_document(
    caller: Caller,
    centre_id: str,
    upload: Upload,
    *,
    centres: PartnerCentres,
    files: CentreFiles,
    at: datetime,
) -> Document:
    """Show one more file of a centre; refused ones leave nothing behind.

    Raises CentreUnknown where it is not the caller's, NotItsTurn, TooManyDocuments.
    """
    _own(caller, centres.get(centre_id))
    document = Document(
        id=new_id(),
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        added_at=at,
    )
    files.put(document.id, upload.content)
    try:
        change_centre(centre_id, lambda centre: centre.add_document(document), centres=centres)
    except Exception:
        files.remove(document.id)
        raise
    return document


def read_document(
    caller: Caller, centre_id: str, document_id: str, *, centres: PartnerCentres, files: CentreFiles
) -> tuple[Document, bytes]:
    """Give a file to those of the centre and to the network; raises DocumentUnknown for everybody else."""
    try:
        centre = centres.get(centre_id)
        if not caller.administers:
            _own(caller, centre)
    except CentreUnknown:
        raise DocumentUnknown from None
    found = next((each for each in centre.documents if each.id == document_id), None)
    content = files.get(document_id) if found else None
    if found is None or content is None:
        raise DocumentUnknown
    return found, content


def remove_document(
    caller: Caller, centre_id: str, document_id: str, *, centres: PartnerCentres, files: CentreFiles
) -> None:
    """Show a file no more; raises DocumentUnknown, also where the centre is not the caller's, NotItsTurn."""

    def decide(centre: Centre) -> None:
        _own(caller, centre)
        centre.remove_document(document_id)

    try:
        change_centre(centre_id, decide, centres=centres)
    except CentreUnknown:
        raise DocumentUnknown from None
    files.remove(document_id)


def _own(caller: Caller, centre: Centre) -> None:
    """Let the applicant do it, and once it is a partner its coordinators; raises CentreUnknown."""
    if centre.state in PARTNERS:
        mine = caller.coordinates(centre.id)
    else:
        mine = centre.applicant_id == caller.member_id
    if not mine:
        raise CentreUnknown(centre.id)
