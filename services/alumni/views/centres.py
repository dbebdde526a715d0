"""Partner centres, for those who apply, verify and coordinate."""

from datetime import timedelta
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.centre_documents import from_document, read_licence
from alumni.domain.centre import Centre
from alumni.domain.centre_details import CHECKLIST, MOST_CENTRES_OF_OWNER
from alumni.domain.centre_state import CentreState

Document = dict[str, Any]
HOUR = timedelta(hours=1)


def centre(found: Centre) -> Document:
    """Show a centre to those whom it concerns."""
    details = found.details
    position = details.position if details else None
    return {
        "id": found.id,
        "state": found.state,
        "name": found.name,
        "city": found.city,
        "district": details and details.district,
        "region": details and details.region,
        "latitude": position and position.latitude,
        "longitude": position and position.longitude,
        "category": details and details.category.value,
        "owner": details and details.owner,
        "responsible_person": details and details.responsible_person,
        "promise_hours": found.promise // HOUR,
        "licence": found.licence,
        "renewal": found.renewal,
        "applied_at": found.applied_at,
        "reason": found.reason,
        "cause": found.cause,
        "agreement": found.agreement and found.agreement.version,
        "questions": found.questions,
        "documents": found.documents,
    }


def applications(
    database: Database[Document], applicant_id: str, *, behind: str, limit: int
) -> list[Document]:
    """List what a member has applied for."""
    query = {"applicant_id": applicant_id, "_id": {"$gt": behind}}
    rows = database["centres"].find(query, {"outbox": False}).sort("_id", 1).limit(limit)
    return [centre(from_document(row)) for row in rows]


def verified(database: Database[Document], found: Centre) -> Document:
    """Show a centre to the network, with what is to be seen and what else its owner has."""
    key = found.details.owner_key if found.details else None
    count = _owned(database, [key]).get(key, 0) if key else 0
    return {
        **centre(found),
        "checked": sorted(found.checked),
        "checklist": sorted(CHECKLIST),
        "centres_of_owner": count,
        "owner_flagged": count > MOST_CENTRES_OF_OWNER,
    }


def listed(database: Database[Document], state: CentreState, *, behind: str, limit: int) -> list[Document]:
    """List the centres in a state, for the network."""
    query = {"state": state.value, "_id": {"$gt": behind}}
    rows = list(database["centres"].find(query, {"outbox": False}).sort("_id", 1).limit(limit))
    owned = _owned(database, [row["owner_key"] for row in rows if row["owner_key"]])
    return [_listed(row, owned.get(row["owner_key"], 0)) for row in rows]


def _listed(row: Document, count: int) -> Document:
    licence = read_licence(row["licence"])
    return {
        "id": row["_id"],
        "name": row["name"],
        "city": row["city"],
        "state": CentreState(row["state"]),
        "owner": row["details"] and row["details"]["owner"],
        "applied_at": row["applied_at"],
        "licence_expires_on": licence and licence.expires_on,
        "renewal_waits": row["renewal"] is not None,
        "owner_flagged": count > MOST_CENTRES_OF_OWNER,
    }


def _owned(database: Database[Document], keys: list[str]) -> dict[str, int]:
    """Count the centres of owners that are in the network, or ask to be."""
    query = {"owner_key": {"$in": keys}, "state": {"$nin": ["left", "refused"]}}
    counted = database["centres"].aggregate(
        [{"$match": query}, {"$group": {"_id": "$owner_key", "count": {"$sum": 1}}}]
    )
    return {each["_id"]: each["count"] for each in counted}
