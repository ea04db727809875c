"""What changes people, and the one function that writes the trail."""

from accounts.models import AuditEntry


def record(action, target, *, by, before=None, after=None):
    """Append one row to the audit trail, in the caller's transaction, and return it.

    ``target`` is the saved object the action is about; ``by`` a User, or None for the portal
    itself and for citizens. ``before`` and ``after`` follow the rule of ``AuditEntry``.
    """
    return AuditEntry.objects.create(
        actor=by,
        actor_label=by.full_name if by else "portale",
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        before=before or {},
        after=after or {},
    )
