"""What the parser of TOML refuses, said in Italian, with what usually causes it."""

import re

# how the parser's sentence begins: what it means
REASONS = {
    "Invalid statement": "qui serve una tabella, o una chiave con il suo valore",
    "Expected newline": "dopo il valore c’è qualcosa di troppo",
    "Expected '='": "dopo il nome della chiave manca il segno «=»",
    "Expected ']": "manca la parentesi quadra che chiude il nome della tabella",
    "Cannot overwrite": "questa chiave è scritta due volte",
    "Duplicate inline": "questa chiave è scritta due volte",
    "Cannot declare": "questa tabella è scritta due volte",
    "Cannot redefine": "questa tabella è scritta due volte",
    "Cannot mutate": "questa tabella è scritta due volte",
    "Invalid initial": "il nome della chiave non è scritto bene",
    "Unclosed array": "manca la parentesi quadra che chiude l’elenco",
    "Unclosed inline": "manca la parentesi graffa di chiusura",
    "Unescaped": "in un testo la barra «\\» va scritta due volte",
    "Unterminated string": "mancano le virgolette che chiudono il testo",
    "Illegal character '\\n'": "mancano le virgolette che chiudono il testo",
    "Illegal character": "c’è un carattere invisibile: cancellalo",
    "Found invalid": "c’è un carattere invisibile: cancellalo",
    "Invalid date": "questa data non esiste",
    "Invalid hex": "in un testo la barra «\\» va scritta due volte",
    "Escaped character": "in un testo la barra «\\» va scritta due volte",
}
NOT_A_VALUE = "il valore non si legge"
VALUE = r"[=\[,{]\s*"  # what stands before one
# what is on the line: what to write instead
HINTS = [
    (VALUE + "[“”„«‘’]|[“”’]\\s*(#.*)?$", 'usa le virgolette dritte "…", non “…”'),
    (VALUE + r"[-+]?\d+,\d", "scrivi i decimali con il punto: 44.12, non 44,12"),
    (VALUE + r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", "scrivi le date così: 2026-11-30"),
    (VALUE + r"(?i:vero|falso|s[iì]|no|true|false)\b", "scrivi true o false"),
    (VALUE + r"0\d", 'scrivi i codici tra virgolette: "012345"'),
    (r"=\s*[^\W\d]", 'scrivi i testi tra virgolette dritte: "…"'),
]


def explain(error, lines):
    """Return the number of the line, and in Italian what the parser found there and a hint."""
    said = str(error)
    at = re.search(r"\(at line (\d+)", said)
    number = int(at[1]) if at else len(lines)
    meant = (reason for start, reason in REASONS.items() if said.startswith(start))
    hints = (hint for sign, hint in HINTS if re.search(sign, lines[number - 1]))
    return number, ": ".join(filter(None, [next(meant, NOT_A_VALUE), next(hints, "")]))
