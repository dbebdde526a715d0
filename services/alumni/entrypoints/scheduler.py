"""What falls due in alumni with time and nobody asks for."""

from collections.abc import Mapping

from alumni.adapters.keys import Keys
from alumni.adapters.stores import Stores
from alumni.config import Settings
from chassis.chores import Chore


def chores_of(settings: Settings, keys: Keys, stores: Stores) -> Mapping[str, Chore]:
    """Give every chore of this service; its name is what the log says of it."""
    return {}
