"""Put the sandbox together and run it until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.log import server_logger

from sandbox.answers import Answers
from sandbox.config import Settings
from sandbox.control import Control
from sandbox.emails import Emails
from sandbox.exotel_api import SmsApi
from sandbox.imap import serve_imap
from sandbox.mail import Postman, serve_mail
from sandbox.msg91_api import FlowApi
from sandbox.pages import Programs, page_routes
from sandbox.receipts import Receipts
from sandbox.register import Register
from sandbox.returns import Returns
from sandbox.storage import open_database
from sandbox.texts import Texts
from sandbox.twilio_api import MessageResource
from sandbox.webhooks import Webhooks

BODY_LIMIT = 65_536
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


async def serve(settings: Settings) -> None:
    """Serve HTTP and SMTP until SIGTERM or SIGINT, then finish what is being answered."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    database = open_database(settings.directory)
    control, texts, emails = Control(), Texts(database), Emails(database)
    webhooks = Webhooks(settings.auth_token)
    receipts = Receipts(settings, control, texts, webhooks)
    application = make_application(settings, control, texts, emails, receipts)
    application.add_routes(Answers(settings, texts, webhooks).routes())
    server_logger.addFilter(WithoutMalformedRequests())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=5)
    await runner.setup()
    await web.TCPSite(runner, settings.http.host, settings.http.port, backlog=512).start()
    returns = Returns(database)
    mail = [await serve_mail(settings.smtp, Postman(control, emails, returns))]
    if settings.imap:
        mail.append(await serve_imap(settings.imap, returns, settings.imap_password))
    await webhooks.open()
    await receipts.start()
    await stop.wait()
    for server in mail:
        server.close()
    await runner.cleanup()
    await receipts.stop()
    await webhooks.close()
    database.close()


def make_application(
    settings: Settings, control: Control, texts: Texts, emails: Emails, receipts: Receipts
) -> web.Application:
    """Build the HTTP side."""
    application = web.Application(client_max_size=BODY_LIMIT, middlewares=[add_headers])
    register = Register(settings.templates)
    application.add_routes(MessageResource(settings, control, texts, receipts).routes())
    application.add_routes(FlowApi(settings, control, texts, receipts, register).routes())
    application.add_routes(SmsApi(settings, control, texts, receipts, register).routes())
    application.add_routes(Programs(control, texts, emails).routes())
    application.add_routes(page_routes(settings.feeds))
    return application


class WithoutMalformedRequests(logging.Filter):
    """Keeps out of the log what is quoted from a malformed request: it may be a number."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else pass."""
        return not (record.exc_info and isinstance(record.exc_info[1], BadHttpMessage))


@web.middleware
async def add_headers(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Let the pages load nothing from elsewhere."""
    response = await handler(request)
    response.headers.update(HEADERS)
    return response
