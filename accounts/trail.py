"""The audit trail in Italian: what each action means, what it touched, from what to what."""

from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

ACTIONS = {
    "accounts.signed_in": "È entrato nel portale",
    "accounts.signed_out": "È uscito dal portale",
    "accounts.password_changed": "Ha scelto una nuova password",
    "accounts.second_factor_added": "Ha attivato il secondo fattore",
    "accounts.second_factor_removed": "Ha disattivato il secondo fattore",
    "accounts.recovery_codes_renewed": "Ha creato nuovi codici di recupero",
    "accounts.second_factor_reset": "Ha azzerato il secondo fattore di una persona",
    "accounts.person_created": "Ha aggiunto una persona",
    "accounts.person_invited": "Ha mandato di nuovo l’invito",
    "accounts.person_renamed": "Ha corretto il nome di una persona",
    "accounts.person_deactivated": "Ha disattivato una persona",
    "accounts.person_reactivated": "Ha riattivato una persona",
    "accounts.role_changed": "Ha cambiato il ruolo di una persona",
}
HEADINGS = ["Quando", "Chi", "Azione", "Codice", "Su", "Prima", "Dopo"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class TrailRow:
    """One entry as people read it; an action without a sentence is shown by its code."""

    entry: object

    @property
    def sentence(self):
        return ACTIONS.get(self.entry.action, self.entry.action)

    @property
    def target(self):
        model = self._model()
        name = model._meta.verbose_name if model else self.entry.target_type
        return f"{name} {self.entry.target_id}"

    @property
    def changes(self):
        """List (name of the field, before, after)."""
        names = self._names()
        before, after = self.entry.before, self.entry.after
        return [
            (names.get(key, key), _shown(before, key), _shown(after, key))
            for key in dict.fromkeys([*before, *after])
        ]

    def cells(self):
        """Return the row of the CSV, in the order of ``HEADINGS``, harmless in a sheet."""
        entry, changes = self.entry, self.changes
        cells = [
            timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
            entry.actor_label,
            self.sentence,
            entry.action,
            self.target,
            "; ".join(f"{name}: {value}" for name, value, _ in changes if value),
            "; ".join(f"{name}: {value}" for name, _, value in changes if value),
        ]
        return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]

    def _model(self):
        try:
            return apps.get_model(self.entry.target_type)
        except (LookupError, ValueError):
            return None

    def _names(self):
        model = self._model()
        fields = model._meta.fields if model else []
        return {field.name: str(field.verbose_name) for field in fields}


def _shown(values, key):
    value = values.get(key)
    if isinstance(value, bool):
        return "sì" if value else "no"
    return "" if value is None else str(value)
