"""What makes a name, or a home, in the row of tags of a text (``texts.guard.tags``).

The rules are tried together from left to right. One without a group is a harmless reading that
takes its words away from the others: «via Mario Rossi». One with a group finds what is in it.
Every repetition has a limit. Each pair of a rule is a letter and the cases that it may have.
"""

CAP = "[cu]"
VERB = "(?:[O0]l){0,2}[8M=]l"
VERB_OF_MANY = "(?:[O0]l){0,2}(?:8i|Ml|=l)"

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
        rf"[LB].(?:[O=XD09]l){{0,3}}I.{QUOTE}(?:[A-Z]{case}){{1,3}}",
        rf"L.(?:[A-Z2-9]{case}|D.|9l|Q.|N.|Kc|-p){{1,6}}(?:Ol[SW7XY]{case}(?!8l|[A-Z]c))?",
        # after a town or a day somebody else is meant: «in via Mantova fermato Rossi»
        rf"[PL].(?:[D9]l){{0,2}}(?:Y.|(?:[LBZ].)?(?:D.)?(?:[TJAR].|Kc){{0,2}})(?:[FGHSW7XYDLZ2]{case}|Q.|N.|Kc|-p){{1,6}}(?:Ol[SW7XY]{case}(?!8l|[A-Z]c))?",
        rf"B.(?:[BLY].){{1,2}}(?:D.)?[FG]{case}",
        rf"B.(?:(?:[BLY].){{1,2}}|(?:[BL].){{0,2}}(?:D.)?(?:[TJAR].|Kc){{0,2}})(?:[SW7XYH2]{case}(?:[FGHSW7XYD2]{case}){{0,3}}|[FG]{case}(?:(?:[FGHSW7XY2]{case}|Q.){{1,3}}|(?=(?:Cp)?(?:V.)?N.)|(?=-p))|Q.|Kc[FGHSW7X2]{case})(?:-p[A-Z2-9]{case})?",
        r"[PL].(?:D.)?(?:[BLY]l)?(?:[TJAR]l){0,2}(?:[FGHSW]l){1,3}(?:(?:Cp|[O=-][lp])[SW]l){0,2}(?!8l)",
        r"B.(?:[BLY].)?(?:D.)?(?:[TJAR]l){0,2}(?:Fl[GHSW]l|FlFl|[GHSW]l(?:[FGHSW]l)?)",
        rf"Z.(?:[LBZYX]l)?(?:[DO09].){{0,2}}(?:[TJAR].|Kc){{0,2}}(?:[FGHSW7XY2]{case}|[FS]l|Q.){{1,4}}(?:Ol[FGHSW]{case})?",
        # «Santa Maria», «S. Luca», «San Pietro al Po»
        rf"A.(?:Dl)?(?:[FGHSW7XY2]{case}|[FGHS]l){{1,2}}(?:Ol[FGH]{case})?",
    ]


