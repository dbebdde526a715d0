"""Sessions, on stores in memory and on MongoDB."""

import jwt
import pytest

from alumni.domain.commands import RefreshSession, SignOut
from alumni.domain.errors import RefreshTokenRefused
from alumni.domain.member import Role
from alumni.domain.session import RefreshToken
from alumni.handlers.profile import change
from alumni.handlers.sessions import refresh_session, sign_out
from alumni.handlers.sign_in import TokenPair
from tests.alumni.parallel import at_once
from tests.alumni.worlds import World


def refresh(world: World, token: RefreshToken | str) -> TokenPair:
    return refresh_session(
        RefreshSession(refresh_token=str(token)),
        sessions=world.sessions,
        members=world.members,
        use=world.use,
        tokens=world.tokens,
        at=world.now,
    )


def claims(world: World, pair: TokenPair) -> dict[str, object]:
    return jwt.decode(pair.access_token, options={"verify_signature": False})


def test_newest_refresh_token_is_exchanged_for_the_next(world: World):
    tokens = world.sign_in().tokens

    for _ in range(3):
        following = refresh(world, tokens.refresh_token)
        assert following.refresh_token != tokens.refresh_token
        assert claims(world, following)["sid"] == claims(world, tokens)["sid"]
        tokens = following


def test_replayed_refresh_token_ends_the_whole_family(world: World):
    stolen = world.sign_in().tokens.refresh_token
    newest = refresh(world, stolen).refresh_token

    with pytest.raises(RefreshTokenRefused):
        refresh(world, stolen)
    with pytest.raises(RefreshTokenRefused):
        refresh(world, newest)


def test_replay_in_one_session_leaves_the_others_alone(world: World):
    first, second = world.sign_in().tokens.refresh_token, world.sign_in().tokens.refresh_token
    refresh(world, first)

    with pytest.raises(RefreshTokenRefused):
        refresh(world, first)
    assert refresh(world, second).refresh_token


def test_32_refreshes_at_once_with_one_token_give_one_answer(world: World):
    token = world.sign_in().tokens.refresh_token

    answers = at_once(32, lambda _: refresh(world, token))

    assert sum(isinstance(each, TokenPair) for each in answers) == 1
    assert sum(isinstance(each, RefreshTokenRefused) for each in answers) == 31


@pytest.mark.parametrize("text", ["", ".", "x", "a.b", "x" * 128])
def test_invented_refresh_token_is_refused(world: World, text: str):
    world.sign_in()

    with pytest.raises(RefreshTokenRefused):
        refresh(world, text)


def test_refresh_token_idles_for_thirty_days_and_no_longer(world: World):
    token = world.sign_in().tokens.refresh_token
    world.later(days=29, hours=23)
    token = refresh(world, token).refresh_token
    world.later(days=30)

    with pytest.raises(RefreshTokenRefused):
        refresh(world, token)


def test_signing_out_ends_the_session_and_may_be_repeated(world: World):
    tokens = world.sign_in().tokens
    session_id = str(claims(world, tokens)["sid"])

    for _ in range(2):
        sign_out(SignOut(session_id=session_id), sessions=world.sessions, at=world.now)

    with pytest.raises(RefreshTokenRefused):
        refresh(world, tokens.refresh_token)


def test_refreshed_token_names_the_roles_of_the_moment(world: World):
    signed_in = world.sign_in()
    change(signed_in.member.id, lambda member: member.appoint_coordinator("c" * 32), members=world.members)

    named = claims(world, refresh(world, signed_in.tokens.refresh_token))

    assert named["roles"] == ["coordinator", "member"]
    assert named["centre"] == "c" * 32
    change(signed_in.member.id, lambda member: member.withdraw(Role.COORDINATOR), members=world.members)
    assert world.members.get(signed_in.member.id).centre_id is None
