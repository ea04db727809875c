"""What is kept of who goes out; of who is met only how many."""

from texts.kept import (
    ACCOUNTABILITY,
    FREE_TEXT,
    SENSITIVE,
    WORK,
    Kept,
    Kind,
    Months,
    Time,
    nothing_personal,
)

ERASED_BY = "interventions.erase_expired"

KEPT = [
    Kept(
        code="crews",
        what="Chi era in servizio: equipaggi, passi fatti sul posto, telefoni usati",
        fields={
            "interventions.CrewMember": "intervention person service",
            "interventions.Step": "by device_at",
            "interventions.Merge": "absorbed before photos",
            "interventions.KeptApart": "by",
            "interventions.PhoneSend": "intervention device revision version since said by at",
            "interventions.FollowUp": "done_by",
            "interventions.Intervention": "created_by",
        },
        why="Organizzare le uscite e contare le ore. Poi restano i numeri.",
        basis=WORK,
        lasts=Time("CREW_NAME_DAYS"),
        since="dall’approvazione dell’intervento; di una scheda lasciata a metà, {FORGOTTEN_MONTHS} mesi dopo il giorno",
        job=ERASED_BY,
    ),
    Kept(
        code="approvals",
        what="Chi ha pianificato e chi ha approvato un intervento",
        fields={"interventions.Approval": "intervention service by at"},
        why="Sapere chi risponde delle cifre pubblicate e rendicontate.",
        basis=ACCOUNTABILITY,
        stays="Resta con la scheda, per il tempo della verifica del contributo.",
    ),
    Kept(
        code="place-photos",
        what="Foto dei luoghi degli interventi",
        fields={"interventions.PlacePhoto": "id intervention image width height by at"},
        why="Mostrare lo stato di un luogo. Mai persone.",
        lasts=Months("PLACE_PHOTO_MONTHS"),
        since="dallo scatto",
        job=ERASED_BY,
    ),
    Kept(
        code="availability",
        what="Giorni in cui una persona è libera o no",
        fields={"interventions.Availability": "person starts_at ends_at is_free"},
        why="Preparare i turni.",
        basis=WORK,
        lasts=Months("AVAILABILITY_MONTHS"),
        since="dal giorno",
        job=ERASED_BY,
    ),
    Kept(
        code="calendar-feed",
        what="Indirizzo segreto del proprio calendario (solo impronta)",
        fields={"interventions.CalendarFeed": "person nonce token_hash created_at"},
        kinds=(Kind.PERSONAL, Kind.SECRET),
        why="Leggere i propri turni sul telefono.",
        basis=WORK,
        since="finché la persona lo usa; si cancella con il suo account",
        verb="accounts.leaving.erase_person",
    ),
    Kept(
        code="shared-notes",
        what="Nota condivisa, motivi e parole della scheda, scritte senza nomi",
        fields={
            "interventions.Intervention": "aim shared_note cancelled_because",
            "interventions.KeptApart": "first second reason at",
            "interventions.Step": "detail",
        },
        kinds=FREE_TEXT,
        why="Passare fra i servizi che cosa è successo in un luogo. Un controllo ferma nomi, targhe, "
        "indirizzi e telefoni prima che siano scritti.",
        basis=SENSITIVE,
        stays="Resta con la scheda, per il tempo della verifica del contributo: parla di luoghi e "
        "situazioni.",
    ),
    Kept(
        code="acts",
        what="Quanti atti, e il numero di protocollo di quelli conservati altrove",
        fields={
            "interventions.Act": "intervention kind count protocol_number notified_questore"
            " notified_services"
        },
        kinds=(Kind.PERSONAL, Kind.CRIMINAL),
        why="Contare gli atti e ritrovarli nel protocollo. L’atto, con le persone, sta nei sistemi "
        "della Polizia Locale, che seguono il D.Lgs. 51/2018 quando riguarda reati.",
        basis=SENSITIVE,
        stays="Resta con la scheda, per il tempo della verifica del contributo.",
    ),
    nothing_personal(
        "outings",
        "L’uscita in numeri: luogo, ore, contatti per età e tipo, esiti",
        {
            "interventions.Intervention": "code client_id status kind trigger hotspot day starts_at"
            " ends_at planned_from planned_until series lead officers educators officer_minutes"
            " educator_minutes crew_frozen_at outcome device_started_at device_ended_at received_at"
            " merged_into version created_at updated_at is_demo reports",
            "interventions.Tally": "intervention what age_band people outcome count",
            "interventions.Step": "intervention what at",
            "interventions.FollowUp": "intervention due_on done_at",
            "interventions.DiscardedRecord": "client_id device revision at",
        },
        why="Rendicontazione e statistiche. Il telefono di una scheda tolta è un numero a caso.",
    ),
]
