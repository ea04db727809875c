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
    is_theirs = step.by_id is None and step.status != Status.RECEIVED
    return REOPENED if is_theirs else STATE[step.status]


def bar_of(report):
    """Return the four steps of a report as (word, "done" | "now" | ""), in order."""
    status = Status.IN_CHARGE if report.status in ASIDE else report.status
    here = BAR.index(status)
    words = [STATE[report.status if step == status else step] for step in BAR]
    looks = [
        "done" if at < here or status == Status.CLOSED else "" for at in range(len(BAR))
    ]
    looks[here] = looks[here] or "now"
    return list(zip(words, looks, strict=True))
