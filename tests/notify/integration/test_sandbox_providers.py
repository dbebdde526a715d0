"""Every adapter against the sandbox of the demo: the same words reach the phone, doubts are settled."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chassis.clock import utc_now
from chassis.ids import new_id
from notify.adapters.providers.exotel import ExotelSettings, ExotelTexts
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.msg91 import Msg91Settings, Msg91Texts
from notify.adapters.providers.twilio import TwilioSettings, TwilioTexts
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Accepted, Ambiguous, Found, ReceiptOnly
from notify.ports import Envelope, Provider
from tests.notify import examples
from tests.sandbox.world import ACCOUNT, EXOTEL_ACCOUNT, EXOTEL_KEY, TOKEN, World

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The sandbox."""
    running = World(tmp_path_factory.mktemp("sandbox"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(params=["twilio", "msg91", "exotel"])
def provider(request: pytest.FixtureRequest, world: World) -> Iterator[Provider]:
    """Every adapter in turn, and a sandbox that behaves well."""
    assert world.behave().ok
    made: dict[str, Provider] = {
        "twilio": TwilioTexts(
            TwilioSettings(
                sms_base_url=world.url,
                sms_account_sid=ACCOUNT,
                sms_auth_token=TOKEN,
                sms_from="HAMRAH",
                receipt_url=NOWHERE,
            )
        ),
        "msg91": Msg91Texts(Msg91Settings(base_url=world.url, authkey=TOKEN)),
        "exotel": ExotelTexts(
            ExotelSettings(
                base_url=world.url,
                account_sid=EXOTEL_ACCOUNT,
                api_key=EXOTEL_KEY,
                api_token=TOKEN,
                links=ReceiptLinks(bytes(32), NOWHERE),
            )
        ),
    }
    yield made[request.param]
    for each in made.values():
        each.close()


def an_envelope(language: Language = Language.ENGLISH) -> Envelope:
    envelope = examples.writing().envelope(
        examples.message(id=new_id(), language=language), examples.SEALED[Channel.SMS]
    )
    return replace(envelope, to=f"+9198{int(new_id(), 16) % 10**8:08d}")


@pytest.mark.parametrize("language", list(Language))
def test_the_same_words_reach_the_phone_through_every_provider(
    world: World, provider: Provider, language: Language
):
    envelope = an_envelope(language)
    outcome = provider.send(envelope)
    [text] = world.get("/api/texts", to=envelope.to)["texts"]

    assert outcome == Accepted(text["sid"])
    assert (text["body"], text["provider"]) == (envelope.body, provider.name)


@pytest.mark.parametrize("behaviour", [{"drop_answer": True}, {"wrong_body": True}])
def test_a_text_in_doubt_is_found_again_where_the_provider_can_be_asked(
    world: World, provider: Provider, behaviour: dict[str, object]
):
    envelope, since = an_envelope(), utc_now()
    world.behave(sms=behaviour)
    outcome = provider.send(envelope)
    world.behave()
    found = provider.look_up(envelope, since, lambda _id: False)
    [text] = world.get("/api/texts", to=envelope.to)["texts"]

    assert outcome == Ambiguous()
    assert isinstance(found, ReceiptOnly) or (isinstance(found, Found) and found.provider_id == text["sid"])
