"""What makes a name, or a home, in the row of tags of a text (``texts.guard.tags``).

The rules are tried together from left to right. One without a group is a harmless reading that
takes its words away from the others: «via Mario Rossi». One with a group finds what is in it.
Every repetition has a limit. Each pair of a rule is a letter and the cases that it may have.
"""

CAP = "[cu]"

# a surname and what may follow it: «De Luca», «Rossi-Bianchi», «El Amrani», «Stefania C.»
LAST = rf"(?:[D9]{CAP}){{0,2}}[FGHSW7XLZB2]{CAP}"
MORE = rf"(?:(?:-p)?{LAST}){{0,3}}(?:Kc)?"
WHOLE = rf"(?:Kc){{0,2}}{LAST}{MORE}"
LISTED = rf"(?:Kc)?(?:[D9]{CAP}){{0,2}}[FGHSW7]{CAP}{MORE}"
QUOTE = "(?:Cp){0,2}"


def _places(case):
    """Return what takes the words of a place away, for names that are all written in one way."""
    return [
        # «via Mario Rossi», «bar da Gino», «piazza Pio XII», «il bar si chiama Stella»
        rf"[LB].(?:[OXD09]l){{0,3}}I.{QUOTE}(?:[A-Z]{case}){{1,3}}",
        rf"L.(?:[A-Z2-9]{case}|D.|9l|Q.|N.|Kc|-p){{1,6}}(?:Ol[SW7XY]{case}(?!8l|[A-Z]c))?",
        rf"[PL].(?:[D9]l){{0,2}}(?:[LBZY].)?(?:D.)?(?:[TJAR].|Kc){{0,2}}(?:[FGHSW7XYDLZ2]{case}|Q.|N.|Kc|-p){{1,6}}(?:Ol[SW7XY]{case}(?!8l|[A-Z]c))?",
        rf"B.(?:[BLY].){{1,2}}(?:D.)?[FG]{case}",
        rf"B.(?:[BLY].){{0,2}}(?:D.)?(?:[TJAR].|Kc){{0,2}}(?:[SW7XYH2]{case}(?:[FGHSW7XYD2]{case}){{0,3}}|[FG]{case}(?:(?:[FGHSW7XY2]{case}|Q.){{1,3}}|(?=(?:Cp)?(?:V.)?N.))|Q.|Kc[FGHSW7X2]{case})",
        r"[PL].(?:D.)?(?:[BLY]l)?(?:[TJAR]l){0,2}(?:[FGHSW]l){1,3}(?!8l)",
        r"B.(?:[BLY].)?(?:D.)?(?:[TJAR]l){0,2}(?:Fl[GHSW]l|FlFl|[GHSW]l(?:[FGHSW]l)?)",
        rf"Z.(?:[LBZYX]l)?(?:[DO09].){{0,2}}(?:[TJAR].|Kc){{0,2}}(?:[FGHSW7XY2]{case}|[FS]l|Q.){{1,4}}(?:Ol[FGHSW]{case})?",
        # «Santa Maria», «S. Luca», «San Pietro al Po»
        rf"A.(?:Dl)?(?:[FGHSW7XY2]{case}|[FGHS]l){{1,2}}(?:Ol[FGH]{case})?",
    ]


