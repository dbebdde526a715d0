"""The purposes to which a member may agree, and the notice that explains them."""

NOTICE = "2026-11"  # the version that is shown now
