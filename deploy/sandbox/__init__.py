"""The world outside Hamrah: an SMS provider, a mail server, the phone and the mailbox they reach.

Hamrah talks to it as to the real thing, over HTTP and SMTP; nothing of Hamrah is imported here. It can be
told to fail, to be late and to repeat itself, as the real thing does.
"""
