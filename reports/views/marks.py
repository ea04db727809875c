"""Which reports this browser has opened with their key, in its session."""

SESSION_KEY = "followed_reports"
REMEMBERED = 20


def mark_followed(request, code):
    others = [kept for kept in request.session.get(SESSION_KEY, []) if kept != code]
    request.session[SESSION_KEY] = [*others, code][-REMEMBERED:]


def forget_followed(request):
    """Take away from this browser the reports it may open; who is signed in stays so."""
    if request.user.is_authenticated:
        request.session.pop(SESSION_KEY, None)
    else:
        request.session.flush()


def is_followed(request, code):
    return code in request.session.get(SESSION_KEY, [])
