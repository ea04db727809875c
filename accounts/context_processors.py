from django.conf import settings

from accounts.second_factor import verified


def second_factor(request):
    """Say, in the header, whether this session was opened with the second factor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "second_factor": "secondo fattore" if verified(request) else "",
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
    }
