from allauth.account.authentication import get_authentication_records


def second_factor(request):
    """Say, in the header, that this session was opened with the second factor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"second_factor": "secondo fattore" if verified(request) else ""}


def verified(request):
    """Tell from the session alone, without a query."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)
