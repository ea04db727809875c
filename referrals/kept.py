"""What is kept of the referrals: a need without a person, and who passed it on."""

from texts.kept import ACCOUNTABILITY, SENSITIVE, Kept, Kind

KEPT = [
    Kept(
        code="referrals",
        what="Invii ai servizi: bisogno, luogo, fascia di età, urgenza; mai chi",
        fields={
            "referrals.Referral": "code client_id status desk need hotspot on age_band urgency"
            " intervention service sent_at taken_at closed_at outcome updated_at is_demo"
        },
        kinds=(Kind.SPECIAL,),
        why="Far arrivare un bisogno al servizio giusto e contare quanti sono accolti.",
        basis=SENSITIVE,
        stays="Resta per le statistiche e la rendicontazione: non c’è l’identità, e in pubblico i "
        "numeri piccoli non si vedono.",
    ),
    Kept(
        code="referral-hands",
        what="Chi ha fatto l’invio e chi l’ha preso in carico",
        fields={"referrals.Referral": "by taken_by"},
        why="Sapere a chi chiedere.",
        basis=ACCOUNTABILITY,
        stays="Resta con l’invio: è chi ne risponde (L. 241/1990).",
    ),
]
