"""The states of an intervention, the moves between them, and the words of its record."""

from django.db import models


class Status(models.TextChoices):
    # of a month not yet published: the planners alone know of it
    DRAFT = "bozza", "In bozza"
    PLANNED = "pianificato", "Pianificato"
    RUNNING = "in-corso", "In corso"
    ENDED = "da-approvare", "Da approvare"
    APPROVED = "approvato", "Approvato"
    CANCELLED = "annullato", "Annullato"
    MERGED = "unito", "Unito a un’altra uscita"


# from -> the only states it may go to
ALLOWED_MOVES = {
    Status.DRAFT: {Status.PLANNED},
    Status.PLANNED: {Status.RUNNING, Status.ENDED, Status.CANCELLED},
    Status.RUNNING: {Status.ENDED, Status.CANCELLED, Status.MERGED},
    # what a merge had ended may go on again once the two are apart
    Status.ENDED: {
        Status.APPROVED,
        Status.CANCELLED,
        Status.MERGED,
        Status.RUNNING,
    },
    Status.APPROVED: {Status.ENDED, Status.MERGED},
    Status.CANCELLED: {Status.PLANNED, Status.RUNNING, Status.ENDED},
    Status.MERGED: {Status.RUNNING, Status.ENDED},
}
DONE = (Status.ENDED, Status.APPROVED)  # it took place
TO_COME = (Status.DRAFT, Status.PLANNED)  # its plan may still change
BEGUN = (Status.RUNNING, *DONE)
NO_OUTING = (Status.CANCELLED, Status.MERGED)  # a row that is no outing of its own
TAKES_PEOPLE = (Status.PLANNED, Status.RUNNING)  # its crew is busy at that time


class Kind(models.TextChoices):
    PRESENCE = "presidio", "Presidio"
    FOOT = "appiedato", "Servizio appiedato"
    JOINT_PATROL = "pattuglia-congiunta", "Pattuglia congiunta"
    FORCES = "interforze", "Servizio interforze"
    CHECK = "controllo", "Controllo"
    MEDIATION = "mediazione", "Mediazione"
    CONTACT = "contatto", "Contatto"
    ASSISTANCE = "assistenza", "Assistenza"


class ActKind(models.TextChoices):
    REMOVAL = "allontanamento", "Ordine di allontanamento"
    SEIZURE = "sequestro", "Sequestro"
    FINE = "sanzione", "Sanzione"
    PREFECT = "prefettura", "Segnalazione alla Prefettura"


class Trigger(models.TextChoices):
    PLANNED = "programmato", "Programmato"
    REPORT = "segnalazione", "Da una segnalazione"
    CALL = "chiamata", "Da una chiamata"
    SPOT = "sul-posto", "D’iniziativa"


class Outcome(models.TextChoices):
    QUIET = "tranquillo", "Tutto tranquillo"
    HANDLED = "affrontato", "Situazione affrontata"
    TO_FOLLOW = "da-seguire", "Da seguire"


class MediationOutcome(models.TextChoices):
    AGREEMENT = "accordo", "Accordo raggiunto"
    STEP = "passo-avanti", "Parzialmente riuscita"
    UNCHANGED = "invariata", "Nessun cambiamento"
    REFUSED = "rifiutata", "Mediazione rifiutata"


class AgeBand(models.TextChoices):
    CHILD = "0-13", "Fino a 13 anni"
    TEEN = "14-17", "14-17 anni"
    YOUNG = "18-29", "18-29 anni"
    ADULT = "30-64", "30-64 anni"
    ELDER = "65+", "65 anni e più"


class PeopleKind(models.TextChoices):
    RESIDENTS = "residenti", "Residenti"
    SHOPKEEPERS = "commercianti", "Commercianti"
    YOUNG = "giovani", "Giovani"
    PASSERS_BY = "passanti", "Passanti"
    HOMELESS = "senza-dimora", "Persone senza dimora"
