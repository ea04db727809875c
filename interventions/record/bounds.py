"""What a record may hold: the desk and the street refuse the same things with the same words."""

from datetime import timedelta

LONGEST = timedelta(hours=24)
MOST_COUNTED = 500  # of one row: MOST_ROWS of them added up still fit the column
MOST_TOGETHER = 30_000  # of one row that many phones counted
MOST_CREW = 20  # of one hand, as all of these; an outing that was several has more
MANY_HANDS = 10  # times as much
MOST_ACTS = 99
MOST_ROWS = 60
MOST_REPORTS = 20
NOTE_LENGTH = 2000
AIM_LENGTH = 200

OUTCOME_MISSING = "Scegli com’è andata."
HOW_MANY = "Scrivi un numero da {least} a {most}."
END_MISSING = "Scrivi a che ora è finito."
IN_THE_FUTURE = "L’orario è nel futuro: controlla data e ora."
TOO_LONG = "Un’uscita dura al massimo 24 ore: controlla gli orari."
PROTOCOL_ONLY = "Scrivi solo il numero di protocollo, per esempio 2026/1234."
WITHOUT_A_DAY = (
    "Lascia vuoto se non serve tornare. Con l’esito “Da seguire” è entro una settimana."
)
ONLY_REMOVALS = (
    "Si comunicano al questore e ai servizi solo gli ordini di allontanamento, "
    "al massimo quanti sono."
)
