"""What the desk offers on a report: one row per verb, read by the page, the URLs and the tests."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.html import format_html

from actions.page import Action
from reports.forms import desk as forms
from reports.forms.locate import LocateForm
from reports.models import ALLOWED_MOVES, OPEN, Status
from reports.permissions import ReportPermission
from reports.services import desk, erasing, groups, locating, merging, publishing


@dataclass(frozen=True, kw_only=True)
class DeskAction(Action):
    of: ClassVar = "report"
    label: str  # opens the form
    permission: ReportPermission = ReportPermission.HANDLE
    is_internal: bool = False  # nothing of it reaches the citizen
    previews_text: bool = False  # shows the text as the citizen will read it
    has_map: bool = False  # its form puts a point
    opens_with: str = ""  # the field that the page's address may fill


def _from(to, within=OPEN):
    """The states of ``within`` from which the table of moves leads to ``to``."""
    return frozenset(state for state in within if to in ALLOWED_MOVES[state])


def _said_of_group(sentence):
    """Return what says ``sentence`` after a verb on a group, and where the rest of it waits."""

    def said(progress):
        if not progress.left:
            return sentence
        head = progress.head
        return format_html(
            "{} Nel gruppo {}: <a href='{}'>continua da {}</a>.",
            sentence,
            "ne resta un’altra"
            if progress.left == 1
            else f"ne restano {progress.left}",
            reverse("report_detail", args=[head.code]),
            head.code,
        )

    return said


EVERY = frozenset(Status)
TAKE_CHARGE = DeskAction(
    name="take_charge",
    slug="presa-in-carico",
    label="Prendi in carico",
    button="Prendi in carico",
    done="La segnalazione è in carico a te.",
    form=forms.DeskForm,
    service=desk.take_charge,
    states=_from(Status.IN_CHARGE),
    is_main=True,
)
MERGE = DeskAction(
    name="merge",
    slug="unione",
    label="Unisci a un’altra",
    button="Unisci le segnalazioni",
    done="Segnalazioni unite.",
    form=forms.MergeForm,
    service=merging.merge_report,
    states=_from(Status.MERGED),
    opens_with="into",
)
GROUP_ACTIONS = [
    DeskAction(
        name="take_group",
        slug="gruppo/presa-in-carico",
        label="Prendi in carico tutto il gruppo",
        button="Prendi in carico tutto il gruppo",
        done=_said_of_group("Le segnalazioni del gruppo sono in carico a te."),
        form=forms.DeskForm,
        service=groups.take_charge_of_group,
        states=TAKE_CHARGE.states,
        offered_if=lambda user, report: report.stands_for,
    ),
    DeskAction(
        name="merge_group",
        slug="gruppo/unione",
        label="Unisci a questa tutto il gruppo",
        button="Unisci tutto il gruppo",
        done=_said_of_group("Le segnalazioni del gruppo sono unite a questa."),
        form=forms.MergeGroupForm,
        service=groups.merge_group,
        states=frozenset(OPEN),
        offered_if=lambda user, report: report.stands_for,
    ),
]
ACTIONS = [
    TAKE_CHARGE,
    *GROUP_ACTIONS,
    DeskAction(
        name="answer",
        slug="risposta",
        label="Rispondi a chi ha segnalato",
        button="Invia la risposta",
        done="Risposta inviata.",
        form=forms.AnswerForm,
        service=desk.answer_report,
        states=EVERY,
        previews_text=True,
    ),
    DeskAction(
        name="close",
        slug="chiusura",
        label="Chiudi con esito",
        button="Chiudi la segnalazione",
        done="Segnalazione chiusa.",
        form=forms.CloseForm,
        service=desk.close_report,
        states=_from(Status.CLOSED),
    ),
    DeskAction(
        name="forward",
        slug="inoltro",
        label="Inoltra a…",
        button="Inoltra la segnalazione",
        done="Segnalazione inoltrata.",
        form=forms.ForwardForm,
        service=desk.forward_report,
        states=_from(Status.FORWARDED),
    ),
    DeskAction(
        name="assign",
        slug="assegnazione",
        label="Assegna a un collega",
        button="Assegna",
        done="Segnalazione assegnata.",
        form=forms.AssignForm,
        service=desk.assign_report,
        states=frozenset(OPEN),
        permission=ReportPermission.ASSIGN,
    ),
    DeskAction(
        name="triage",
        slug="valutazione",
        label="Valuta: categoria e priorità",
        button="Salva la valutazione",
        done="Valutazione salvata.",
        form=forms.TriageForm,
        service=desk.triage_report,
        states=frozenset(OPEN),
    ),
    DeskAction(
        name="locate",
        slug="punto",
        label="Metti o correggi il segnaposto",
        button="Salva il segnaposto",
        done="Segnaposto salvato.",
        form=LocateForm,
        service=locating.locate_report,
        states=frozenset(OPEN),
        has_map=True,
    ),
    MERGE,
    DeskAction(
        name="release",
        slug="rilascio",
        label="Rimetti in coda",
        button="Rimetti in coda",
        done="La segnalazione è di nuovo in coda.",
        form=forms.ReleaseForm,
        service=desk.release_report,
        states=frozenset({Status.IN_CHARGE}),
    ),
    DeskAction(
        name="reopen",
        slug="riapertura",
        label="Riapri",
        button="Riapri la segnalazione",
        done="Segnalazione riaperta: è in carico a te.",
        form=forms.ReopenForm,
        service=desk.reopen_report,
        states=frozenset({Status.CLOSED}),
    ),
    DeskAction(
        name="unmerge",
        slug="separazione",
        label="Separa dall’altra",
        button="Separa la segnalazione",
        done="La segnalazione è di nuovo da sola.",
        form=forms.DeskForm,
        service=merging.unmerge_report,
        states=frozenset({Status.MERGED}),
    ),
    DeskAction(
        name="note",
        slug="nota",
        label="Aggiungi una nota interna",
        button="Salva la nota",
        done="Nota salvata.",
        form=forms.NoteForm,
        service=desk.add_note,
        states=EVERY,
        is_internal=True,
    ),
    DeskAction(
        name="decide_erasure",
        slug="cancellazione",
        label="Decidi sulla cancellazione",
        button="Invia la decisione",
        done="Decisione inviata a chi ha segnalato.",
        form=forms.ErasureForm,
        service=erasing.decide_erasure,
        states=EVERY,
        offered_if=lambda user, report: report.erasure_asked,
    ),
    DeskAction(
        name="publish",
        slug="pubblicazione",
        label="Pubblica una riga",
        button="Pubblica la riga",
        done="La riga è pubblica.",
        form=forms.PublishForm,
        service=publishing.publish_report,
        states=EVERY,
        permission=ReportPermission.PUBLISH,
        offered_if=lambda user, report: publishing.may_publish(report),
    ),
    DeskAction(
        name="unpublish",
        slug="ritiro",
        label="Togli la riga pubblica",
        button="Togli la riga pubblica",
        done="La riga non è più pubblica.",
        form=forms.DeskForm,
        service=publishing.unpublish_report,
        states=EVERY,
        permission=ReportPermission.PUBLISH,
        offered_if=lambda user, report: report.published_at is not None,
    ),
]
