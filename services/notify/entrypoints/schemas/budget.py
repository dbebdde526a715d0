"""What the API says and takes of budgets."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.http import Id, Schema

MOST_PAISE = 1_000_000_000  # ten million rupees


class BudgetQuery(Schema):
    """Whose budget; without it, the caller's own centre."""

    centre_id = Id(load_default=None)


class BudgetSchema(Schema):
    """One centre's month; amounts are paise."""

    centre_id = Id(required=True)
    month = fields.String(required=True, metadata={"description": "As in India: 2026-11."})
    spent = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Paise, by channel."},
    )
    total = fields.Integer(required=True, metadata={"description": "Paise."})
    cap = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Paise a month; null: no cap."}
    )


class CapSchema(Schema):
    """What a centre may spend a month."""

    centre_id = Id(required=True)
    cap = fields.Integer(
        required=True,
        allow_none=True,
        strict=True,
        validate=validate.Range(0, MOST_PAISE),
        metadata={"description": "Paise a month; null: no cap."},
    )
