"""The gateway's configuration: gateway/envoy.yaml filled with hosts, ports and limits."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

GATEWAY = Path(__file__).resolve().parents[2] / "gateway"
SERVICES = ("alumni", "groups", "notify", "web")

# What needs no token: signing in, the keys and documents, the help lines, a provider's signed receipts.
PUBLIC_PATHS = (
    "/api/alumni/sign-in",
    "/api/alumni/sessions/refresh",
    "/api/alumni/jwks.json",
    "/api/alumni/openapi.json",
    "/api/groups/openapi.json",
    "/api/notify/openapi.json",
    "/api/notify/webhooks",
)
_UNAUTHORIZED = 401
TOKEN_PATHS = ("/api/alumni", "/api/groups", "/api/notify")


@dataclass(frozen=True)
class Reply:
    """One error that the gateway answers by itself."""

    status: int
    code: str
    title: str
    answered_as: int | None = None


REPLIES = (
    Reply(400, "request-malformed", "The request is not well-formed HTTP for this gateway"),
    Reply(401, "token-refused", "A valid access token is needed"),
    # Envoy says 403 for another audience's token; to a client it is one more token that is refused.
    Reply(403, "token-refused", "A valid access token is needed", answered_as=401),
    Reply(404, "path-unknown", "There is nothing at this address"),
    Reply(408, "request-timeout", "The request took too long to arrive"),
    Reply(413, "body-too-large", "The request body is too large"),
    Reply(426, "upgrade-required", "This protocol version is not supported"),
    Reply(429, "too-many-requests", "Too many requests from this address; wait and try again"),
    Reply(431, "headers-too-large", "The request headers are too large"),
    Reply(500, "gateway-error", "The gateway failed"),
    Reply(502, "service-answer-invalid", "The service gave no valid answer"),
    Reply(503, "service-unavailable", "The service is not available; try again"),
    Reply(504, "service-timeout", "The service did not answer in time"),
)


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """Where the gateway listens, where the services are, and how much one client may ask.

    Addresses are "host:port". A client's bucket holds `requests_burst` requests and is
    refilled with `requests_per_second`; sign-in has a second, smaller bucket.
    """

    bind: str
    services: dict[str, str]
    public_url: str
    admin_socket: str
    access_log: str = "/dev/stdout"
    trusted_hops: int = 0
    requests_burst: int = 300
    requests_per_second: int = 50
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
        "sign_in_burst": settings.sign_in_burst,
        "sign_in_per_minute": settings.sign_in_per_minute,
        # JSON is YAML: what follows from a table is generated, not repeated.
        "help": json.dumps(help_lines),
        "problems": json.dumps([_problem(reply) for reply in REPLIES]),
        "token_rules": json.dumps(_token_rules()),
        "clusters": json.dumps([_cluster(name, settings.services[name]) for name in SERVICES]),
    }
    return Template(settings.template.read_text()).substitute(values)


def _problem(reply: Reply) -> dict[str, Any]:
    status = reply.answered_as or reply.status
    body = {
        "type": "about:blank",
        "title": reply.title,
        "status": status,
        # Envoy's own words say what is wrong with a token; of a service's failure they would tell too much.
        "detail": "%LOCAL_REPLY_BODY%" if status == _UNAUTHORIZED else reply.title,
        "code": reply.code,
        "trace_id": "%REQ(X-REQUEST-ID)%",
    }
    value = {"default_value": reply.status, "runtime_key": f"hamrah.reply.{reply.status}"}
    challenge = {
        "header": {"key": "www-authenticate", "value": 'Bearer realm="hamrah"'},
        "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
    }
    return {
        "filter": {"status_code_filter": {"comparison": {"op": "EQ", "value": value}}},
        "status_code": status,
        "headers_to_add": [challenge] if status == _UNAUTHORIZED else [],
        "body_format_override": {"json_format": body, "content_type": "application/problem+json"},
    }


def _token_rules() -> list[dict[str, Any]]:
    public = [{"match": {"path_separated_prefix": path}} for path in PUBLIC_PATHS]
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
                "common_http_protocol_options": {"idle_timeout": "60s"},
            }
        },
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [{"endpoint": endpoint}]}],
        },
    }
