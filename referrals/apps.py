from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    formerly = "interventions"  # the trail cannot be rewritten: its old rows say so
    # what each action means in the audit trail
    trail = {
        "referral.send": "Ha inviato un bisogno ai servizi",
        "referral.take": "Ha preso in carico un invio ai servizi",
        "referral.give_back": "Ha rimesso un invio tra quelli da prendere",
        "referral.close": "Ha chiuso un invio ai servizi",
        "referral.export": "Ha scaricato l’elenco degli invii",
    }
    trail_formerly = {
        "intervention.refer": "referral.send",
        "intervention.take_referral": "referral.take",
        "intervention.give_back_referral": "referral.give_back",
        "intervention.close_referral": "referral.close",
        "intervention.export_referrals": "referral.export",
    }
    trail_words = {
        "desk": "a chi",
        "need": "bisogno",
        "urgency": "urgenza",
    }
