"""Groups, their members and rosters; who leads a group is told by test_group_access."""

from tests.contracts.matrix.callers import COORDINATORS, MEMBERS, Rows

_GROUPS = "/api/groups/groups"
_GROUP = f"{_GROUPS}/<id:group_id>"

ROWS: Rows = {
    ("POST", _GROUPS): COORDINATORS,
    ("GET", _GROUPS): MEMBERS,
    ("GET", _GROUP): MEMBERS,
    ("PATCH", _GROUP): COORDINATORS,
    ("PUT", f"{_GROUP}/facilitators/<id:member_id>"): COORDINATORS,
    ("DELETE", f"{_GROUP}/facilitators/<id:member_id>"): COORDINATORS,
    ("POST", f"{_GROUP}/requests"): MEMBERS,
    ("GET", f"{_GROUP}/members"): MEMBERS,
    ("PUT", f"{_GROUP}/members/<id:member_id>"): MEMBERS,
    ("DELETE", f"{_GROUP}/members/<id:member_id>"): MEMBERS,
    ("GET", f"{_GROUP}/roster"): MEMBERS,
    ("PUT", f"{_GROUP}/roster"): MEMBERS,
    ("GET", f"{_GROUP}/on-duty"): MEMBERS,
    ("POST", f"{_GROUP}/roster/handovers"): MEMBERS,
    ("DELETE", f"{_GROUP}/roster/handovers/<id:handover_id>"): MEMBERS,
    ("GET", "/api/groups/me/groups"): MEMBERS,
    ("GET", "/api/groups/me/home-group"): MEMBERS,
    ("PUT", "/api/groups/me/home-group"): MEMBERS,
    ("GET", "/api/groups/me/declarations"): MEMBERS,
    ("PUT", "/api/groups/me/declarations"): MEMBERS,
}