PLACES = [
    # «in via Carducci Mario Rossi ha rotto un vetro»: the verb is of a person, not of a street
    rf"[PLB].(?:[D9]l)?[A-Z2-9]{CAP}(F{CAP}[FGSW7X2]{CAP})(?=8l|(?:Cp)?N.1.)",
    rf"B.(F{CAP}[FGSW7X2]{CAP})(?=8l)",
    # «ieri notte Besnik ha dormito qui»
    r"Z.([FGS]c)(?=[8M]l)",
    rf"Z.(?:[O=]l){{1,2}}(F{CAP}{MORE})(?={VERB})",
    r"B.([SW]lFl)",
    # «Tango, Victor e Delta»: said by radio
    r"%.(?:(?:Cp|[O=0]l|-p)?[%F].){1,4}",
    r"@.[%FG].(?=(?:-p)?N.)",
    # «una Bianchi celeste» is a bicycle
    rf"&l[SW7]{CAP}(?![FGH]{CAP})",
    # one written with a capital ends where all capitals begin: «piazza Vetra ROSSI MARIO»
    *(place for case in "cu" for place in _places(case)),
]
NAMES = [
    # «il sig. Rossi», «la dott.ssa Verdi», «vice ispettore Zibordi», «don luigi»
    rf"T.(?:[TJ].){{0,2}}(?:Ep)?({WHOLE})",
    r"T.(?:[TJ].){0,2}(?:Ep)?((?:[FSGHW]l){1,2}|Xi|2l)",
    rf"J.(?:[TJ].){{0,2}}(?:Dl)?(?:Y.){{0,2}}(?:Ep)?({LISTED}(?:(?:Cp|[O=0]l)[FSW7]{CAP}){{0,3}}|(?:Kc)?[X2]c{MORE})",
    r"J.(?:[TJ].){0,2}(?:Ep)?([FSW]l(?:[FSW]l)?|Xi)",
    # «benali urla»: many, or nobody, with the verb of one
    r"(?:^|(?<=Ep))(Xi)(?=[8M]l)",
    # «di nome Bilal», «si chiama Denis», «detto il Gatto», «un certo yassine»
    rf"I.(?:[O=09]l)?{QUOTE}((?:Kc)?(?:[D9]{CAP}){{0,2}}[FGHSW7X2]{CAP}{MORE}|[FGHSW7X2]s{MORE}|[FS]l(?:[FSW]l)?)",
    # «Presenti: Bianchi, Lena, Tosini»
    rf"U.Cp(?:[O=9]l)?([FGHSW7X2][cus](?:(?:Cp|Ol)[FGHSW7X2]{CAP}){{0,4}})",
    rf"U.(?:Ep)?(?:[O=09]l)?{QUOTE}((?:[D9]{CAP}){{0,2}}[FGHSW7]{CAP}{MORE}|[FS]l(?:[FSW]l)?)",
    # «mio fratello Anouar», «la piccola Gioia», «il minore A.B.»
    rf"R.(?:Cp)?({WHOLE}|[KA]c[KA]c)",
    r"R.Dl([KA]c[KA]c)",
    r"[TUJ].(?:Cp)?([KA]c[KA]c)",
    rf"[TJ].Cp([FGHSW7]{CAP}{MORE})(?=Cp)",
    r"([KA]c[KA]c)(?=(?:Cp)?(?:[DO09].)?(?:N.)?1.)",
    # «Mario Rossi», «Kevin», «Bruno Monti», «Rosa Esposito»
    rf"(F[scu]{MORE}(?:Ol[GHWX2]{CAP}(?![A-Z2]{CAP}))?)",
    rf"([SW7][scu](?:-p[SW7]{CAP})?[FG]{CAP}{MORE})",
    rf"([X2][cu](?=F{CAP})F{CAP}(?:F{CAP})?)",
    rf"([GH][scu]F{CAP}{MORE})",
    rf"(G{CAP}{MORE})",
    rf"(G[scu](?:[FGH]{CAP})?(?:[D9]{CAP})?[SW7]{CAP})",
    rf"(H[scu](?:[FGH]{CAP})?(?:[D9]{CAP})?[SW7]{CAP})",
    rf"(X[scu]S{CAP})",
    rf"(S[scu]{MORE}(?:(?:[O=0]l[W7]|CpW){CAP})?)",
    rf"(W[scu])(?=(?:Cp|[O=0]l)[FS]{CAP})",
    rf"(W[scu](?:Cp|-p)W{CAP})",
    rf"(W[scu][O=0]l[WS]{CAP})",
    rf"(W[scu]Ol[GHW]{CAP})(?={VERB_OF_MANY}|{VERB})",
    rf"([SW][scu](?:Cp[FGHSW7X2]{CAP}){{2,5}})",
    # «Celeste e Viola litigano», «Franco Villa ha chiamato», «la preside Quaranta»
    rf"(G[scu]Ol[GHW]{CAP})(?![A-Z2]{CAP}|[-C]p)",
    rf"([GH][scu]Ol[FGH]{CAP}{MORE})(?={VERB_OF_MANY}|{VERB})",
    rf"([GH][scu]OlF{CAP}{MORE})",
    rf"([GH][scu][LBPZA]{CAP})(?={VERB})",
    rf"[TJ].([#4]{CAP})",
    # at the beginning of a sentence a word has a capital anyway: «Chiara ha aperto», «Rossi gira»
    rf"([GH]s)(?={VERB}(?<!=l)|=l(?![O9]l))",
    r"(W[scu])(?=(?:[O0]l){0,2}[8M]l)",
    # «Conti sostituisce Mori»
    rf"([W7]s)(?=8l[FGSW7]{CAP})",
    rf"8l(Wc)(?![-A-Z02]{CAP}|-p)",
    # «Hillary chiede»: no Italian word looks like it
    r"(2s)(?=[8M]l)",
    rf"0[ls](2c)(?![A-Z2]{CAP})",
    # «consegne a Colombo», «turno con Verdi e Neri»
    rf"0[ls]([WH]{CAP}[O=0]l[WH7]{CAP})",
    rf"0[ls]([WH]{CAP})(?![A-Z2]{CAP})",
    rf"(Kc(?:Kc)?[FGSW7]{CAP}{MORE})",
    rf"3.(?:[O=09]l)?({LISTED})",
    # «Rossi L.», «il figlio della Bianchi», «Rosa Fiore dorme»
    r"([SW][scu](?:Kc){1,2}|[FGHSW]l(?:Kl){1,2})",
    rf"R.Cp([SW2][scu](?:[FGHSW7X2]{CAP}){{1,2}})",
    rf"(G[scu](?:2c|H{CAP}(?![A-Z2]{CAP})))",
    r"(?<!3.)(Kc(?:Kc)?[X2]c)(?=8l|Cp)",
    rf"[O=9D][ls](Wc)(?![-A-Z02]{CAP}|-p|D.)",
    r"[O=9D][ls]([GH]c)(?=[8M]l)",
    rf"R.Dl([SWGHX72]{CAP}(?![FGHSW7]{CAP}))",
    rf"([GH][scu][GHW7X2]{CAP})(?={VERB})",
    # «mario rossi», «rossi mario», «bruno brambilla»
    r"((?:[SW]l)?Fl(?:[FGH]l)?(?:(?:Dl)?[SW][lcu])?)",
    # «in turno con bonazzi»: a surname that is no word, in small letters as in capitals
    r"([GH]l(?:Dl)?Sl|GlWl|(?:[GHW]lOl)?Sl(?:Ol[GHW]l|[GHSWX2]l)?)",
    # two words that no Italian would read as words: «Zaid Benkirane»
    r"([2X][scu]2c|2[scu]Xc)(?=(?:[O=0]l)?8l)",
    r"(2[sc]Wc)",
    # «Divine, 17 anni»
    r"([X2]c)(?=Cp(?:[DO09].)?N.1.)",
    r"(2[sc]2c)(?=(?:Cp)?(?:N.)?1.)",
    r"(?<!3.)(Kc(?:Kc)?2c)",
    rf"R.([GH]l)(?={VERB})",
    r"0[ls](2c[2X]c|Xc2c)",
]

