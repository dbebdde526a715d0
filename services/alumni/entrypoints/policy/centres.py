"""Partner centres: applying, verifying, coordinating, and the public directory."""

from alumni.entrypoints.policy.grants import ADMINISTRATOR, COORDINATOR, MEMBER, OWNER, VISITOR, Rows

_APPLICATION = "/api/alumni/centres/applications/<id:centre_id>"
_COORDINATORS = "/api/alumni/centre/coordinators"
_DOCUMENTS = "/api/alumni/centres/<id:centre_id>/documents"
_NETWORK = "/api/alumni/network/centres"
_CENTRE = f"{_NETWORK}/<id:centre_id>"

ROWS: Rows = {
    ("GET", "/api/alumni/centres/agreement"): (VISITOR,),
    ("POST", "/api/alumni/centres/applications"): (OWNER,),
    ("GET", "/api/alumni/centres/applications"): (OWNER,),
    ("PUT", _APPLICATION): (OWNER,),
    ("PUT", f"{_APPLICATION}/questions/<id:question_id>/answer"): (OWNER,),
    ("POST", f"{_APPLICATION}/agreement"): (OWNER,),
    ("GET", "/api/alumni/centres"): (VISITOR,),
    ("GET", "/api/alumni/centres/<id:centre_id>"): (VISITOR,),
    # Of an application its applicant's, of a partner its coordinators' own.
    ("POST", _DOCUMENTS): (OWNER,),
    ("GET", f"{_DOCUMENTS}/<id:document_id>"): (OWNER, ADMINISTRATOR),
    ("DELETE", f"{_DOCUMENTS}/<id:document_id>"): (OWNER,),
    ("GET", "/api/alumni/centre"): (COORDINATOR,),
    ("PUT", "/api/alumni/centre/renewal"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/leaving"): (COORDINATOR,),
    ("GET", _COORDINATORS): (COORDINATOR,),
    ("DELETE", f"{_COORDINATORS}/<id:member_id>"): (COORDINATOR,),
    ("POST", f"{_COORDINATORS}/invitations"): (COORDINATOR,),
    ("DELETE", f"{_COORDINATORS}/invitations/<id:invitation_id>"): (COORDINATOR,),
    ("POST", "/api/alumni/me/coordinating"): (MEMBER,),
    ("GET", _NETWORK): (ADMINISTRATOR,),
    ("GET", _CENTRE): (ADMINISTRATOR,),
    ("PUT", f"{_CENTRE}/checklist"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/questions"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/approval"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/refusal"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/suspension"): (ADMINISTRATOR,),
    ("DELETE", f"{_CENTRE}/suspension"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/renewal/confirmation"): (ADMINISTRATOR,),
}
