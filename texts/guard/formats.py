"""What has a shape of its own: numbers, plates, codes, addresses of the net.

``NOT_THESE`` are read first: what they take is a date, an hour, an amount, the number of an act,
and no longer a telephone or a plate. A pattern with a group finds what is in it. Python and the
phone read the same ones, so they keep to what both mean in one way. Every repetition has a limit.
"""

import re

A, Z = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
PLATE = "[A-HJ-NPR-TV-Z]"
SEP = r"[ ./_-]{0,3}"
ACT = (
    r"(?:prot|protocollo|pratica|fascicolo|verbale|fattura|determina\w{0,6}|delibera\w{0,6}|ordinanza|atto|"
    r"registro|rif|cig|cup|codice|matricola|ticket|partita iva|p\. ?iva|p\.? ?i\.|piva|iban|bolla|ordine|"
    r"d\.?g\.?[rc]\.?|legge|circolare|decreto|repertorio|fasc|polizza|imei|seriale|badge|tessera|licenza)"
)
SERVICE = (
    r"(?:centralino|numero unico|numero di emergenza|numero antiviolenza|telefono (?:amico|rosa|azzurro)|guardia medica|"
    r"pronto intervento|urp|taxi|radiotaxi|segnalazione guasti|numero guasti)"
)
NOT_THESE = [
    # the date of a day, the hours, a year of an act after its number
    r"(?<!\d)\d{1,2}([/. -])\d{1,2}\1(?:20|19)\d\d(?!\d)",
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-]\d\d(?![\d]|[./ -]\d)",
    r"(?<!\d)(?:20|19)\d\d-\d\d-\d\d(?!\d)",
    r"(?<![\d./])(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d|[./ ]\d\d)",
    rf"{A}{ACT}[.:]?\s{{0,2}}(?:(?:n|nr|num|numero|generale|del|gen|prot)\b[.:°]?\s{{0,2}}){{0,3}}(?=[A-Z0-9/. -]{{0,12}}\d)(?:[A-Z]{{1,3}}[ ./-]){{0,2}}[A-Z]{{0,3}}\d[\d./-]{{0,30}}(?: ?[A-Z]{{1,3}}(?:[ /-]?\d{{1,8}}){{0,2}}{Z})?",
    r"(?<!\d)(?!0\d{2,3}/\d\d[ .]?\d\d)\d{4,12}/(?:20)?\d\d(?!\d)",
    # amounts: 1.234.567,89 and what is followed, or preceded, by the euro
    r"(?<![\d.])\d{1,3}(?:\.\d{3}){1,4},\d\d?(?!\d)",
    r"(?<![\d.])\d{1,3}(?:[. ]?\d{3}){1,4}(?=\s{0,2}(?:€|euro|eur|lire|di lire|mila))",
    r"(?:€|euro|eur)\s{0,2}\d{1,3}(?:[. ]?\d{3}){1,4}",
    r"(?<![A-Z0-9])[A-Z]{2}\d{2} ?[A-Z](?: ?\d){10}(?: ?[A-Z0-9]){12}(?![A-Z0-9])",  # an IBAN
    r"(?<![\d+])0\d{10}(?!\d)",  # of a firm: eleven figures without a space
    r"(?<!\d)800(?:[ .-]?\d){5,7}(?!\d)",  # a free number: of a service
    rf"{A}{SERVICE}[^\d\n]{{0,25}}(?:0\d{{1,3}}[ ./-]?)?\d(?:[ .]?\d){{3,7}}(?!\d)",
    r"(?<!\d)\d{2}\.\d{4,6}, ?\d{1,2}\.\d{4,6}(?!\d)",  # where it is on the map
]
# the mailbox of an office, and the telephone of a service, are no person's
OFFICE = (
    r"(?:(?:prefettura|questura|tribunale|procura|provincia|pronto|ordine|polizialocale|vigili|segnalazioni|relazioni|pubblico|"
    r"protocollo[a-z.]{0,12}|polizia|locale|municipale|pm|urp|info|segreteria|anagrafe|sportello|sindaco|comune|ufficio|uffici|"
    r"tecnico|comando|centrale|operativa|servizi|servizio|tributi|ambiente|cultura|sociali|sociale|scuola|turismo|"
    r"biblioteca|giovani|informagiovani|demografici|sicurezza|mobilita|pec)[._-]?){1,3}@(?:[a-z0-9-]{1,40}\.){0,3}"
    r"(?:comune|provincia|regione|poliziadistato|carabinieri|interno|ats|asst|prefettura|questura|gov)[a-z-]{0,30}\."
)
# who gives mailboxes
MAILS = "(?:gmail|hotmail|libero|yahoo|outlook|icloud|live|tiscali|alice|virgilio|tin|tim|aruba|protonmail|msn|fastwebnet|legalmail)"
# letters take the place of figures from the last one backwards (omocodia): one of the year is left,
# else «uno due tre quattro» would be a code
YEAR = r"(?:\d[ .-]{0,3}[\dLMNP-V]|[LMNP-V][ .-]{0,3}\d)[ .-]{0,3}"
FISCAL_CODE = rf"(?:[A-Z][ .-]{{0,3}}){{6}}{YEAR}[A-EHLMPR-T][ .-]{{0,3}}(?:[\dLMNP-V][ .-]{{0,3}}){{2}}[A-Z][ .-]{{0,3}}(?:[\dLMNP-V][ .-]{{0,3}}){{3}}[A-Z]"
SMALL = "(?:al|la|le|da|ha|ne|se|re|te|me|ed|ad|ex|tra|del|de|km|cc|kg|gg|pz|mt|ml|ma|va|sa|fa|st|re|dn)"
TARGA = r"(?:[Tt]arg[aeh][a-z]{0,3}|TARG[AEH][A-Z]{0,3}|[Tt]g|TG)"


