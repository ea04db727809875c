from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    # it was a part of it: what the trail wrote then cannot be rewritten, nor its codes
    formerly = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.refer": "Ha inviato un bisogno ai servizi",
        "intervention.take_referral": "Ha preso in carico un invio ai servizi",
        "intervention.give_back_referral": "Ha rimesso un invio tra quelli da prendere",
        "intervention.close_referral": "Ha chiuso un invio ai servizi",
        "intervention.export_referrals": "Ha scaricato l’elenco degli invii",
    }
    trail_words = {
        "desk": "a chi",
        "need": "bisogno",
        "urgency": "urgenza",
    }
