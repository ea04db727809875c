"""What invented crews write: places and situations, never people."""

AIMS = {
    "presidio": ["Presenza visibile tra giochi e panchine", "Farsi vedere all’uscita dalle scuole"],
    "appiedato": ["Giro a piedi tra negozi e portici", "Passaggio nel verde prima del buio"],
    "pattuglia-congiunta": ["Stare in piazza insieme e ascoltare", "Serata con agenti ed educatori"],
    "interforze": ["Servizio coordinato con le altre forze"],
    "controllo": ["Orari e rumore del fine settimana"],
    "mediazione": ["Far parlare residenti e ragazzi"],
    "contatto": ["Incontrare i gruppi che si trovano nel verde"],
    "assistenza": ["Accompagnare ai servizi chi lo chiede"],
}  # fmt: skip

SHARED_NOTES = [
    "Le due panchine sotto gli alberi restano in ombra: la luce più vicina è spenta.",
    "Piazza tranquilla. I giochi sono stati usati fino alle 18, poi pochi passaggi.",
    "Vetri accanto alla fontana: avvisato chi pulisce, tolti prima di andare via.",
    "Musica alta fino alle 22, poi abbassata dopo averne parlato insieme.",
    "I negozi chiedono di essere presenti tra le 17 e le 19, quando chiudono.",
    "Il gruppo del pallone si sposta volentieri sul lato del prato.",
    "Chi abita sopra i portici segnala rumore dopo mezzanotte, di venerdì.",
    "Il passaggio verso il parcheggio è buio: conviene farlo a fine turno.",
    "Cestini pieni già alle 17. Con i cestini svuotati si sporca meno.",
    "Molta gente per il mercato: nessuna difficoltà, diverse richieste di informazioni.",
    "Pioggia per tutto il turno, piazza quasi vuota.",
    "I lavori stringono il passaggio: carrozzine e biciclette fanno fatica.",
]  # fmt: skip

CANCELLED_BECAUSE = [
    "Allerta meteo: servizio rinviato",
    "Pattuglia chiamata per un incidente stradale",
    "Manca un componente dell’equipaggio",
    "Manifestazione in centro: servizio assorbito da quello dell’ordine pubblico",
]  # fmt: skip

# text, shift, days since, what else: pinned, mention, how long it lasts
BOARD = [
    ("Lavori accanto ai giochi fino a fine mese: passare dal lato del portico.", "", 9, {"is_pinned": True, "lasts": "mese"}),
    ("Luce spenta vicino alla fontana: già segnalata, intanto farla a piedi a inizio turno.", "sera", 1, {"mention": "officer"}),
    ("Con il bel tempo i ragazzi arrivano alle 16: conviene essere lì prima.", "pomeriggio", 2, {"mention": "educator"}),
    ("Mercato del sabato spostato sul lato nord: due banchi restano fino alle 15.", "mattina", 3, {"lasts": "settimana"}),
    ("Rumore dopo le 22 dal lato dei tavolini. Giovedì ne abbiamo parlato con il locale.", "sera", 2, {}),
    ("Da lunedì la fontanella è chiusa: chi chiede acqua può usare quella dei portici.", "", 5, {}),
    ("Vetri nell’erba vicino alle panchine, tolti. Da ricontrollare domani mattina.", "mattina", 1, {}),
    ("Serve decidere chi tiene il turno della Vigilia: parliamone alla riunione.", "", 4, {"mention": "coordinator"}),
    ("Il cancello del parco chiude alle 20: verificare che sia chiuso davvero.", "sera", 6, {"is_pinned": True}),
    ("Prima sera tranquilla da un mese: pochi passaggi, nessuna richiesta.", "notte", 0, {}),
    ("I commercianti ringraziano per la presenza tra le 17 e le 19.", "pomeriggio", 0, {}),
    ("Siepe tagliata: adesso dal vialetto si vede fino all’ingresso.", "pomeriggio", 8, {}),
    ("Domenica passa la corsa campestre: transenne dalle 7 alle 13.", "mattina", 12, {"lasts": "settimana"}),
    ("Freddo forte previsto nella notte: tenere a mano l’elenco dei posti aperti.", "notte", 20, {"lasts": "settimana"}),
    ("Palco montato per la festa del quartiere, smontaggio martedì.", "", 30, {"lasts": "settimana"}),
]  # fmt: skip

DIARY = [
    "Il gruppo era sulle panchine verso il prato. All’inizio poche parole, poi si sono fermati a parlare della scuola e di che cosa fare il pomeriggio.",
    "Clima disteso. Hanno chiesto se il campetto può restare aperto anche il sabato.",
    "Due gruppi vicini che non si parlano: siamo stati nel mezzo, qualche battuta e nessuna tensione.",
    "Prima uscita con la pattuglia: la divisa ha incuriosito, dopo mezz’ora erano tornati a parlare con noi.",
    "Serata fredda, pochi presenti. Abbiamo parlato di lavoro e di come si scrive un curriculum.",
    "Qualcuno ha chiesto del consultorio: lasciati orari e indirizzo.",
    "Il gruppo più giovane si è spostato verso i giochi. La prossima volta conviene arrivare prima.",
    "Una discussione con un residente per il pallone: ne abbiamo parlato, si rivedono sabato.",
]  # fmt: skip

POLICE_NOTES = [
    "Il passaggio dal lato nord resta il punto più difficile da vedere: tenerlo per ultimo nel giro.",
    "Controllo dei locali entro gli orari, nessuna irregolarità. Da ripetere di venerdì.",
    "Atto redatto sul posto, il resto si legge nel protocollo.",
    "Serve l’auto di appoggio dopo le 22: chiederla già nell’ordine di servizio.",
    "Area libera al nostro arrivo. Lasciato avviso alla centrale di ricontrollare nella notte.",
]  # fmt: skip
