"""Partner centres: an application of the owner, and what is of the centre that its coordinators act for."""

from datetime import date
from typing import Any

from alumni.domain.centre import Centre
from alumni.domain.centre_details import CHECKLIST, Licence
from alumni.domain.centre_state import AGREEMENT
from alumni.handlers.profile import change
from chassis.ids import new_id
from tests.alumni.centres import application_body
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Maker, Scenes, nothing
from tests.contracts.walk.stage import ROOT, Cast, Scene

CENTRES = "/api/alumni/centres"
APPLICATION = f"{CENTRES}/applications/<id:centre_id>"
DOCUMENTS = f"{CENTRES}/<id:centre_id>/documents"
COORDINATORS = "/api/alumni/centre/coordinators"
NETWORK = "/api/alumni/network/centres"
ONE = f"{NETWORK}/<id:centre_id>"
PDF = {"data": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "content_type": "application/pdf"}


def _applied(cast: Cast) -> str:
    return str(cast.make("owner", "/centres/applications", application_body(name=new_id()))["id"])


def _checked(cast: Cast) -> str:
    centre_id = _applied(cast)
    path = f"{ROOT}/network/centres/{centre_id}/checklist"
    answer = cast.call("administrator", "PUT", path, json={"items": sorted(CHECKLIST)})
    assert answer.status_code < 300, answer.json
    return centre_id


def an_application(cast: Cast) -> Scene:
    """Change what the owner applied for."""
    return Scene(names={"centre_id": _applied(cast)}, sends={"json": application_body(name=new_id())})


def a_question(cast: Cast) -> Scene:
    """Answer what the network asked the owner."""
    centre_id = _applied(cast)
    asked = cast.make("administrator", f"/network/centres/{centre_id}/questions", {"text": "Since when?"})
    names = {"centre_id": centre_id, "question_id": asked["questions"][0]["id"]}
    return Scene(names=names, sends={"json": {"answer": "Since May."}})


def an_agreement(cast: Cast) -> Scene:
    """Accept the agreement for a centre that was approved."""
    centre_id = _checked(cast)
    cast.make("administrator", f"/network/centres/{centre_id}/approval")
    return Scene(names={"centre_id": centre_id}, sends={"json": {"version": AGREEMENT}})


def a_new_document(cast: Cast) -> Scene:
    """Add a document to the owner's application."""
    return Scene(names={"centre_id": _applied(cast)}, sends={**PDF, "query_string": {"name": "licence.pdf"}})


def a_document(cast: Cast) -> Scene:
    """Read or remove a document of the owner's application."""
    centre_id = _applied(cast)
    path = f"{ROOT}/centres/{centre_id}/documents"
    added = cast.call("owner", "POST", path, query_string={"name": "licence.pdf"}, **PDF)
    assert added.status_code == 201, added.json
    return Scene(names={"centre_id": centre_id, "document_id": added.json["id"]})


def a_coordinator(cast: Cast) -> Scene:
    """Let the fellow coordinate the centre no more."""
    fellow = cast.ids["fellow"]
    change(fellow, lambda member: member.appoint_coordinator(CENTRE), members=cast.stores.members)
    return Scene(names={"member_id": fellow})


def a_code(cast: Cast) -> Scene:
    """Withdraw a code for a coordinator."""
    made = cast.make("coordinator", "/centre/coordinators/invitations")
    return Scene(names={"invitation_id": made["id"]})


def verified(**body: Any) -> Maker:
    """Verify the owner's application."""
    return lambda cast: Scene(names={"centre_id": _checked(cast)}, sends={"json": body} if body else {})


def _partner(cast: Cast) -> str:
    centre = Centre(id=new_id(), name=new_id(), city="Moga")
    cast.stores.centres.add(centre)
    return centre.id


def a_partner(cast: Cast) -> Scene:
    """Suspend a centre that takes part."""
    return Scene(names={"centre_id": _partner(cast)}, sends={"json": {"reason": "A complaint."}})


def suspended(cast: Cast) -> Scene:
    """Let a suspended centre take part again."""
    centre_id = _partner(cast)
    cast.make("administrator", f"/network/centres/{centre_id}/suspension", {"reason": "A complaint."})
    return Scene(names={"centre_id": centre_id})


def renewed(cast: Cast) -> Scene:
    """Confirm the licence that a centre says is its new one."""
    centre = cast.stores.centres.get(_partner(cast))
    centre.renewal = Licence(number="PB/1", expires_on=date(2099, 1, 1))
    cast.stores.centres.save(centre)
    return Scene(names={"centre_id": centre.id})


SCENES: Scenes = {
    ("GET", f"{CENTRES}/agreement"): nothing,
    ("POST", f"{CENTRES}/applications"): nothing,
    ("GET", f"{CENTRES}/applications"): lambda cast: Scene(shows=_applied(cast)),
    ("PUT", APPLICATION): an_application,
    ("PUT", f"{APPLICATION}/questions/<id:question_id>/answer"): a_question,
    ("POST", f"{APPLICATION}/agreement"): an_agreement,
    ("GET", CENTRES): nothing,
    ("GET", f"{CENTRES}/<id:centre_id>"): lambda _cast: Scene(names={"centre_id": CENTRE}),
    ("POST", DOCUMENTS): a_new_document,
    ("GET", f"{DOCUMENTS}/<id:document_id>"): a_document,
    ("DELETE", f"{DOCUMENTS}/<id:document_id>"): a_document,
    ("GET", "/api/alumni/centre"): lambda _cast: Scene(shows=CENTRE),
    ("PUT", "/api/alumni/centre/renewal"): nothing,
    ("POST", "/api/alumni/centre/leaving"): nothing,
    ("GET", COORDINATORS): lambda cast: Scene(shows=cast.ids["coordinator"]),
    ("DELETE", f"{COORDINATORS}/<id:member_id>"): a_coordinator,
    ("POST", f"{COORDINATORS}/invitations"): nothing,
    ("DELETE", f"{COORDINATORS}/invitations/<id:invitation_id>"): a_code,
    ("POST", "/api/alumni/me/coordinating"): nothing,
    ("GET", NETWORK): nothing,
    ("GET", ONE): verified(),
    ("PUT", f"{ONE}/checklist"): verified(items=[]),
    ("POST", f"{ONE}/questions"): verified(text="Since when?"),
    ("POST", f"{ONE}/approval"): verified(),
    ("POST", f"{ONE}/refusal"): verified(reason="It is no centre."),
    ("POST", f"{ONE}/suspension"): a_partner,
    ("DELETE", f"{ONE}/suspension"): suspended,
    ("POST", f"{ONE}/renewal/confirmation"): renewed,
}