def _in_any_case(words):
    letter = "[{0}{1}]"
    return "|".join(
        "".join(letter.format(c.upper(), c) for c in word) for word in words.split()
    )


MOTORCYCLES = _in_any_case(
    "moto motorino scooter ciclomotore motociclo vespa motocicletta quad ape apecar motocarro yamaha kawasaki ducati"
)
VEHICLE = rf"(?:{MOTORCYCLES})"
CARS = _in_any_case(
    "auto automobile macchina furgone furgoncino camion camioncino tir camper roulotte suv vettura veicolo pullman "
    "autocarro rimorchio utilitaria berlina van bmw audi mercedes golf fiat panda punto ford opel renault clio toyota "
    "volkswagen citroen peugeot lancia ypsilon dacia skoda seat nissan volvo jeep porsche "
    "trattore trattrice monovolume minicar pickup hyundai kia suzuki tesla alfa giulietta smart ducato doblo transporter sprinter kangoo passat polo "
    "tiguan ibiza corsa astra focus fiesta megane captur duster sandero yaris micra qashqai iveco scania"
)
CAR = rf"(?:{CARS})"
COUNTRIES = _in_any_case(
    "targa targata targato tedesca tedesco polacca polacco spagnola spagnolo svizzera svizzero ucraina ucraino bulgara "
    "bulgaro inglese romena rumena romeno rumeno francese albanese moldava moldavo straniera austriaca serba"
)
ABROAD = rf"(?:{COUNTRIES})"
# two letters that are words, or measures: «targa a 30 cm»
SHORT = "(?:a|e|i|o|in|da|di|il|al|la|le|su|un|tra|per|con|dal|del|alle|ore|via|km|cm|mm|mt|kg|cc|gg|art|eur|del|nel|nr|anni|mesi|ore|foto|metri)"
# of the plates of before 1994, and the cantons; by their first letter
PROVINCES = (
    "(?:"
    "A[GLNOPQRTV]|B[AGLNORSZ]|C[ABEHLNORSTZ]|E[N]|F[EGIOR]|G[EOR]|I[MS]|L[EITU]|M[CEINOST]|N[AOU]|"
    "O[R]|P[ACDEGINRSTVZ]|R[ACEGIO]|S[AIOPRSV]|T[AEINOPRSV]|U[D]|V[ACDEIRST]|Z[H]"
    ")"
)
NO_LETTERS = "(?:VIA|DAL|DEL|ORE|ART|ALL|TRA|PER|CON|KM|EUR|ANN|N)[ -]"
FIGURE = "(?:doppio )?(?:zero|uno|due|tre|quattro|cinque|sei|sette|otto|nove)"
PATTERNS = {
    "email": [
        (rf"(?<![A-Za-z0-9._%+-])(?!{OFFICE})[A-Za-z0-9._%+-]{{1,64}}\s{{0,2}}(?:@|\(at\)|\[at\]|\{{at\}}|\(a\))\s{{0,2}}[a-z0-9-]{{1,63}}(?:\s{{0,2}}(?:\.|\(dot\)|\[dot\]|\(punto\)|\[punto\]|\bpunto\b|\bdot\b)\s{{0,2}}[a-z0-9-]{{2,63}}){{1,4}}", "i"),
        (r"[A-Za-z0-9._%+-]{1,64}\s{1,2}(?:chiocciola|at)\s{1,2}[a-z0-9-]{1,63}(?:\s{0,2}(?:\.|\bpunto\b|\bdot\b)\s{0,2}[a-z]{2,20}){1,3}(?![a-z0-9])", "i"),
        # who gives it is known also without «.it»
        (rf"[A-Za-z0-9._%+-]{{1,64}}\s{{0,2}}(?:@|\(at\)|\[at\]|\(a\)|\bchiocciola\b)\s{{0,2}}{MAILS}(?![a-z0-9])", "i"),
    ],
    "fiscal_code": [(rf"{A}{FISCAL_CODE}{Z}", "i")],
    "plate": [
        (rf"{A}(?!{SMALL} \d{{3}} {SMALL}{Z}){PLATE}{{2}}[ .*_:-]{{0,3}}\d{{3}}[ .*_:-]{{0,3}}{PLATE}{{2}}(?!{A}|[A-Za-z0-9]|/\d)", "i"),
        (rf"{A}{PLATE}{{2}}\d{{5}}(?![A-Za-z0-9]|[/-]\d)", ""),
        (rf"{A}{VEHICLE}[^\n.]{{0,25}}?{A}({PLATE}{{2}}[ .-]{{0,2}}\d{{5}}){Z}", "i"),
        (rf"{A}{VEHICLE}[^\n.]{{0,25}}?{A}(X(?=[A-Z0-9 ]{{0,3}}\d)[A-Z0-9](?: ?[A-Z0-9]){{4}}){Z}", ""),
        (rf"{A}{VEHICLE}[^\n.]{{0,25}}?{A}(x(?=[a-z0-9 ]{{0,6}}\d[a-z0-9 ]{{0,6}}\d)[a-z0-9](?: ?[a-z0-9]){{4}}){Z}", "i"),
        # of before 1994: anywhere with six figures, near a vehicle also with fewer
        (rf"{A}{PROVINCES}[ .-]{{1,2}}\d{{6}}(?![A-Za-z0-9]|[/-]\d)", ""),
        (rf"{A}{CAR}[^\n.]{{0,25}}?{A}({PROVINCES}[ .-]{{0,2}}(?:\d{{5,6}}|\d?[A-Z]\d{{4,5}})){Z}", ""),
        # of another country, where a vehicle is named
        (rf"{A}{CAR}[^\n.]{{0,25}}?{A}((?!{NO_LETTERS})[A-Z]{{1,3}}[ -]{{1,2}}\d{{2,4}}[ -]{{1,2}}[A-Z]{{1,3}}|\d{{1,2}}-[A-Z]{{2,3}}-\d{{1,2}}){Z}", ""),
        # of Bulgaria or Ukraine; of Germany, Poland, Spain, Switzerland, England near a vehicle
        (rf"{A}(?!{NO_LETTERS}|RE |CE |HP )[ABCEHIKMOPTXY]{{2}}[ -]?(?!20\d\d)\d{{4}}[ -]?[ABCEHIKMOPTXY]{{2}}{Z}", ""),
        (rf"{A}(?:{CAR}|{VEHICLE}|{ABROAD})\b[^\n.]{{0,25}}?{A}((?!{NO_LETTERS})(?:[A-Z]{{1,3}}[ -][A-Z]{{1,2}}[ -]?\d{{1,4}}|[A-Z]{{2,3}} ?\d{{4,5}}[A-Z]{{0,2}}|\d{{4}}[ -]?[B-DF-HJ-NP-TV-Z]{{3}}|[A-Z]{{2}}[ -]?\d{{3}}[ .]\d{{3}}|[A-Z]{{2}}\d{{2}} ?[A-Z]{{3}})){Z}", ""),
        # after the word itself, what no other pattern knows: old, foreign, of a moped
        (rf"{A}{TARGA}\b(?:[ :.,]{{1,3}}(?:n\.|numero|[a-zèé']{{1,12}})){{0,2}}[ :.,]{{1,3}}((?=[A-Z0-9 .-]{{0,9}}\d)(?=[\d .-]{{0,9}}[A-Z])[A-Z0-9]{{1,8}}(?:[ .-]{{1,2}}(?=[A-Z0-9]{{0,5}}[A-Z0-9]{Z})[A-Z0-9]{{1,6}}){{0,2}}){Z}", ""),
        (rf"{A}{TARGA}\b[^\n]{{0,30}}?{A}({PLATE}[ .-]?{PLATE}(?:[ .-]?\d){{3}}(?:[ .-]?{PLATE}){{2}}){Z}", "i"),
        (rf"{A}{TARGA}\b[^\n]{{0,20}}?{A}((?!{SHORT}[ -])[a-z]{{1,2}}[ -]?\d{{2,4}}[ -]?(?!{SHORT}{Z})[a-z]{{2,3}}){Z}", "i"),
        (rf"{A}{TARGA}\b[ :.]{{1,3}}((?=[a-z]{{0,3}}\d)(?=\d{{0,5}}[a-z])[a-z0-9]{{5,8}}){Z}", "i"),
    ],
    "phone": [
        # a mobile, however it is grouped, also with its prefix
        (rf"(?<![A-Za-z0-9/,])(?:\(?(?:\+|00) ?39\)?{SEP})?3(?:{SEP}\d){{8,9}}(?!\d|[.,/]\d|/[A-Za-z])", ""),
        # a land line: 02 and 06, or three figures and more
        (rf"(?<![A-Za-z0-9/.,])(?:\(?(?:\+|00) ?39\)?{SEP})?(?:0[26]|\(0[26]\))(?:{SEP}\d){{7,8}}(?!\d|,\d)", ""),
        (rf"(?<![A-Za-z0-9/.,])(?:\(?(?:\+|00) ?39\)?{SEP})?(?:0[1-9]\d{{2}}[ ./-]{{1,3}}|\(0[1-9]\d{{2}}\)[ ./-]{{0,3}})(?!20\d\d(?!\d))\d(?:{SEP}\d){{3,6}}(?!\d|,\d)", ""),
        (rf"(?<![A-Za-z0-9/.,])(?:\(?(?:\+|00) ?39\)?{SEP})?(?!0\d{{2,3}}[ ./-]{{1,3}}20\d\d(?!\d))(?:0[1-9]\d|\(0[1-9]\d\))(?:{SEP}\d){{5,7}}(?!\d|,\d)", ""),
        # another country
        (r"(?<![A-Za-z0-9])(?:\+ ?\d{1,3}|00[2-9]\d{1,2})(?:[ ./()-]{0,3}\d){7,12}(?!\d)", ""),
        # fewer figures after a word that says so
        (rf"{A}(?:tel|telefono|cell|cellulare|whatsapp|recapito)\b[ .:]{{1,3}}(?:n\. ?|numero )?(?=\d)((?:\d{SEP}){{5,8}}\d)(?!\d)", "i"),
        # said in words, figure by figure
        (rf"{A}(?:tre|zero)(?:[ ,.-]{{1,3}}(?:{FIGURE}|\d{{1,4}})){{5,11}}{Z}", "i"),
        (rf"{A}(?:tre|zero)(?:[ ,.-]{{1,3}}{FIGURE}){{1,3}}[ ,.-]{{1,3}}\d(?:{SEP}\d){{4,7}}{Z}", "i"),
    ],
    "web": [(r"https?://|\bwww\.", "i")],
}  # fmt: skip


def compiled(pattern, flags=""):
    return re.compile(pattern, re.I if "i" in flags else 0)
