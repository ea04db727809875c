"""The states of a report, the moves between them, and how it may end."""

from django.db import models


class Status(models.TextChoices):
    RECEIVED = "ricevuta", "Ricevuta"
    TRIAGED = "valutata", "Valutata"
    IN_CHARGE = "presa-in-carico", "Presa in carico"
    FORWARDED = "inoltrata", "Inoltrata"
    MERGED = "unita", "Unita a un’altra"
    CLOSED = "chiusa", "Chiusa"


OPEN = (Status.RECEIVED, Status.TRIAGED, Status.IN_CHARGE, Status.FORWARDED)
IN_QUEUE = (Status.RECEIVED, Status.TRIAGED)  # in nobody's charge

# from -> the only states it may go to; a closed one goes back to the queue when its citizen asks
ALLOWED_MOVES = {
    Status.RECEIVED: {
        Status.TRIAGED,
        Status.IN_CHARGE,
        Status.FORWARDED,
        Status.MERGED,
        Status.CLOSED,
    },
    Status.TRIAGED: {
        Status.IN_CHARGE,
        Status.FORWARDED,
        Status.MERGED,
        Status.CLOSED,
    },
    Status.IN_CHARGE: {
        Status.TRIAGED,
        Status.FORWARDED,
        Status.MERGED,
        Status.CLOSED,
    },
    Status.FORWARDED: {Status.IN_CHARGE, Status.CLOSED},
    Status.MERGED: {Status.TRIAGED},
    Status.CLOSED: {Status.IN_CHARGE, Status.TRIAGED},
}


class Outcome(models.TextChoices):
    SOLVED = "risolta", "Problema risolto"
    ACTED = "intervento", "Intervento eseguito"
    PASSED_ON = "trasmessa", "Trasmessa a chi è competente"
    NOT_FOUND = "non-riscontrata", "Situazione non riscontrata"
    NOT_OURS = "non-competenza", "Non di competenza del Comune"
