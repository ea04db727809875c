"""What the desk offers on a report: one row per verb, read by the page, the URLs and the tests."""

from collections.abc import Callable
from dataclasses import dataclass

from reports import services
from reports.forms import desk as forms
from reports.models import ALLOWED_MOVES, OPEN, Status
from reports.permissions import ReportPermission


@dataclass(frozen=True, kw_only=True)
class Action:
    """``states`` are those in which the page offers it; the service has the last word."""

    name: str
    slug: str  # in the address
    label: str
    button: str
    done: str  # said afterwards
    form: type
    service: Callable
    states: frozenset
    permission: ReportPermission = ReportPermission.HANDLE
    offered_if: Callable = lambda report: True
    # what only adds to a report cannot collide with a colleague's step
    compares_version: bool = True
    is_main: bool = False
    is_internal: bool = False  # nothing of it reaches the citizen
    previews_text: bool = False  # shows the text as the citizen will read it
    opens_with: str = ""  # the field that the page's address may fill

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
TAKE_CHARGE = Action(
    name="take_charge",
    slug="presa-in-carico",
    label="Prendi in carico",
    button="Prendi in carico",
    done="La segnalazione è in carico a te.",
    form=forms.DeskForm,
    service=services.take_charge,
    states=_from(Status.IN_CHARGE),
    is_main=True,
)
MERGE = Action(
    name="merge",
    slug="unione",
    label="Unisci a un’altra",
    button="Unisci le segnalazioni",
    done="Segnalazioni unite.",
    form=forms.MergeForm,
    service=services.merge_report,
    states=_from(Status.MERGED),
    opens_with="into",
)
ACTIONS = [
    TAKE_CHARGE,
    Action(
        name="answer",
        slug="risposta",
        label="Rispondi a chi ha segnalato",
        button="Invia la risposta",
        done="Risposta inviata.",
        form=forms.AnswerForm,
        service=services.answer_report,
        states=EVERY,
        compares_version=False,
        previews_text=True,
    ),
    Action(
        name="close",
        slug="chiusura",
        label="Chiudi con esito",
        button="Chiudi la segnalazione",
        done="Segnalazione chiusa.",
        form=forms.CloseForm,
        service=services.close_report,
        states=_from(Status.CLOSED),
    ),
    Action(
        name="forward",
        slug="inoltro",
        label="Inoltra a…",
        button="Inoltra la segnalazione",
        done="Segnalazione inoltrata.",
        form=forms.ForwardForm,
        service=services.forward_report,
        states=_from(Status.FORWARDED),
    ),
    Action(
        name="assign",
        slug="assegnazione",
        label="Assegna a un collega",
        button="Assegna",
        done="Segnalazione assegnata.",
        form=forms.AssignForm,
        service=services.assign_report,
        states=frozenset(OPEN),
        permission=ReportPermission.ASSIGN,
    ),
    Action(
        name="triage",
        slug="valutazione",
        label="Valuta: categoria e priorità",
        button="Salva la valutazione",
        done="Valutazione salvata.",
        form=forms.TriageForm,
        service=services.triage_report,
        states=frozenset(OPEN),
    ),
    MERGE,
    Action(
        name="release",
        slug="rilascio",
        label="Rimetti in coda",
        button="Rimetti in coda",
        done="La segnalazione è di nuovo in coda.",
        form=forms.ReleaseForm,
        service=services.release_report,
        states=frozenset({Status.IN_CHARGE}),
    ),
    Action(
        name="reopen",
        slug="riapertura",
        label="Riapri",
        button="Riapri la segnalazione",
        done="Segnalazione riaperta: è in carico a te.",
        form=forms.ReopenForm,
        service=services.reopen_report,
        states=frozenset({Status.CLOSED}),
    ),
    Action(
        name="unmerge",
        slug="separazione",
        label="Separa dall’altra",
        button="Separa la segnalazione",
        done="La segnalazione è di nuovo da sola.",
        form=forms.DeskForm,
        service=services.unmerge_report,
        states=frozenset({Status.MERGED}),
    ),
    Action(
        name="note",
        slug="nota",
        label="Aggiungi una nota interna",
        button="Salva la nota",
        done="Nota salvata.",
        form=forms.NoteForm,
        service=services.add_note,
        states=EVERY,
        compares_version=False,
        is_internal=True,
    ),
    Action(
        name="publish",
        slug="pubblicazione",
        label="Pubblica una riga",
        button="Pubblica la riga",
        done="La riga è pubblica.",
        form=forms.PublishForm,
        service=services.publish_report,
        states=EVERY,
        permission=ReportPermission.PUBLISH,
        offered_if=services.may_publish,
    ),
    Action(
        name="unpublish",
        slug="ritiro",
        label="Togli la riga pubblica",
        button="Togli la riga pubblica",
        done="La riga non è più pubblica.",
        form=forms.DeskForm,
        service=services.unpublish_report,
        states=EVERY,
        permission=ReportPermission.PUBLISH,
        offered_if=lambda report: report.published_at is not None,
    ),
]
