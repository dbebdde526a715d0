"""The world behind the ports: MongoDB, the SMS provider, SMTP, keys and wording."""
