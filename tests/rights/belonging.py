"""What a person leaves at centres: stories, requests to talk, moves, an application, and their work there."""

from datetime import timedelta

from alumni.domain.consent import NOTICE
from alumni.handlers.leaving import ask_whose_centre_left
from alumni.handlers.profile import change
from chassis.clock import to_rfc3339, utc_now
from tests.alumni.centres import application_body
from tests.rights.traces import CENTRE, OTHER_CENTRE, Traces, done


def stories(traces: Traces) -> None:
    """Leave a draft, publish another that helped somebody, and be helped by one of somebody else."""
    _draft(traces)
    reader = traces.other()
    own = _published(traces, traces)
    done(reader.put(f"/stories/{own}/helped"))
    theirs = _published(traces, Traces(traces.network, reader, reader.member_id, others=traces.others))
    traces.others += 1
    done(traces.person.put(f"/stories/{theirs}/helped"))


def _draft(author: Traces) -> str:
    words = {"title": author.text("title of a story"), "text": author.text("text of a story")}
    story = {"kind": "story", "topics": ["family"], "language": "en", **words}
    return str(done(author.person.post("/me/stories", story))["id"])


def _published(traces: Traces, author: Traces) -> str:
    story_id = _draft(author)
    reviewer = traces.coordinator(OTHER_CENTRE)
    done(author.person.post(f"/me/stories/{story_id}/submission", None))
    done(reviewer.post(f"/reviews/{story_id}/lease", None))
    done(reviewer.post(f"/reviews/{story_id}/acceptance", None))
    terms = {"audience": "network", "notice": NOTICE}
    done(author.person.post(f"/me/stories/{story_id}/publication", terms))
    return story_id


def reach(traces: Traces) -> None:
    """Ask the centre to talk, twice: the first time it answers."""
    coordinator = traces.coordinator()
    first = {"urgency": "today", "note": traces.text("note of a request that was answered")}
    reach_id = done(traces.person.post("/me/reach", first))["reach"]["id"]
    done(coordinator.post(f"/reaches/{reach_id}/taking", None))
    said = {"outcome": "appointment", "answer": traces.text("answer to a request")}
    done(coordinator.post(f"/reaches/{reach_id}/answer", said))
    second = {"urgency": "today", "note": traces.text("note of a request that waits")}
    done(traces.person.post("/me/reach", second))


def moving(traces: Traces) -> None:
    """Wish to move, and have to choose as the centre leaves."""
    expires_at = to_rfc3339(utc_now() + timedelta(days=14))
    consent = {"recipient": OTHER_CENTRE, "purpose": "transfer", "expires_at": expires_at}
    done(traces.person.post("/me/moves", {"consent": consent}))
    stores = traces.network.alumni_stores
    ask_whose_centre_left(CENTRE, homes=stores.homes, leavings=stores.leavings, at=utc_now())


def application(traces: Traces) -> None:
    """Apply for a centre, with a document, and answer what the network asks."""
    network = traces.administrator()
    applied = done(traces.person.post("/centres/applications", application_body()))
    path = f"/centres/applications/{applied['id']}"
    text = traces.text("content of a document")
    done(
        traces.person.call(
            "POST",
            f"/centres/{applied['id']}/documents",
            data=b"%PDF-1.7\n" + text.encode(),
            headers={"Content-Type": "application/pdf"},
            query_string={"name": f"{traces.text('name of a document')}.pdf"},
        )
    )
    asked = done(network.post(f"/network/centres/{applied['id']}/questions", {"text": "Which ward?"}))
    answer = {"answer": traces.text("answer to the network")}
    done(traces.person.put(f"{path}/questions/{asked['questions'][0]['id']}/answer", answer))


def coordinating(traces: Traces) -> None:
    """Do a coordinator's work for the centre: invite, answer, review, decide, make keys and webhooks."""
    change(
        traces.member_id,
        lambda member: member.appoint_coordinator(CENTRE),
        members=traces.network.alumni_stores.members,
    )
    traces.person.sign_in(phone=traces.texts["phone"])
    done(traces.person.post("/centre/coordinators/invitations", None))
    done(traces.person.post("/centre/invitations", {"count": 1}))
    done(traces.person.post("/centre/keys", {"label": "Front desk", "scopes": ["directory:read"]}))
    hook = {"url": "https://9.9.9.9/hamrah", "kinds": ["reach.asked"]}
    done(traces.person.post("/centre/webhooks", hook))
    asked = done(traces.other().post("/me/reach", {"urgency": "today"}))["reach"]["id"]
    done(traces.person.post(f"/reaches/{asked}/taking", None))
    author = traces.other(OTHER_CENTRE)
    story_id = _draft(Traces(traces.network, author, author.member_id))
    done(author.post(f"/me/stories/{story_id}/submission", None))
    done(traces.person.post(f"/reviews/{story_id}/lease", None))


FILLERS = (stories, reach, moving, application, coordinating)
