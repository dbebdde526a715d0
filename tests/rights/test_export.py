"""Export: everything that three services hold of a person, as JSON and as a page, and gone after a week."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from alumni.adapters.holders import InsideHoldings, OwnHoldings
from alumni.domain.export import REDISCLOSURE
from alumni.handlers.export import forget_exports, make_due_exports
from chassis.clock import utc_now
from chassis.http.holdings import held_page
from chassis.inside import InsideService
from chassis.personal import Holding, named
from groups.adapters.holdings import HOLDINGS as OF_GROUPS
from notify.adapters.holdings import HOLDINGS as OF_NOTIFY
from tests.rights.fillers import FILLERS
from tests.rights.traces import Traces, join
from tests.rights.worlds import Network


class There(InsideService):
    """Another service, asked without HTTP."""

    def __init__(self, database: Any, holdings: tuple[Holding, ...]) -> None:
        super().__init__("http://127.0.0.1:9")
        self._database, self._holdings = database, holdings

    def get(self, path: str, headers: Any = None) -> dict[str, Any] | None:
        where = urlsplit(path)
        if where.path == "/holdings":
            return {"collections": [each.collection for each in self._holdings]}
        _, _, collection, member_id = where.path.split("/")
        query = parse_qs(where.query)
        holding = named(self._holdings, collection)
        assert holding is not None
        behind = query.get("behind", [None])[0]
        limit = int(query["page_size"][0])
        return held_page(self._database, holding, member_id, behind=behind, limit=limit)


def make(network: Network) -> int:
    stores = network.alumni_stores
    holders = (
        OwnHoldings(network.alumni),
        InsideHoldings("groups", There(network.groups, OF_GROUPS), str),
        InsideHoldings("notify", There(network.notify, OF_NOTIFY), str),
    )
    return make_due_exports(exports=stores.exports, files=stores.export_files, holders=holders, at=utc_now())


def filled(network: Network) -> Traces:
    traces = join(network)
    for fill in FILLERS:
        fill(traces)
    network.carry()
    return traces


def words(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        for each in value.values():
            yield from words(each)
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, str):
        yield value


def test_everything_comes_as_data_and_as_a_page(network: Network):
    traces = filled(network)
    asked = traces.person.post("/me/exports", None)
    assert (asked.status_code, asked.json["state"]) == (202, "waiting")
    assert traces.person.post("/me/exports", None).json["id"] == asked.json["id"]
    path = f"/me/exports/{asked.json['id']}"
    assert traces.person.get(f"{path}/data.json").json["code"] == "export-not-ready"

    assert make(network) == 1
    shown = traces.person.get(path).json
    data = traces.person.get(f"{path}/data.json")
    page = traces.person.get(f"{path}/page.html")

    assert shown["state"] == "ready"
    assert shown["collections_done"] == shown["collections"] > 20
    found = json.loads(data.data)
    assert found["notice"] == REDISCLOSURE
    assert set(found["services"]) == {"alumni", "groups", "notify"}
    held = sum(len(rows) for service in found["services"].values() for rows in service.values())
    assert held == shown["records"] > 8
    texts = set(words(found))
    assert {traces.texts["text of a thread"], traces.texts["handle"]} <= texts
    assert not texts & {traces.texts["index of the phone"], traces.texts["sealed sms"]}
    assert traces.texts["text of a thread"] in page.text
    for answer in (data, page):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    network.carry()
    assert "alumni.export.ready.v1" in {each.type for each in network.heard}


def test_nobody_fetches_the_export_of_another(network: Network):
    traces, other = join(network), network.person()
    other.sign_in(phone="+919812345679")
    asked = traces.person.post("/me/exports", None).json["id"]
    make(network)

    for path in ("", "/data.json", "/page.html"):
        assert other.get(f"/me/exports/{asked}{path}").status_code == 404


def test_what_was_written_is_text_on_the_page_and_no_markup(network: Network):
    traces = join(network)
    network.alumni["days_of_use"].insert_one(
        {"_id": "d" * 32, "member_id": traces.member_id, "note": "<script>alert(1)</script>"}
    )
    asked = traces.person.post("/me/exports", None).json["id"]
    make(network)

    page = traces.person.get(f"/me/exports/{asked}/page.html").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_it_is_gone_after_a_week(network: Network):
    traces = join(network)
    asked = traces.person.post("/me/exports", None).json["id"]
    make(network)
    stores = network.alumni_stores
    export = stores.exports.of(traces.member_id, asked)
    assert export.expires_at is not None

    assert forget_exports(exports=stores.exports, files=stores.export_files, at=export.expires_at) == 1

    assert traces.person.get(f"/me/exports/{asked}").status_code == 404
    assert network.alumni["exports.chunks"].count_documents({}) == 0


def test_an_export_goes_with_its_member(network: Network):
    traces = filled(network)
    traces.person.post("/me/exports", None)
    make(network)
    assert not network.prove(traces.member_id, traces.texts).holds
    traces.person.post("/me/erasure", {"word": "erase everything"})
    network.round()
    network.carry()

    proof = network.prove(traces.member_id, traces.texts)
    assert proof.holds, [*proof.lines()]
    assert network.alumni["exports.files"].count_documents({}) == 0
