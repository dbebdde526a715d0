"""structlog without rich, which it loads wherever it is installed to draw tracebacks in a terminal.

No service draws any, and rich with what it loads takes 9 MB of every process, of which there are a dozen.
"""

from __future__ import annotations

import sys

_absent = "rich" not in sys.modules
if _absent:
    sys.modules["rich"] = None  # type: ignore[assignment]  # An import finds this, and fails.
try:
    import structlog
finally:
    if _absent:
        del sys.modules["rich"]

__all__ = ["structlog"]
