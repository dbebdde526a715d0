"""Gather everything that every service holds of a person."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from alumni.domain.export import Export, Progress
from alumni.ports.export import ExportFiles, Exports, Holder
from chassis.ids import new_id


def ask_export(member_id: str, *, exports: Exports, at: datetime) -> Export:
    """Wish for an export; whoever waits for one already waits for that one."""
    return exports.add_once(Export.ask(new_id(), member_id, at=at))


def read_export(
    member_id: str, export_id: str, name: str, *, exports: Exports, files: ExportFiles
) -> Iterator[bytes]:
    """Fetch a file of one's own export; raises ExportUnknown, ExportNotReady."""
    exports.of(member_id, export_id).ensure_ready()
    return files.read(export_id, name)


def make_due_exports(*, exports: Exports, files: ExportFiles, holders: Sequence[Holder], at: datetime) -> int:
    """Make one export that waits; one at a look, so that nothing else waits for many."""
    export = exports.due(at)
    if export is None:
        return 0
    export.begin(at=at)
    exports.save(export)
    make(export, exports=exports, files=files, holders=holders, at=at)
    return 1


def make(
    export: Export, *, exports: Exports, files: ExportFiles, holders: Sequence[Holder], at: datetime
) -> None:
    """Write both files and tell the member; begun anew where it was interrupted."""
    places = [(holder, name) for holder in holders for name in holder.collections()]
    records = 0
    with files.writing(export.id, export.member_id, at) as writing:
        for done, (holder, collection) in enumerate(places):
            writing.begin(holder.name, collection)
            for rows in holder.pages(collection, export.member_id):
                writing.add(rows)
                records += len(rows)
                so_far = Progress(collections_done=done, collections=len(places), records=records)
                exports.note(export, so_far, at=at)
    all_of_it = Progress(collections_done=len(places), collections=len(places), records=records)
    export.finish(all_of_it, at=at)
    exports.save(export)


def forget_exports(*, exports: Exports, files: ExportFiles, at: datetime) -> int:
    """Remove what was kept long enough: files first, so that a crash leaves none behind."""
    count = 0
    for export in exports.over(at):
        files.remove(export.id)
        exports.remove(export)
        count += 1
    return count
