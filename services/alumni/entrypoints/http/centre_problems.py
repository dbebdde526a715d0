"""What the refusals about partner centres are answered with."""

from collections.abc import Mapping

from alumni.domain.errors import centres as refusals
from chassis.http import Problem

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.NotItsTurn: Problem(409, "not-its-turn", "The centre is not as far as this, or is past it."),
    refusals.ApplicationOpen: Problem(409, "application-open", "There is an open application already."),
    refusals.CoordinatesAnother: Problem(
        409, "coordinates-another", "Who coordinates a centre takes up no other one."
    ),
    refusals.LicenceOver: Problem(409, "licence-over", "The licence is over."),
    refusals.ChecklistOpen: Problem(409, "checklist-open", "The whole checklist has to be seen first."),
    refusals.TooManyQuestions: Problem(409, "too-many-questions", "Decide; no more questions can be asked."),
    refusals.QuestionUnknown: Problem(404, "question-unknown", "No such question was asked."),
    refusals.AgreementOutdated: Problem(
        409, "agreement-outdated", "There is a newer agreement; read it first."
    ),
    refusals.RenewalUnknown: Problem(409, "renewal-unknown", "The centre has told of no new licence."),
    refusals.NameDiffers: Problem(409, "name-differs", "Say the centre's own name to confirm."),
    refusals.TooManyDocuments: Problem(409, "too-many-documents", "Ten documents at most."),
    refusals.DocumentUnknown: Problem(404, "document-unknown", "There is no such document."),
    refusals.DocumentRefused: Problem(415, "document-refused", "Send a PDF, a PNG or a JPEG as what it is."),
    refusals.LastCoordinator: Problem(409, "last-coordinator", "A centre keeps one coordinator."),
}
