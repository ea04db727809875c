"""The audit trail in Italian: what each action means, what it touched, from what to what."""

from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.utils import timezone

from accounts.models import Role, User

ACTIONS = {
    "accounts.signed_in": "È entrato nel portale",
    "accounts.signed_out": "È uscito dal portale",
    "accounts.password_changed": "Ha scelto una nuova password",
    "accounts.second_factor_added": "Ha attivato il secondo fattore",
    "accounts.second_factor_removed": "Ha disattivato il secondo fattore",
    "accounts.recovery_codes_renewed": "Ha creato nuovi codici di recupero",
    "accounts.second_factor_reset": "Ha azzerato il secondo fattore di una persona",
    "accounts.identity_linked": "È entrato con l’identità del Comune per la prima volta",
    "accounts.person_created": "Ha aggiunto una persona",
    "accounts.person_invited": "Ha mandato di nuovo l’invito",
    "accounts.person_renamed": "Ha corretto il nome di una persona",
    "accounts.person_deactivated": "Ha disattivato una persona",
    "accounts.person_reactivated": "Ha riattivato una persona",
    "accounts.role_changed": "Ha cambiato il ruolo di una persona",
    "report.submit": "Ha inviato una segnalazione",
    "report.citizen_message": "Ha aggiunto un messaggio alla segnalazione",
    "report.read": "Ha aperto una segnalazione",
    "report.triage": "Ha valutato la segnalazione",
    "report.take_charge": "Ha preso in carico la segnalazione",
    "report.assign": "Ha affidato la segnalazione",
    "report.release": "Ha lasciato la segnalazione",
    "report.answer": "Ha risposto al cittadino",
    "report.note": "Ha scritto una nota interna",
    "report.forward": "Ha inoltrato la segnalazione",
    "report.close": "Ha chiuso la segnalazione",
    "report.reopen": "Ha riaperto la segnalazione",
    "report.merge": "Ha unito la segnalazione a un’altra",
    "report.unmerge": "Ha separato la segnalazione",
    "report.publish": "Ha pubblicato la segnalazione",
    "report.unpublish": "Ha ritirato la segnalazione pubblicata",
    "report.export": "Ha scaricato l’elenco delle segnalazioni",
    "report.erase": "Ha cancellato testi e contatti scaduti",
    "report.reassign_asked": "Ha chiesto di riassegnare le segnalazioni ai luoghi",
    "report.reassign": "Ha riassegnato le segnalazioni ai luoghi",
    "hotspots.hotspot_created": "Ha aggiunto un luogo",
    "hotspots.hotspot_changed": "Ha cambiato un luogo",
    "hotspots.event_created": "Ha aggiunto un evento",
    "hotspots.event_changed": "Ha cambiato un evento",
    "hotspots.event_deleted": "Ha tolto un evento",
}
HEADINGS = ["Quando", "Chi", "Azione", "Codice", "Su", "Prima", "Dopo"]


def read(entries):
    """Return a list of entries as ``TrailRow``s; one query per kind of thing they name."""
    names = _names_of({(entry.target_type, entry.target_id) for entry in entries})
    vocabulary = {
        Role: dict(Role.objects.values_list("code", "label")),
        User: dict(User.objects.values_list("pk", "full_name")),
    }
    return [TrailRow(entry, names, vocabulary) for entry in entries]


def read_in_batches(entries, size=1000):
    """Yield a QuerySet of any length as ``TrailRow``s without holding it all."""
    iterator = entries.iterator(chunk_size=size)
    while batch := list(islice(iterator, size)):
        yield from read(batch)


@dataclass(frozen=True)
class TrailRow:
    """One entry as people read it; an action without a sentence is shown by its code."""

    entry: object
    names: dict
    vocabulary: dict

    @property
    def sentence(self):
        return ACTIONS.get(self.entry.action, self.entry.action)

    @property
    def target(self):
        model = _model(self.entry.target_type)
        kind = model._meta.verbose_name if model else self.entry.target_type
        key = (self.entry.target_type, self.entry.target_id)
        return f"{kind} {self.names.get(key, self.entry.target_id)}"

    @property
    def changes(self):
        """List (name of the field, before, after), values as people say them."""
        model = _model(self.entry.target_type)
        fields = {f.name: f for f in model._meta.fields} if model else {}
        before, after = self.entry.before, self.entry.after
        return [
            (
                str(fields[key].verbose_name) if key in fields else key,
                self._shown(before.get(key), fields.get(key)),
                self._shown(after.get(key), fields.get(key)),
            )
            for key in dict.fromkeys([*before, *after])
        ]

    def cells(self):
        """Return the row of the CSV, in the order of ``HEADINGS``."""
        entry, changes = self.entry, self.changes
        return [
            timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
            entry.actor_label,
            self.sentence,
            entry.action,
            self.target,
            "; ".join(f"{name}: {value}" for name, value, _ in changes if value),
            "; ".join(f"{name}: {value}" for name, _, value in changes if value),
        ]

    def _shown(self, value, field):
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "sì" if value else "no"
        words = self.vocabulary.get(getattr(field, "related_model", None), {})
        words = words or dict(getattr(field, "flatchoices", None) or [])
        return str(words.get(value, value) if isinstance(value, str | int) else value)


def _names_of(targets):
    """Map (type, id) to the name of what is still there, one query per type."""
    ids = {}
    for target_type, target_id in targets:
        ids.setdefault(target_type, []).append(target_id)
    return {
        (target_type, str(pk)): str(found)
        for target_type, wanted in ids.items()
        if (model := _model(target_type))
        for pk, found in model._base_manager.in_bulk(wanted).items()
    }


def _model(target_type):
    try:
        return apps.get_model(target_type)
    except (LookupError, ValueError):
        return None
