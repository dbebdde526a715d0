"""What a person leaves where members walk together: as mentor and mentee, as partner, day by day."""

from datetime import timedelta

from alumni.handlers.milestones import find_reached
from chassis.clock import to_rfc3339, utc_now
from tests.rights.traces import YES, Traces, done

OFFERING = {"languages": ["pa"], "topics": ["work"], "hours": ["weekday-evenings"]}
CONTACT = {"how": "call", "minutes": 20, "went": "hard"}


def sobriety(traces: Traces) -> None:
    """Count from a day that was a year ago."""
    started_at = to_rfc3339(utc_now() - timedelta(days=400))
    done(traces.person.put("/me/sobriety", {"started_at": started_at}))


def slip(traces: Traces) -> None:
    done(traces.person.post("/me/sobriety/slips", {}))


def mentor(traces: Traces) -> None:
    """Walk with somebody, with goals and contacts, and report them."""
    done(traces.person.put("/me/consents/mentoring", YES))
    training = {"course": traces.text("training of a mentor"), "finished_on": "2026-01-15"}
    words = traces.text("words of a mentor")
    done(traces.person.post("/me/mentor", {**OFFERING, "words": words, "training": training}))
    done(traces.coordinator().post(f"/centre/mentors/{traces.member_id}/approval", None))
    mentee = traces.other()
    done(mentee.put("/me/mentor-wish", OFFERING))
    pair_id = done(mentee.post("/pairs", {"mentor_id": traces.member_id}))["id"]
    done(traces.person.post(f"/pairs/{pair_id}/acceptance", None))
    done(traces.person.put(f"/pairs/{pair_id}/goals", {"goals": [traces.text("goal of a pair")]}))
    done(traces.person.post(f"/pairs/{pair_id}/contacts", CONTACT))
    report = {"reason": "other", "text": traces.text("report about a pair")}
    done(traces.person.post(f"/pairs/{pair_id}/reports", report))


def mentee(traces: Traces) -> None:
    """Wish for a mentor, and ask one."""
    helper = traces.other()
    started_at = to_rfc3339(utc_now() - timedelta(days=500))
    done(helper.put("/me/sobriety", {"started_at": started_at}))
    training = {"course": "Peer mentor course", "finished_on": "2026-01-15"}
    done(helper.post("/me/mentor", {**OFFERING, "training": training}))
    done(traces.coordinator().post(f"/centre/mentors/{helper.member_id}/approval", None))
    done(traces.person.put("/me/mentor-wish", OFFERING))
    done(traces.person.post("/pairs", {"mentor_id": helper.member_id}))
    done(traces.person.put(f"/me/blocks/{traces.other().member_id}"))


def days(traces: Traces) -> None:
    """Say how days are, with a note for a partner, and share a plan with them."""
    partner = traces.other()
    handle = partner.get("/me").json["handle"]
    partnership_id = done(traces.person.post("/partnerships", {"handle": handle}))["id"]
    done(partner.post(f"/partnerships/{partnership_id}/acceptance", None))
    said = {"sober": True, "mood": 3, "craving": 2, "note": traces.text("note of a check-in")}
    done(traces.person.post("/me/check-ins", {**said, "note_for": [partnership_id]}))
    today = utc_now().date().isoformat()
    done(traces.person.put("/me/check-in-plan", {"on": True, "quiet": [{"first": today, "last": today}]}))
    items = [{"kind": "step", "text": traces.text("step of a plan")}]
    done(traces.person.put("/me/plan", {"items": items, "shared_with": [partnership_id]}))


def milestones(traces: Traces) -> None:
    """Share one's own, which others congratulate on, and congratulate on another's."""
    other = traces.other()
    for each in (other, traces.person):
        done(each.put("/me/sobriety", {"started_at": to_rfc3339(utc_now() - timedelta(days=400))}))
    stores = traces.network.alumni_stores
    find_reached(
        records=stores.sobriety,
        milestones=stores.milestones,
        companionship=stores.companionship,
        at=utc_now() + timedelta(days=400),
    )
    for one, another in ((traces.person, other), (other, traces.person)):
        found = one.get("/me/milestones").json["items"][0]["id"]
        done(one.post(f"/me/milestones/{found}/shares", {"audience": "centre"}))
        done(another.put(f"/milestones/{found}/congratulations", {"word": "well-done"}))


FILLERS = (sobriety, mentor, mentee, days, milestones, slip)