NUMBER = "(?:(?:V.(?:Cp)?){0,2}N.|V.#.)(?![15].)"
STREET = rf"[PB].(?:[DTJAKFGHSW7XYQLZB24].|-p){{0,4}}(?:Ol(?=Y.))?[FGHSW7XYQLZK248N].(?:Cp)?{NUMBER}"
DETAIL = r"(?:(?:Cp|[O=09]l){0,2}(?:3.(?:V.){0,2}(?:[NXKQ24].|[O=D09]c)|4.3.))"
HOME = rf"{STREET}{DETAIL}{{0,4}}"
NEAR = "(?:[^E].){0,8}?"
ADDRESSES = [
    # «abita in via Carducci 12», «residente al civico 5, scala B», «sta di casa al 12 di via Carducci»
    rf"M.{NEAR}({HOME})",
    rf"M.{NEAR}((?:V.)?N.Dl[PB].(?:D.)?(?:[FGHSW7XYQ2LZ].){{1,3}})",
    rf"M.(?:[^E].){{0,4}}?((?:V.){{1,2}}N.(?![15].){DETAIL}{{0,4}})",
    rf"({STREET}{DETAIL}{{1,4}})",
    rf"({STREET})(?=(?:Cp)?(?:[O=09]l)?M.)",
    rf"(V.N.{DETAIL}{{1,4}})",
    rf"(3.[XKQ2N].{DETAIL})",
    rf"_.(?:Ep)?(?:0l[YX].)?(?:Ol)?({HOME})",
    rf"6.Dl(?:Ol)?[RFST].{NEAR}({HOME})",
    rf"6.Cp(?:[O=0]l)?({HOME})",
    rf"1.(?:Cp)?({HOME})",
    # «Mario Rossi, via Carducci 12», «citofonare Bianchi, via Carducci 12»
    rf"U.(?:[FGHSW7X2]{CAP}){{1,2}}(?:Cp)?({HOME})",
    rf"(?:[FS].(?:[FGHSW7X2]{CAP}){{1,3}}|T.(?:[FGHSW7X2]{CAP}){{1,2}})(?:[CO0].)?({HOME})",
]
