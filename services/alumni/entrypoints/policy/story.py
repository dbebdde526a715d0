"""Stories: an author's own, those that another centre reviews, and those that readers may read."""

from alumni.entrypoints.policy.grants import (
    ADMINISTRATOR,
    COORDINATOR_ELSEWHERE,
    MEMBER,
    OWNER,
    VISITOR,
    Row,
    Rows,
)

_TOPIC = "<any(cravings, triggers, work, family, money, slips, health, hope):topic>"
_REVIEWERS: Row = (COORDINATOR_ELSEWHERE, ADMINISTRATOR)

ROWS: Rows = {
    ("POST", "/api/alumni/me/stories"): (OWNER,),
    ("GET", "/api/alumni/me/stories"): (OWNER,),
    ("GET", "/api/alumni/me/stories/<id:story_id>"): (OWNER,),
    ("PATCH", "/api/alumni/me/stories/<id:story_id>"): (OWNER,),
    ("DELETE", "/api/alumni/me/stories/<id:story_id>"): (OWNER,),
    ("POST", "/api/alumni/me/stories/<id:story_id>/masks"): (OWNER,),
    ("POST", "/api/alumni/me/stories/<id:story_id>/masks/contested"): (OWNER,),
    ("POST", "/api/alumni/me/stories/<id:story_id>/submission"): (OWNER,),
    ("POST", "/api/alumni/me/stories/<id:story_id>/publication"): (OWNER,),
    ("DELETE", "/api/alumni/me/stories/<id:story_id>/publication"): (OWNER,),
    ("GET", "/api/alumni/stories"): (MEMBER,),
    ("GET", "/api/alumni/stories/<id:story_id>"): (MEMBER,),
    ("PUT", "/api/alumni/stories/<id:story_id>/helped"): (MEMBER,),
    ("DELETE", "/api/alumni/stories/<id:story_id>/helped"): (OWNER,),
    ("PUT", f"/api/alumni/stories/picks/{_TOPIC}"): (ADMINISTRATOR,),
    ("DELETE", f"/api/alumni/stories/picks/{_TOPIC}"): (ADMINISTRATOR,),
    ("GET", "/api/alumni/me/stories/<id:story_id>/translations"): (OWNER,),
    ("PUT", "/api/alumni/me/stories/<id:story_id>/translations/<id:translation_id>"): (OWNER,),
    ("GET", "/api/alumni/public/stories"): (VISITOR,),
    ("GET", "/api/alumni/public/stories/<id:story_id>"): (VISITOR,),
    ("GET", "/api/alumni/reviews"): _REVIEWERS,
    ("POST", "/api/alumni/reviews/<id:story_id>/lease"): _REVIEWERS,
    ("POST", "/api/alumni/reviews/<id:story_id>/masks"): _REVIEWERS,
    ("POST", "/api/alumni/reviews/<id:story_id>/acceptance"): _REVIEWERS,
    ("POST", "/api/alumni/reviews/<id:story_id>/return"): _REVIEWERS,
}
