"""How a partner centre is written down, and read again."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from alumni.domain.centre import Centre
from alumni.domain.centre_details import Category, Check, Details, Licence, Position, Question
from alumni.domain.centre_details import Document as Shown
from alumni.domain.centre_state import OPEN, Agreement, Cause, CentreState

Document = dict[str, Any]


def to_fields(centre: Centre) -> Document:
    """Write what a centre's own fields are, and what it is found by; days are ISO 8601 texts."""
    watched = centre.watched_from
    return {
        "name": centre.name,
        "name_key": centre.name.casefold(),
        "city": centre.city,
        "search": _search(centre),
        "details": _details(centre.details),
        "position": _point(centre.details),
        "owner_key": centre.details.owner_key if centre.details else None,
        "licence": _licence(centre.licence),
        "state": centre.state.value,
        "open": centre.state in OPEN,
        "applicant_id": centre.applicant_id,
        "applied_at": centre.applied_at,
        "checked": sorted(each.value for each in centre.checked),
        "questions": [asdict(each) for each in centre.questions],
        "documents": [asdict(each) for each in centre.documents],
        "reason": centre.reason,
        "agreement": asdict(centre.agreement) if centre.agreement else None,
        "cause": centre.cause and centre.cause.value,
        "warned": centre.warned,
        "watched_from": watched and watched.isoformat(),
        "renewal": _licence(centre.renewal),
        "appointing": centre.appointing,
    }


def from_document(document: Document) -> Centre:
    """Read a centre as it was saved; load it without the outbox."""
    agreement, cause = document.get("agreement"), document.get("cause")
    return Centre(
        id=document["_id"],
        version=document.get("version", 0),
        sequence=document.get("sequence", 0),
        name=document["name"],
        city=document["city"],
        details=_read_details(document),
        licence=read_licence(document.get("licence")),
        state=CentreState(document.get("state", CentreState.ACTIVE)),
        applicant_id=document.get("applicant_id"),
        applied_at=document.get("applied_at"),
        checked=frozenset(Check(each) for each in document.get("checked", ())),
        questions=[Question(**each) for each in document.get("questions", ())],
        documents=[Shown(**each) for each in document.get("documents", ())],
        reason=document.get("reason"),
        agreement=Agreement(**agreement) if agreement else None,
        cause=Cause(cause) if cause else None,
        warned=document.get("warned"),
        renewal=read_licence(document.get("renewal")),
        appointing=document.get("appointing"),
    )


def _search(centre: Centre) -> str:
    """Write what a search by words looks through."""
    details = centre.details
    place = (details.district, details.region) if details else ()
    return " ".join((centre.name, centre.city, *place)).casefold()


def read_licence(licence: Document | None) -> Licence | None:
    """Read a licence as it was saved."""
    if licence is None:
        return None
    return Licence(number=licence["number"], expires_on=date.fromisoformat(licence["expires_on"]))


def _licence(licence: Licence | None) -> Document | None:
    return {"number": licence.number, "expires_on": licence.expires_on.isoformat()} if licence else None


def _details(details: Details | None) -> Document | None:
    if details is None:
        return None
    return {
        "district": details.district,
        "region": details.region,
        "category": details.category.value,
        "owner": details.owner,
        "responsible_person": details.responsible_person,
        "promise_hours": details.promise // timedelta(hours=1),
    }


def _point(details: Details | None) -> Document | None:
    """Write a position as GeoJSON does, longitude first."""
    if details is None or details.position is None:
        return None
    return {"type": "Point", "coordinates": [details.position.longitude, details.position.latitude]}


def _read_details(document: Document) -> Details | None:
    details, point = document.get("details"), document.get("position")
    if details is None:
        return None
    position = None
    if point:
        longitude, latitude = point["coordinates"]
        position = Position(latitude=latitude, longitude=longitude)
    return Details(
        district=details["district"],
        region=details["region"],
        category=Category(details["category"]),
        owner=details["owner"],
        responsible_person=details["responsible_person"],
        position=position,
        promise=timedelta(hours=details["promise_hours"]),
    )
