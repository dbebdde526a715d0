"""The HTTP API of alumni, a file per subject."""

from collections.abc import Mapping

from alumni.entrypoints.http import (
    blocks,
    centre_applications,
    centre_directory,
    centre_documents,
    centre_problems,
    check_ins,
    consent,
    figures,
    identity,
    joining,
    mentors,
    moving,
    network_centres,
    own_centre,
    partner_systems,
    partnerships,
    reach,
    recovery,
    sealed_contacts,
    sessions,
    sobriety,
    stories,
    story,
)
from alumni.entrypoints.http.context import Context
from chassis.http import Blueprint, Problem

BLUEPRINTS: tuple[Blueprint, ...] = (
    identity.alumni,
    identity.well_known,
    mentors.mentors,
    blocks.blocks,
    joining.joining,
    consent.consents,
    moving.moving,
    partner_systems.keys,
    partner_systems.partner,
    figures.figures,
    reach.reach,
    centre_applications.applications,
    network_centres.network_centres,
    own_centre.own_centre,
    centre_documents.centre_documents,
    centre_directory.directory,
    recovery.recovery,
    sessions.sessions,
    sealed_contacts.sealed_contacts,
    sobriety.sobriety,
    check_ins.check_ins,
    partnerships.partnerships,
    story.story,
    stories.stories,
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **centre_problems.PROBLEMS,
    **identity.PROBLEMS,
    **mentors.PROBLEMS,
    **blocks.PROBLEMS,
    **joining.PROBLEMS,
    **consent.PROBLEMS,
    **moving.PROBLEMS,
    **partner_systems.PROBLEMS,
    **reach.PROBLEMS,
    **recovery.PROBLEMS,
    **sealed_contacts.PROBLEMS,
    **sobriety.PROBLEMS,
    **check_ins.PROBLEMS,
    **partnerships.PROBLEMS,
    **story.PROBLEMS,
}

__all__ = ["BLUEPRINTS", "PROBLEMS", "Context"]
