"""Mail that comes back, as servers write it."""

from email.message import EmailMessage

DOMAIN = "hamrah.example.org"


def bounce(to: str, *, status: str = "5.1.1", action: str = "failed", original: str = "") -> bytes:
    """Write a delivery status (RFC 3464) as Postfix does; `original` is the Message-ID of what came back."""
    told = (
        "Reporting-MTA: dns; mx.example.org\nArrival-Date: Sat, 28 Nov 2026 10:00:00 +0000\n\n"
        f"Final-Recipient: rfc822; asha@example.org\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} unknown user\n"
    )
    headers = f"Subject: Your place\nMessage-ID: {original}\n"
    return _report(
        "delivery-status",
        to,
        ("text/plain", "This is the mail system. Your message could not be delivered.\n"),
        ("message/delivery-status", told),
        ("text/rfc822-headers", headers),
    )


def complaint(to: str, *, kind: str = "abuse", mail_from: str = "", original: str = "") -> bytes:
    """Write a feedback report (RFC 5965 appendix B)."""
    from_field = f"Original-Mail-From: <{mail_from}>\n" if mail_from else ""
    return _report(
        "feedback-report",
        to,
        ("text/plain", "This is an email abuse report.\n"),
        (
            "message/feedback-report",
            f"Feedback-Type: {kind}\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n{from_field}",
        ),
        ("message/rfc822", f"From: hello@{DOMAIN}\nMessage-ID: {original}\nSubject: Your place\n\nHello\n"),
    )


def letter(to: str, subject: str = "I am away") -> bytes:
    """Write what a person, or their absence note, writes."""
    mail = EmailMessage()
    mail["From"] = "asha@example.org"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content("I am away until Monday.")
    return mail.as_bytes()


def _report(kind: str, to: str, *parts: tuple[str, str]) -> bytes:
    written = "".join(f"--=_1\nContent-Type: {content_type}\n\n{text}\n" for content_type, text in parts)
    return (
        (
            f"From: MAILER-DAEMON@mx.example.org\nTo: {to}\nSubject: Undelivered Mail Returned to Sender\n"
            f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type={kind}; boundary="=_1"\n\n'
            f"{written}--=_1--\n"
        )
        .replace("\n", "\r\n")
        .encode()
    )
