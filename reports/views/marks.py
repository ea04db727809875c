"""Which reports this browser has opened with their key, in its session."""

SESSION_KEY = "followed_reports"
REMEMBERED = 20


def mark_followed(request, code):
    others = [kept for kept in request.session.get(SESSION_KEY, []) if kept != code]
    request.session[SESSION_KEY] = [*others, code][-REMEMBERED:]


def is_followed(request, code):
    return code in request.session.get(SESSION_KEY, [])
