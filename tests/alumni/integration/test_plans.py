"""Plans: one's own, ticked off and undone, and read by the partner one chose."""

from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.people import become_partners, newcomer

ITEMS = [
    {"kind": "step", "text": "Write the letter"},
    {"kind": "session", "text": "With the therapist", "on": "2026-12-03"},
]


def test_a_plan_is_written_ticked_off_and_undone(person: Person):
    person.sign_in()
    written = person.call("PUT", "/me/plan", json={"items": ITEMS}).json
    first = written["items"][0]["id"]

    ticked = person.patch("/me/plan", {"items": [{"id": first, "done": True}]})
    kept = person.call("PUT", "/me/plan", json={"items": [{**ITEMS[0], "id": first}]})
    undone = person.patch("/me/plan", {"items": [{"id": first, "done": False}]})

    assert [each["done"] for each in ticked.json["items"]] == [True, False]
    assert kept.json["items"][0]["done"] is True
    assert undone.json["items"][0]["done"] is False
    assert person.patch("/me/plan", {"items": [{"id": new_id(), "done": True}]}).status_code == 404


def test_the_partner_reads_it_only_while_it_is_shared(person: Person):
    asha, bala = newcomer(person, 1), newcomer(person, 2)
    partnership_id = become_partners(asha, bala)
    path = f"/partnerships/{partnership_id}/plan"
    asha.call("PUT", "/me/plan", json={"items": ITEMS})
    assert bala.get(path).status_code == 404

    asha.call("PUT", "/me/plan", json={"items": ITEMS, "shared_with": [partnership_id]})

    assert [each["on"] for each in bala.get(path).json["items"]] == [None, "2026-12-03"]
    assert asha.get(path).status_code == 404
    asha.delete(f"/partnerships/{partnership_id}")
    assert bala.get(path).status_code == 404
