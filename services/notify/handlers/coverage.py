"""Whether the table and the templates fit: what is told can be said, and what can be said is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from notify.domain.message import Template, Urgency
from notify.domain.template import ANY_HOUR, MessageTemplate
from notify.domain.variables import param_of
from notify.handlers.table import Row


def misfits(
    rows: Mapping[str, Row], templates: Mapping[Template, MessageTemplate], elsewhere: Collection[str]
) -> Iterator[str]:
    """Say of each row what its template lacks, and of each template that nothing sends it.

    `elsewhere` names the templates that are sent for another cause than a fact of the table.
    """
    for fact, row in rows.items():
        yield from (f"{fact}: {problem}" for problem in _problems(row, templates))
    told = {str(template) for row in rows.values() for template in row.templates} | set(elsewhere)
    yield from (f"{name}: nothing sends this template" for name in templates if name not in told)


def _problems(row: Row, templates: Mapping[Template, MessageTemplate]) -> Iterator[str]:
    given = {*row.params, *row.maybe}
    for name in row.templates:
        if name not in templates:
            yield f"there is no template {name}"
            continue
        missing = {param_of(variable) for variable in templates[name].variables} - given
        yield from (f"{name} says {each}, which the row does not give" for each in sorted(missing))
        if row.urgency is not Urgency.BULK and templates[name].category not in ANY_HOUR:
            yield f"{name} may not pass at every hour, so it must be {' or '.join(sorted(ANY_HOUR))}"
