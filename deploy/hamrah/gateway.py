"""The gateway's configuration: gateway/envoy.yaml filled with hosts, ports and limits."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from chassis.http import problems as p
from chassis.http.problems import Problem

GATEWAY = Path(__file__).resolve().parents[2] / "gateway"
SERVICES = ("alumni", "groups", "notify", "web")

# What needs no token: signing in, the keys and documents, the help lines, verifying a
# certificate, a provider's signed receipts, what anybody may know of open meetings, notices, stories and
# centres, and what a signed link opens of a member: the calendar, by a key in the query that no log
# has, and how to be written to.
PUBLIC_PATHS = (
    "/api/alumni/sign-in",
    "/api/alumni/sessions/refresh",
    "/api/alumni/partner-tokens",
    "/api/alumni/partner/tokens",
    "/api/alumni/notices/current",
    "/api/alumni/public",
    "/api/alumni/centres/agreement",
    "/api/alumni/jwks.json",
    "/api/alumni/openapi.json",
    "/api/groups/openapi.json",
    "/api/groups/meetings.json",
    "/api/groups/bmlt",
    "/api/groups/calendar.ics",
    "/api/groups/calendars/member.ics",
    "/api/groups/schedule.pdf",
    "/api/groups/finder",
    "/api/groups/certificates",
    "/api/notify/openapi.json",
    "/api/notify/webhooks",
    "/api/notify/preferences/by-link",
    "/api/notify/unsubscribe",
)
# The directory of centres; what lies below it is not public.
PUBLIC_PATTERNS = ("/api/alumni/centres(/[0-9a-f]{32})?",)
_UNAUTHORIZED = 401
TOKEN_PATHS = ("/api/alumni", "/api/groups", "/api/notify")


@dataclass(frozen=True)
class Reply:
    """One error that the gateway answers by itself, with the codes that services use too.

    `when` narrows it down: a filter of Envoy's access log, which replies share.
    """

    status: int
    problem: Problem
    when: dict[str, Any] | None = None
    retry_after: int | None = None


def _details_name(part: str) -> dict[str, Any]:
    """What Envoy says of the refusal in its response code details."""
    kind = "type.googleapis.com/envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter"
    expression = f"response.code_details.contains('{part}')"
    return {"extension_filter": {"name": "cel", "typed_config": {"@type": kind, "expression": expression}}}


_NO_TOKEN = {
    "header_filter": {"header": {"name": "authorization", "present_match": True, "invert_match": True}}
}

# The first that fits is taken. Envoy says 403 for another audience's token; to a client it is one more
# token that is refused.
REPLIES = (
    Reply(400, p.BAD_REQUEST),
    Reply(401, p.TOKEN_MISSING, when=_NO_TOKEN),
    Reply(401, p.TOKEN_EXPIRED, when=_details_name("expired")),
    Reply(401, p.KEYS_UNAVAILABLE, when=_details_name("remote_fetch"), retry_after=p.RETRY_AFTER_SECONDS),
    Reply(401, p.TOKEN_REFUSED),
    Reply(403, p.TOKEN_REFUSED),
    Reply(404, p.NOT_FOUND),
    Reply(408, Problem(408, "request-timeout", "The request took too long to arrive.")),
    Reply(413, p.BODY_TOO_LARGE),
    Reply(429, p.TOO_MANY_REQUESTS, retry_after=5),
    Reply(431, Problem(431, "headers-too-large", "The request's headers are too large.")),
    Reply(500, p.INTERNAL_ERROR),
    Reply(502, Problem(502, "service-answer-invalid", "The service gave no valid answer.")),
    Reply(503, p.UNAVAILABLE, retry_after=p.RETRY_AFTER_SECONDS),
    Reply(504, Problem(504, "service-timeout", "The service did not answer in time.")),
)


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """Where the gateway listens, where the services are, and how much one client may ask.

    Addresses are "host:port". A client's bucket holds `requests_burst` requests and is
    refilled with `requests_per_second`; sign-in has a second, smaller bucket, and a provider's
    receipts have a larger one in its place.
    """

    bind: str
    services: dict[str, str]
    public_url: str
    admin_socket: str
    access_log: str = "/dev/stdout"
    trusted_hops: int = 0
    requests_burst: int = 300
    requests_per_second: int = 50
    receipts_burst: int = 5_000
    receipts_per_second: int = 500
    sign_in_burst: int = 30
    sign_in_per_minute: int = 30
    template: Path = field(default=GATEWAY / "envoy.yaml")


def render(settings: GatewaySettings) -> str:
    """Return Envoy's configuration as YAML; KeyError names a service without an address."""
    host, _, port = settings.bind.rpartition(":")
    help_lines = (settings.template.parent / "help.json").read_text()
    values = {
        "bind_host": host,
        "bind_port": port,
        "admin_socket": json.dumps(settings.admin_socket),
        "access_log": json.dumps(settings.access_log),
        "public_url": json.dumps(settings.public_url),
        "trusted_hops": settings.trusted_hops,
        "requests_burst": settings.requests_burst,
        "requests_per_second": settings.requests_per_second,
        "receipts_burst": settings.receipts_burst,
        "receipts_per_second": settings.receipts_per_second,
        "sign_in_burst": settings.sign_in_burst,
        "sign_in_per_minute": settings.sign_in_per_minute,
        # JSON is YAML: what follows from a table is generated, not repeated.
        "help": json.dumps(help_lines),
        "problems": json.dumps([_mapper(reply) for reply in REPLIES]),
        "token_rules": json.dumps(_token_rules()),
        "clusters": json.dumps([_cluster(name, settings.services[name]) for name in SERVICES]),
    }
    return Template(settings.template.read_text()).substitute(values)


