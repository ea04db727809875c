"""What the desk offers on a report: one row per verb, read by the page, the URLs and the tests."""

from collections.abc import Callable
from dataclasses import dataclass

from reports import services
from reports.forms import desk as forms
from reports.models import ALLOWED_MOVES, OPEN, Status
from reports.permissions import ReportPermission


@dataclass(frozen=True)
class Action:
    """``states`` are those in which the page offers it; the service has the last word."""

    name: str
    slug: str
    label: str
    button: str
    done: str
    form: type
    service: Callable
    states: frozenset
    permission: ReportPermission = ReportPermission.HANDLE
    offered_if: Callable = lambda report: True
    # what only adds to a report cannot collide with a colleague's step
    compares_version: bool = True

    @property
    def url_name(self):
        return f"report_{self.name}"

    def is_offered(self, report, user):
        return (
            report.status in self.states
            and user.may(self.permission)
            and self.offered_if(report)
        )


def _from(to, within=OPEN):
    """The states of ``within`` from which the table of moves leads to ``to``."""
    return frozenset(state for state in within if to in ALLOWED_MOVES[state])


EVERY = frozenset(Status)
ACTIONS = [
    Action(
        "take_charge", "presa-in-carico", "Prendi in carico", "Prendi in carico",
        "La segnalazione è in carico a te.",
        forms.DeskForm, services.take_charge, _from(Status.IN_CHARGE),
    ),
    Action(
        "answer", "risposta", "Rispondi a chi ha segnalato", "Invia la risposta",
        "Risposta inviata.",
        forms.AnswerForm, services.answer_report, EVERY, compares_version=False,
    ),
    Action(
        "close", "chiusura", "Chiudi con esito", "Chiudi la segnalazione",
        "Segnalazione chiusa.",
        forms.CloseForm, services.close_report, _from(Status.CLOSED),
    ),
    Action(
        "forward", "inoltro", "Inoltra a…", "Inoltra la segnalazione",
        "Segnalazione inoltrata.",
        forms.ForwardForm, services.forward_report, _from(Status.FORWARDED),
    ),
    Action(
        "assign", "assegnazione", "Assegna a un collega", "Assegna",
        "Segnalazione assegnata.",
        forms.AssignForm, services.assign_report, frozenset(OPEN),
        permission=ReportPermission.ASSIGN,
    ),
    Action(
        "triage", "valutazione", "Valuta: categoria e priorità", "Salva la valutazione",
        "Valutazione salvata.",
        forms.TriageForm, services.triage_report, frozenset(OPEN),
    ),
    Action(
        "merge", "unione", "Unisci a un’altra", "Unisci le segnalazioni",
        "Segnalazioni unite.",
        forms.MergeForm, services.merge_report, _from(Status.MERGED),
    ),
    Action(
        "release", "rilascio", "Rimetti in coda", "Rimetti in coda",
        "La segnalazione è di nuovo in coda.",
        forms.ReleaseForm, services.release_report, frozenset({Status.IN_CHARGE}),
    ),
    Action(
        "reopen", "riapertura", "Riapri", "Riapri la segnalazione",
        "Segnalazione riaperta: è in carico a te.",
        forms.ReopenForm, services.reopen_report, frozenset({Status.CLOSED}),
    ),
    Action(
        "unmerge", "separazione", "Separa dall’altra", "Separa la segnalazione",
        "La segnalazione è di nuovo da sola.",
        forms.DeskForm, services.unmerge_report, frozenset({Status.MERGED}),
    ),
    Action(
        "note", "nota", "Aggiungi una nota interna", "Salva la nota",
        "Nota salvata.",
        forms.NoteForm, services.add_note, EVERY, compares_version=False,
    ),
    Action(
        "publish", "pubblicazione", "Pubblica una riga", "Pubblica la riga",
        "La riga è pubblica.",
        forms.PublishForm, services.publish_report, EVERY,
        permission=ReportPermission.PUBLISH, offered_if=services.may_publish,
    ),
    Action(
        "unpublish", "ritiro", "Togli la riga pubblica", "Togli la riga pubblica",
        "La riga non è più pubblica.",
        forms.DeskForm, services.unpublish_report, EVERY,
        permission=ReportPermission.PUBLISH,
        offered_if=lambda report: report.published_at is not None,
    ),
]  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}
