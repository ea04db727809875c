"""The pages for what goes wrong: 400, 403, 404, 500 and a form that stayed open too long."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
