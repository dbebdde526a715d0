"""The scheduler of notify as a process of its own, to be killed alone: `python -m tests.chaos.scheduling`."""

from functools import partial

from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.mongo import connect
from notify.entrypoints.scheduler import schedule_until

if __name__ == "__main__":
    settings = PlatformSettings.from_env("notify")
    logs.configure(settings)
    process.run("notify-scheduler", partial(schedule_until, connect(settings)))
