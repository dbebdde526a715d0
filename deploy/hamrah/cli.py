"""The operator's command: `hamrah`. What a subcommand needs is imported when it runs."""

import os
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hamrah.local.processes import Layout

app = typer.Typer(help="Run and operate Hamrah.", no_args_is_help=True, pretty_exceptions_enable=False)
secrets = typer.Typer(help="The keys of the platform.", no_args_is_help=True)
gateway = typer.Typer(help="The gateway, Envoy.", no_args_is_help=True)
app.add_typer(secrets, name="secrets")
app.add_typer(gateway, name="gateway")

_PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}
LOCAL = Path(".local")

Directory = Annotated[Path, typer.Option("--directory", help="Where data, logs and keys are kept.")]


@app.command()
def up(directory: Directory = LOCAL) -> None:
    """Start the whole platform on this machine and keep it running until Ctrl-C."""
    from rich.console import Console

    from hamrah.up import up as run

    raise typer.Exit(run(directory, Console()))


@secrets.command("generate")
def generate_secrets(
    directory: Path,
    development: Annotated[bool, typer.Option(help="Mark the keys so that production refuses them.")] = False,
) -> None:
    """Make the keys that are missing; what exists stays as it is."""
    from hamrah.secrets import generate

    made = generate(directory, development)
    for path in made:
        typer.echo(f"made {path}")
    if not made:
        typer.echo(f"nothing is missing in {directory}")


@app.command()
def topics() -> None:
    """Create the Kafka topics that contracts/asyncapi.yaml declares and that are missing."""
    from hamrah.topics import create_topics

    made = create_topics(_layout().kafka_bootstrap)
    typer.echo(f"created {', '.join(made)}" if made else "every topic exists")


@gateway.command("render")
def render_gateway(
    alumni: Annotated[str, typer.Option(help="host:port of alumni")] = "127.0.0.1:8101",
    groups: Annotated[str, typer.Option(help="host:port of groups")] = "127.0.0.1:8102",
    notify: Annotated[str, typer.Option(help="host:port of notify")] = "127.0.0.1:8103",
    web: Annotated[str, typer.Option(help="host:port of web")] = "127.0.0.1:8104",
    bind: Annotated[str, typer.Option(help="host:port to listen on")] = "127.0.0.1:8080",
    public_url: Annotated[str, typer.Option(help="the address that browsers use")] = "http://127.0.0.1:8080",
    admin_socket: Annotated[str, typer.Option(help="path of the administration's socket")] = "admin.sock",
) -> None:
    """Print Envoy's configuration."""
    from hamrah.gateway import GatewaySettings, render

    services = {"alumni": alumni, "groups": groups, "notify": notify, "web": web}
    settings = GatewaySettings(bind=bind, services=services, public_url=public_url, admin_socket=admin_socket)
    typer.echo(render(settings))


@app.command()
def records(last: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20) -> None:
    """Show the recent Kafka records: time (UTC), topic, type, key and what is not sealed."""
    from hamrah.records import as_line, recent

    for record in recent(_layout().kafka_bootstrap, last):
        typer.echo(as_line(record))


@app.command(context_settings=_PASSED_ON, add_help_option=False)
def admin(context: typer.Context) -> None:
    """Centres, and the people who act for them."""
    from hamrah.up import take_settings

    take_settings("alumni", _layout())
    command = import_module("alumni.entrypoints.admin").app
    command.add_typer(import_module("hamrah.proof_command").erasure, name="erasure")
    command(args=context.args or ["--help"], prog_name="hamrah admin")


@app.command(context_settings=_PASSED_ON, add_help_option=False)
def notify(context: typer.Context) -> None:
    """Messages: follow one to its end, find what is stuck, replay, switch providers, budgets."""
    from hamrah.up import take_settings

    take_settings("notify", _layout())
    command = import_module("notify.entrypoints.operations.command").app
    command(args=context.args or ["--help"], prog_name="hamrah notify")


@app.command()
def demo(story: Annotated[str, typer.Argument(help="Which story to play.")] = "thread") -> None:
    """Play a story against the running platform; fail when anything of it is missing."""
    from hamrah.up import take_settings

    layout = _layout()
    take_settings("alumni", layout)
    play = import_module("hamrah.demo").play
    kafka = layout.kafka_bootstrap
    prove = partial(import_module("hamrah.proof").prove, layout.mongodb_uri, kafka)
    operate = import_module("hamrah.demo.operator").operator_of(layout)
    raise typer.Exit(
        play(story, _gateway_url(layout), _sandbox_url(layout), kafka, prove=prove, operate=operate)
    )


@app.command("demo-data")
def demo_data() -> None:
    """Load the demo's centres and meetings; loading again changes nothing."""
    from hamrah.up import take_settings

    layout = _layout()
    take_settings("alumni", layout)
    import_module("hamrah.demo.data").load(_gateway_url(layout), _sandbox_url(layout), say=typer.echo)


@app.command(hidden=True)
def setup() -> None:
    """Prepare what the containers need, once: keys, replica set, topics, the gateway's configuration."""
    from hamrah.setup import set_up

    set_up()


def _layout() -> "Layout":
    """Where the local platform is; engines named by the environment win."""
    from hamrah.local.platform import layout_of
    from hamrah.local.ports import Ports

    return layout_of(LOCAL.resolve(), Ports.from_env())


def _gateway_url(layout: "Layout") -> str:
    return os.environ.get("HAMRAH_GATEWAY_URL", layout.public_url)


def _sandbox_url(layout: "Layout") -> str:
    return os.environ.get("HAMRAH_SANDBOX_URL", layout.ports.url("sandbox"))