PLACES = [
    # «in via Carducci Mario Rossi ha rotto un vetro»: the verb is of a person, not of a street
    rf"[PLB].(?:[D9]l)?[A-Z2-9]{CAP}(F{CAP}[FGSW7X2]{CAP})(?=8l)",
    rf"B.(F{CAP}[FGSW7X2]{CAP})(?=8l)",
    # «Tango, Victor e Delta»: said by radio
    r"%.(?:(?:Cp|[O0]l|-p)?[%F].){1,4}",
    # one written with a capital ends where all capitals begin: «piazza Vetra ROSSI MARIO»
    *(place for case in "cu" for place in _places(case)),
]
NAMES = [
    # «il sig. Rossi», «la dott.ssa Verdi», «vice ispettore Zibordi», «don luigi»
    rf"T.(?:[TJ].){{0,2}}(?:Ep)?({WHOLE})",
    r"T.(?:[TJ].){0,2}(?:Ep)?((?:[FSGHW]l){1,2})",
    rf"J.(?:[TJ].){{0,2}}(?:Dl)?(?:Y.){{0,2}}(?:Ep)?({LISTED}(?:(?:Cp|[O0]l)[FSW7]{CAP}){{0,3}}|(?:Kc)?[X2]c{MORE})",
    r"J.(?:[TJ].){0,2}(?:Ep)?([FSW]l(?:[FSW]l)?)",
    # «di nome Bilal», «si chiama Denis», «detto il Gatto», «un certo yassine»
    rf"I.(?:[O09]l)?{QUOTE}((?:Kc)?(?:[D9]{CAP}){{0,2}}[FGHSW7X2]{CAP}{MORE}|[FGHSW7X2]s{MORE}|[FS]l(?:[FSW]l)?)",
    r"U.Cp(?:[O9]l)?([FGHSW7X2][cus])",
    rf"U.(?:[O09]l)?{QUOTE}((?:[D9]{CAP}){{0,2}}[FGHSW]{CAP}{MORE}|[FS]l(?:[FSW]l)?)",
    # «mio fratello Anouar», «la piccola Gioia», «il minore A.B.»
    rf"R.(?:Cp)?({WHOLE}|[KA]c[KA]c)",
    r"[TUJ].(?:Cp)?([KA]c[KA]c)",
    r"([KA]c[KA]c)(?=(?:Cp)?(?:[DO09].)?(?:N.)?1.)",
    # «Mario Rossi», «Kevin», «Bruno Monti», «Rosa Esposito»
    rf"(F[scu]{MORE})",
    rf"([SW7][scu](?:-p[SW7]{CAP})?[FG]{CAP}{MORE})",
    rf"([X2][cu](?=F{CAP})F{CAP}(?:F{CAP})?)",
    rf"([GH][scu]F{CAP}{MORE})",
    rf"(G{CAP}{MORE})",
    rf"(G[scu](?:[FGH]{CAP})?(?:[D9]{CAP})?[SW7]{CAP})",
    rf"(H[scu](?:[FGH]{CAP})?(?:[D9]{CAP})?[SW7]{CAP})",
    rf"(X[scu]S{CAP})",
    rf"(S[scu]{MORE}(?:(?:[O0]l[W7]|CpW){CAP})?)",
    rf"(W[scu])(?=(?:Cp|[O0]l)[FS]{CAP})",
    rf"(W[scu](?:Cp|-p)W{CAP})",
    rf"(W[scu]Ol[WS]{CAP})",
    # at the beginning of a sentence a word has a capital anyway: «Chiara ha aperto», «Rossi gira»
    r"([GH]s|W[scu])(?=(?:[O0]l){0,2}8l)",
    # «consegne a Colombo», «turno con Verdi e Neri»
    rf"0[ls]([WH]{CAP}[O0]l[WH7]{CAP})",
    rf"0[ls]([WH]{CAP})(?![A-Z2]{CAP})",
    rf"(Kc(?:Kc)?[FGSW7]{CAP}{MORE})",
    rf"3.(?:[O09]l)?({LISTED})",
    # «Rossi L.», «il figlio della Bianchi», «Rosa Fiore dorme»
    r"([SW][scu](?:Kc){1,2}|[FGHSW]l(?:Kl){1,2})",
    rf"R.Cp([SW2][scu](?:[FGHSW7X2]{CAP}){{1,2}})",
    rf"(G[scu](?:2c|H{CAP}(?![A-Z2]{CAP})))",
    r"(?<!3.)(Kc(?:Kc)?[X2]c)(?=8l|Cp)",
    rf"[O9D]l(Wc)(?![-A-Z02]{CAP}|-p)",
    rf"R.Dl([SWGH72]{CAP}(?![FGHSW7]{CAP}))",
    rf"([GH][scu][GHW7X2]{CAP})(?=(?:[O0]l){{0,2}}8l)",
    # «mario rossi», «rossi mario», «bruno brambilla»
    r"((?:[SW]l)?Fl(?:[FGH]l)?(?:(?:Dl)?[SW][lcu])?)",
    r"([GH]l(?:Dl)?Sl|GlWl|Sl[GHS2]l)",
    # two words that no Italian would read as words: «Zaid Benkirane»
    r"([2X][scu]2c|2[scu]Xc)(?=(?:[O0]l)?8l)",
    r"(2[sc]Wc)",
    r"(2[sc]2c)(?=(?:Cp)?(?:N.)?1.)",
    r"(?<!3.)(Kc(?:Kc)?2c)",
    r"R.([GH]l)(?=(?:[O0]l){0,2}8l)",
    r"0[ls](2c[2X]c|Xc2c)",
]

NUMBER = "(?:(?:V.(?:Cp)?){0,2}N.|V.#.)(?![15].)"
STREET = rf"[PB].(?:[DTJAKFGHSW7XYQLZB24].|-p){{0,4}}(?:Ol(?=Y.))?[FGHSW7XYQLZK24N].(?:Cp)?{NUMBER}"
DETAIL = r"(?:(?:Cp|[O09]l){0,2}(?:3.(?:V.){0,2}(?:[NXKQ24].|[OD09]c)|4.3.))"
HOME = rf"{STREET}{DETAIL}{{0,4}}"
NEAR = "(?:[^E].){0,8}?"
ADDRESSES = [
    # «abita in via Carducci 12», «residente al civico 5, scala B», «sta di casa al 12 di via Carducci»
    rf"M.{NEAR}({HOME})",
    rf"M.{NEAR}((?:V.)?N.Dl[PB].(?:D.)?(?:[FGHSW7XYQ2LZ].){{1,3}})",
    rf"M.(?:[^E].){{0,4}}?((?:V.){{1,2}}N.(?![15].){DETAIL}{{0,4}})",
    rf"({STREET}{DETAIL}{{1,4}})",
    rf"({STREET})(?=(?:Cp)?(?:[O09]l)?M.)",
    rf"(V.N.{DETAIL}{{1,4}})",
    rf"(3.[XKQ2N].{DETAIL})",
    rf"6.Dl[FST].{NEAR}({HOME})",
    rf"6.Cp(?:[O0]l)?({HOME})",
    rf"1.(?:Cp)?({HOME})",
    # «Mario Rossi, via Carducci 12», «citofonare Bianchi, via Carducci 12»
    rf"U.(?:[FGHSW7X2]{CAP}){{1,2}}(?:Cp)?({HOME})",
    rf"(?:[FS].(?:[FGHSW7X2]{CAP}){{1,3}}|T.(?:[FGHSW7X2]{CAP}){{1,2}})(?:[CO0].)?({HOME})",
]
