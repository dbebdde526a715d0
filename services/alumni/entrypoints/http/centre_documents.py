"""The documents of a centre: sent as they are, and given out to be saved, never shown."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from flask import Response, request

from alumni.adapters.uploads import SUFFIXES, plain_name, type_of
from alumni.domain import errors
from alumni.domain.errors import centres as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import centres as schemas
from alumni.handlers import centre_documents as handlers
from chassis.clock import utc_now
from chassis.http import Blueprint, body_limit, raises, requires

MOST_BYTES = 5 * 1024 * 1024
BINARY = "application/octet-stream"

centre_documents = Blueprint(
    "centre-documents", __name__, url_prefix="/api/alumni/centres", description="Documents of a centre"
)


@centre_documents.post("/<id:centre_id>/documents")
@centre_documents.arguments(schemas.DocumentArguments, location="query")
@centre_documents.response(201, schemas.DocumentSchema)
@centre_documents.doc(
    requestBody={
        "required": True,
        "description": "The file itself, as the type that it is.",
        "content": {each: {"schema": {"type": "string"}} for each in SUFFIXES},
    }
)
@raises(
    *(errors.CentreUnknown, errors.StaleAggregate, refusals.NotItsTurn),
    *(refusals.TooManyDocuments, refusals.DocumentRefused),
)
@body_limit(MOST_BYTES)
@requires("member")
def post_document(arguments: dict[str, Any], centre_id: str) -> Any:
    """Add a PDF, PNG or JPEG of at most 5 MB to the own application or centre

    What it is, its content says; one that says something else is refused.
    """
    content = request.get_data(cache=False)
    found = type_of(content)
    if found is None or found != request.mimetype:
        raise refusals.DocumentRefused
    stores = context().stores
    return handlers.add_document(
        caller(),
        centre_id,
        handlers.Upload(name=plain_name(arguments["name"], found), content_type=found, content=content),
        centres=stores.centres,
        files=stores.centre_files,
        at=utc_now(),
    )


@centre_documents.get("/<id:centre_id>/documents/<id:document_id>")
@centre_documents.response(200, {"type": "string", "format": "binary"}, content_type=BINARY)
@raises(refusals.DocumentUnknown)
@requires("member", Role.NETWORK_ADMINISTRATOR)
def get_document(centre_id: str, document_id: str) -> Response:
    """Save a document of the own application or centre, or of any centre for the network"""
    stores = context().stores
    document, content = handlers.read_document(
        caller(), centre_id, document_id, centres=stores.centres, files=stores.centre_files
    )
    # No browser shows it in the platform's name, whatever is in it.
    answer = Response(content, mimetype=BINARY)
    answer.headers.set("Content-Disposition", "attachment", filename=document.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@centre_documents.delete("/<id:centre_id>/documents/<id:document_id>")
@centre_documents.response(204)
@raises(refusals.DocumentUnknown, refusals.NotItsTurn, errors.StaleAggregate)
@requires("member")
def delete_document(centre_id: str, document_id: str) -> None:
    """Remove a document from the own application or centre"""
    stores = context().stores
    handlers.remove_document(
        caller(), centre_id, document_id, centres=stores.centres, files=stores.centre_files
    )