def _mapper(reply: Reply) -> dict[str, Any]:
    body = {
        "type": p.TYPE_PREFIX + reply.problem.code,
        "title": reply.problem.title,
        "status": reply.problem.status,
        "code": reply.problem.code,
        "trace_id": "%REQ(X-REQUEST-ID)%",
    }
    headers = {"www-authenticate": 'Bearer realm="hamrah"'} if reply.problem.status == _UNAUTHORIZED else {}
    if reply.retry_after:
        headers["retry-after"] = str(reply.retry_after)
    return {
        "filter": _filter_of(reply),
        "status_code": reply.problem.status,
        "headers_to_add": [
            {"header": {"key": name, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
            for name, value in headers.items()
        ],
        "body_format_override": {"json_format": body, "content_type": p.MEDIA_TYPE},
    }


def _filter_of(reply: Reply) -> dict[str, Any]:
    value = {"default_value": reply.status, "runtime_key": f"hamrah.reply.{reply.status}"}
    status = {"status_code_filter": {"comparison": {"op": "EQ", "value": value}}}
    return {"and_filter": {"filters": [status, reply.when]}} if reply.when else status


def _token_rules() -> list[dict[str, Any]]:
    public: list[dict[str, Any]] = [{"match": {"path_separated_prefix": path}} for path in PUBLIC_PATHS]
    public += [{"match": {"safe_regex": {"regex": pattern}}} for pattern in PUBLIC_PATTERNS]
    needed = {"provider_name": "alumni"}
    guarded = [{"match": {"path_separated_prefix": path}, "requires": needed} for path in TOKEN_PATHS]
    return [*public, *guarded]


def _cluster(name: str, address: str) -> dict[str, Any]:
    host, _, port = address.rpartition(":")
    endpoint = {"address": {"socket_address": {"address": host, "port_value": int(port)}}}
    limits = {"max_connections": 1024, "max_pending_requests": 1024, "max_requests": 1024}
    budget = {"budget_percent": {"value": 20}, "min_retry_concurrency": 3}
    protocol = "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    return {
        "name": name,
        "type": "STRICT_DNS",
        "dns_lookup_family": "V4_PREFERRED",
        "connect_timeout": "2s",
        "circuit_breakers": {"thresholds": [{**limits, "retry_budget": budget}]},
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": protocol,
                "explicit_http_config": {"http_protocol_options": {}},
                "common_http_protocol_options": {"idle_timeout": "2s"},
            }
        },
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [{"endpoint": endpoint}]}],
        },
    }
