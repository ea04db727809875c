"""What is kept of who reports, and of who answers."""

from reports.drafts import LIFETIME
from texts.kept import (
    ACCOUNTABILITY,
    FREE_TEXT,
    SENSITIVE,
    Kept,
    Kind,
    Months,
    Time,
    nothing_personal,
)

CLOSED = "dalla chiusura"
ERASED_BY = "reports.erase_expired"

KEPT = [
    Kept(
        code="drafts",
        what="Bozze: quello che chi segnala sta scrivendo",
        fields={"reports.Draft": "id token_hash data sent_at created_at updated_at"},
        kinds=FREE_TEXT,
        why="Non perdere quello che si è scritto.",
        basis=SENSITIVE,
        lasts=Time(LIFETIME),
        since="dall’ultima modifica",
        job=ERASED_BY,
    ),
    Kept(
        code="report-texts",
        what="Testo, luogo scritto e messaggi di chi segnala; risposte e note dell’ufficio",
        fields={
            "reports.Report": "subject details place_text place_reading location_note",
            "reports.Message": "report side text at by read_at read_by",
            "reports.StatusChange": "note",
        },
        kinds=FREE_TEXT,
        why="Capire che cosa succede, intervenire, rispondere.",
        basis=SENSITIVE,
        lasts=Months("REPORT_TEXT_MONTHS"),
        since=CLOSED,
        job=ERASED_BY,
    ),
    Kept(
        code="report-photos",
        what="Foto di chi segnala, senza dati nascosti",
        fields={"reports.Photo": "id draft report image width height created_at"},
        kinds=FREE_TEXT,
        why="Capire che cosa succede e dove.",
        basis=SENSITIVE,
        lasts=Months("REPORT_TEXT_MONTHS"),
        since=f"{CLOSED}; di una bozza, con la bozza",
        job=ERASED_BY,
    ),
    Kept(
        code="report-contact",
        what="Email di chi segnala",
        fields={
            "reports.Report": "email email_asked_at email_confirmed_at answer_asked_at"
        },
        why="Scrivere a chi ha segnalato come va, se lo vuole.",
        lasts=Months("REPORT_TEXT_MONTHS"),
        since=f"{CLOSED}; prima, se la persona la toglie dalla sua pagina",
        job=ERASED_BY,
    ),
    Kept(
        code="report-point",
        what="Punto della segnalazione",
        fields={"reports.Report": "latitude longitude cell accuracy_m location_source"},
        why="Sapere dove intervenire e contare le segnalazioni di ogni luogo.",
        stays="Resta per le statistiche: senza testi, foto ed email non riporta a chi ha segnalato.",
    ),
    Kept(
        code="report-key",
        what="Impronte della chiave segreta e della bozza da cui viene",
        fields={"reports.Report": "key_hash draft_key"},
        kinds=(Kind.SECRET,),
        why="Aprire la segnalazione a chi l’ha mandata, e a nessun altro.",
        stays="Resta con la segnalazione, senza nome: chi ha la chiave ne vede l’esito.",
    ),
    Kept(
        code="report-hands",
        what="Chi dell’ufficio si occupa di una segnalazione e chi ha fatto ogni passo",
        fields={
            "reports.Report": "in_charge_of",
            "reports.StatusChange": "report status at by",
        },
        why="Dire chi è responsabile del procedimento.",
        basis=ACCOUNTABILITY,
        stays="Resta con la segnalazione: è il responsabile del procedimento (L. 241/1990, artt. 5 e 8).",
    ),
    Kept(
        code="erasure-requests",
        what="Richieste di cancellazione, chi le ha decise e perché",
        fields={
            "reports.ErasureRequest": "report asked_at due_on decided_at decided_by is_granted reason"
        },
        why="Rispondere entro un mese e poterlo dimostrare.",
        basis=ACCOUNTABILITY,
        stays="Resta con la segnalazione, senza i dati cancellati: prova che il Comune ha risposto "
        "(Reg. UE 2016/679, art. 12).",
    ),
    nothing_personal(
        "report-facts",
        "Il fatto senza la persona: categoria, luogo, giorni, stati, riga scritta dall’ufficio",
        {
            "reports.Report": "code status category hotspot occurred_on occurred_part language"
            " received_at received_on updated_at due_on priority outcome burst folded_into is_row"
            " forwarded_to merged_into public_line published_at text_erased_at is_demo",
            "reports.Category": "code label label_en hint hint_en stop publication days_to_answer"
            " days_to_reopen order active",
            "reports.ReplyTemplate": "code title text order",
        },
        why="Statistiche su luoghi e periodi.",
    ),
]
