"""What invented citizens write, by category: (subject, details)."""

TEXTS = {
    "spaccio": [
        ("Scambi vicino alle panchine", "Da qualche sera vedo scambi veloci vicino alle panchine più in ombra, di solito dopo cena."),
        ("Resti di sostanze nell’aiuola", "Ho trovato bustine e cartine nell’aiuola, in un punto dove giocano i bambini."),
    ],
    "molestie": [
        ("Richieste insistenti di denaro", "All’uscita dei negozi le richieste di denaro sono insistenti e diverse persone cambiano strada."),
        ("Commenti pesanti a chi passa", "Nel tardo pomeriggio chi passa da sola riceve commenti pesanti."),
    ],
    "vandalismo": [
        ("Panchina spaccata", "La seduta della panchina è spaccata e ha schegge che tagliano."),
        ("Cestino divelto", "Il cestino è stato divelto e lasciato in mezzo al passaggio."),
        ("Vetro della bacheca rotto", "Il vetro della bacheca è rotto, i pezzi sono ancora per terra."),
    ],
    "schiamazzi": [
        ("Urla fino a tardi", "Nel fine settimana si sentono urla e musica alta fino alle due di notte."),
        ("Musica alta sotto le finestre", "Una cassa a tutto volume sotto le finestre, quasi tutte le sere."),
        ("Motorini che girano in piazza", "Motorini che girano in tondo nella piazza dopo mezzanotte."),
    ],
    "alcol": [
        ("Bottiglie e litigi", "Nel pomeriggio si beve molto sulle panchine e spesso si finisce a litigare."),
        ("Gruppo che beve all’ingresso", "Un gruppo beve davanti all’ingresso e passare è diventato difficile."),
    ],
    "bivacco": [
        ("Materassi sotto il portico", "Sotto il portico ci sono materassi e coperte da una settimana."),
        ("Panchine occupate tutto il giorno", "Le panchine vicino ai giochi sono occupate tutto il giorno con borse e coperte."),
    ],
    "imbrattamento": [
        ("Scritte sul muro", "Scritte nuove con la vernice sul muro accanto all’ingresso."),
        ("Adesivi e scritte sui cartelli", "I cartelli sono coperti di adesivi e scritte, non si leggono più."),
    ],
    "rifiuti": [
        ("Vetri rotti vicino ai giochi", "Vetri rotti per terra vicino ai giochi dei bambini."),
        ("Cestini pieni da giorni", "I cestini sono pieni da giorni e i rifiuti sono finiti nell’erba."),
        ("Deiezioni sul vialetto", "Il vialetto è pieno di deiezioni, con il passeggino non si passa."),
    ],
    "illuminazione": [
        ("Lampione spento", "Il lampione vicino all’ingresso è spento da una settimana: la sera non si vede nulla."),
        ("Zona buia", "Tra gli alberi la luce non arriva e chi rientra la sera ha paura."),
    ],
    "verde": [
        ("Ramo pericolante", "Un ramo grosso è piegato sopra il vialetto, con il vento potrebbe cadere."),
        ("Fontana che non funziona", "La fontanella perde acqua e intorno si è formata una pozza."),
        ("Altalena rotta", "Una catena dell’altalena si è staccata."),
    ],
    "convivenza": [
        ("Ragazzi e residenti, serve parlarsi", "Tra i ragazzi che si trovano qui e chi abita sopra ci sono discussioni ogni sera: servirebbe qualcuno che li faccia parlare."),
        ("Discussioni per il pallone", "Si gioca a pallone vicino ai tavolini e ogni giorno nasce una discussione."),
    ],
    "insicurezza": [
        ("La sera evito di passare", "Non è successo nulla di preciso, ma la sera preferisco fare il giro largo."),
        ("Poca gente, poca luce", "Dopo le otto non c’è più nessuno e non mi sento tranquilla."),
    ],
}  # fmt: skip

# for a category of another Comune, under its name
ANY_DETAILS = "Succede da qualche settimana, soprattutto nel tardo pomeriggio."

AGAIN = "È successo di nuovo ieri sera."  # what the citizen writes days later
HEARD = (
    "Sentiti i commercianti della zona: confermano gli orari."  # a note of the office
)

CLOSING_NOTES = {
    "risolta": "Il problema è risolto. Grazie per averlo segnalato.",
    "intervento": "Siamo passati sul posto e siamo intervenuti.",
    "trasmessa": "Abbiamo trasmesso la segnalazione all’ufficio che se ne occupa.",
    "non-riscontrata": "Siamo passati in orari diversi e non abbiamo trovato il problema. Se si ripete, scrivici di nuovo.",
    "non-competenza": "Non è una materia del Comune: ti abbiamo indicato a chi rivolgerti.",
}

PUBLIC_LINES = {
    "vandalismo": "Arredo danneggiato: segnalato per la riparazione",
    "imbrattamento": "Scritte sui muri: pulizia richiesta",
    "rifiuti": "Rifiuti a terra: passaggio di pulizia richiesto",
    "illuminazione": "Punto luce guasto: riparazione richiesta",
    "verde": "Verde o arredo da sistemare: intervento richiesto",
}
