"""Invitations on MongoDB: using one up is one update in which the server decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database

from alumni.adapters.mongo.use import as_stored
from alumni.domain.errors.joining import InvitationRefused, InvitationUnknown
from alumni.domain.invitation import Invitation

Document = dict[str, Any]


class MongoInvitations:
    """Invitations in the collection `invitations`, or in one of their own kind."""

    def __init__(self, database: Database[Document], collection: str = "invitations") -> None:
        self._collection = database[collection]

    def ensure_indexes(self) -> None:
        """Find an invitation by its code, and list those of a centre or of a mentor."""
        self._collection.create_index("code_hash", unique=True)
        self._collection.create_index([("centre_id", 1), ("made_at", -1), ("_id", 1)])
        self._collection.create_index([("invited_by", 1), ("made_at", -1), ("_id", 1)])
        self._collection.create_index("used_by", sparse=True)

    def add(self, invitations: Sequence[Invitation]) -> None:
        """Insert new invitations in one request."""
        self._collection.insert_many([_to_document(each) for each in invitations])

    def find(self, code_hash: str) -> Invitation | None:
        """Find an invitation by its code's keyed hash."""
        document = self._collection.find_one({"code_hash": code_hash})
        return None if document is None else from_document(document)

    def redeem(self, invitation_id: str, member_id: str, *, at: datetime) -> Invitation:
        """Use an invitation up if it is good for this member."""
        document = self._collection.find_one_and_update(
            {
                "_id": invitation_id,
                "withdrawn_at": None,
                "expires_at": {"$gt": at},
                "$or": [{"used_at": None}, {"used_by": member_id}],
            },
            [{"$set": {"used_by": member_id, "used_at": {"$ifNull": ["$used_at", at]}}}],
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            raise InvitationRefused
        return from_document(document)

    def withdraw(
        self, invitation_id: str, *, centre_id: str | None, invited_by: str | None, at: datetime
    ) -> None:
        """Withdraw an unused invitation; a used one stays what it is."""
        whose: Document = {"_id": invitation_id, "centre_id": centre_id}
        if invited_by:
            whose["invited_by"] = invited_by
        self._collection.update_one(
            {**whose, "used_at": None, "withdrawn_at": None}, {"$set": {"withdrawn_at": at}}
        )
        if self._collection.count_documents(whose, limit=1) == 0:
            raise InvitationUnknown


def _to_document(invitation: Invitation) -> Document:
    return {
        "_id": invitation.id,
        "code_hash": invitation.code_hash,
        "centre_id": invitation.centre_id,
        "invited_by": invitation.invited_by,
        "made_at": invitation.made_at,
        "expires_at": invitation.expires_at,
        "used_by": invitation.used_by,
        "used_at": invitation.used_at,
        "withdrawn_at": invitation.withdrawn_at,
        "discharged_on": invitation.discharged_on and as_stored(invitation.discharged_on),
    }


def from_document(document: Document) -> Invitation:
    """Read an invitation as it was stored."""
    fields = {key: value for key, value in document.items() if key not in ("_id", "discharged_on")}
    discharged_on = document.get("discharged_on")
    return Invitation(id=document["_id"], discharged_on=discharged_on and discharged_on.date(), **fields)
