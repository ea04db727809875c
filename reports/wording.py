"""What a citizen reads about a report: states, outcomes, parts of the day, in their language."""

from django.utils.translation import gettext_lazy as _

from reports.models import Outcome, Report, Status

STATE = {
    Status.RECEIVED: _("Ricevuta"),
    Status.TRIAGED: _("Valutata"),
    Status.IN_CHARGE: _("Presa in carico"),
    Status.FORWARDED: _("Inoltrata"),
    Status.MERGED: _("Unita a un’altra"),
    Status.CLOSED: _("Chiusa"),
}
REOPENED = _("Riaperta da te")
REOPENED_BY_ITS_CITIZEN = _("Riaperta")
REOPENED_NEXT = _("È di nuovo in coda: la rileggiamo e decidiamo chi se ne occupa.")
BAR = (Status.RECEIVED, Status.TRIAGED, Status.IN_CHARGE, Status.CLOSED)
# the third step of the bar for what is neither in the hands of an officer nor finished
ASIDE = (Status.FORWARDED, Status.MERGED)
# what happens next, under the state
NEXT = {
    Status.RECEIVED: _("La Polizia Locale la legge e decide chi se ne occupa."),
    Status.TRIAGED: _("L’abbiamo letta. Ora la affidiamo a chi può intervenire."),
    Status.IN_CHARGE: _("Un operatore se ne sta occupando."),
    Status.FORWARDED: _("L’abbiamo passata a chi può intervenire."),
    Status.MERGED: _("Riguarda un fatto già segnalato: la seguiamo insieme all’altra."),
    Status.CLOSED: _("La segnalazione è chiusa. Ecco l’esito."),
}
OUTCOME = {
    Outcome.SOLVED: _("Problema risolto"),
    Outcome.ACTED: _("Intervento eseguito"),
    Outcome.PASSED_ON: _("Trasmessa a chi è competente"),
    Outcome.NOT_FOUND: _("Situazione non riscontrata"),
    Outcome.NOT_OURS: _("Non di competenza del Comune"),
}
DAY_PART = {
    Report.DayPart.UNKNOWN: _("Non so"),
    Report.DayPart.MORNING: _("Mattina (6-13)"),
    Report.DayPart.AFTERNOON: _("Pomeriggio (13-18)"),
    Report.DayPart.EVENING: _("Sera (18-23)"),
    Report.DayPart.NIGHT: _("Notte (23-6)"),
}


def step_word(step):
    """Return the word of a step of the history for who reported."""
    return REOPENED if _is_reopening(step) else STATE[step.status]


def state_of(report, steps):
    """Return (its word, what happens next) of a report; ``steps`` is its history in order."""
    if report.status == Status.TRIAGED and steps and _is_reopening(steps[-1]):
        return REOPENED, REOPENED_NEXT
    return STATE[report.status], NEXT[report.status]


def public_state_of(report, steps):
    """Return the word of a report for anybody: who reopened it is not theirs to know."""
    word, _next = state_of(report, steps)
    return REOPENED_BY_ITS_CITIZEN if word == REOPENED else word


def bar_of(report, steps):
    """Return the steps of a report as (word, "done" | "now" | ""), in order; at most four.

    A step that was passed over is not among them: nobody reads that it was done.
    """
    here = BAR.index(_in_bar(report.status))
    by_office = {_in_bar(step.status) for step in steps if step.by_id}
    bar = []
    for at, status in enumerate(BAR):
        if at == here:
            look = "done" if status == Status.CLOSED else "now"
            bar.append((state_of(report, steps)[0], look))
        elif at > here:
            bar.append((STATE[status], ""))
        elif status == Status.RECEIVED or status in by_office:
            bar.append((STATE[status], "done"))
    return bar


def _is_reopening(step):
    return step.by_id is None and step.status != Status.RECEIVED


def _in_bar(status):
    return Status.IN_CHARGE if status in ASIDE else status
