"""What alumni holds of who applies for a centre."""

from typing import Any

from pymongo.collection import Collection

from alumni.adapters.mongo.centre_files import MongoCentreFiles
from alumni.domain.centre_state import OPEN, CentreState
from chassis.personal import FRAME, Holding

_NEVER_TOOK_PART = frozenset({*OPEN, CentreState.REFUSED})


def _leave_centres(centres: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Keep a centre without who applied for it, and without what they wrote to the network.

    The papers of one that takes part are the centre's; those of an application are still the applicant's.
    They go before the applicant's id does, so that a crash leaves none that nobody finds.
    """
    theirs = {**found, "applicant_id": person_id}
    _remove_papers(centres, {**theirs, "state": {"$in": [*_NEVER_TOOK_PART]}})
    gone: dict[str, Any] = {"applicant_id": None, "questions.$[].answer": ""}
    centres.update_many(theirs, {"$set": gone, "$inc": {"version": 1}})
    appointed = {**found, "appointing": person_id}
    centres.update_many(appointed, {"$set": {"appointing": None}, "$inc": {"version": 1}})


def _remove_papers(centres: Collection[dict[str, Any]], found: dict[str, Any]) -> None:
    files = MongoCentreFiles(centres.database)
    for centre in centres.find(found, {"documents.id": True}):
        for document in centre["documents"]:
            files.remove(document["id"])
        centres.update_one({"_id": centre["_id"]}, {"$set": {"documents": []}, "$inc": {"version": 1}})


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        collection="centres",
        by=("applicant_id", "appointing"),
        erasing=_leave_centres,
        hidden=(*FRAME, "name_key", "search", "owner_key", "checked"),
    ),
)
