"""Who lost the link: the secret links of their reports, again, to an address that was confirmed.

The answer is the same whoever the address is of, and of nobody: what is known goes by mail alone.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.throttle import HOUR, SenderLimit, client_address
from reports.forms.follow import AddressForm
from reports.services.addresses import send_links
from reports.views.private import private_page

ASKED_FROM = SenderLimit("links-sender", 10, HOUR)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def lost_key(request):
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _within(request, form):
        send_links(form.cleaned_data["email"])
        messages.success(
            request,
            _(
                "Se questo indirizzo è confermato in una segnalazione, tra poco ricevi i suoi "
                "collegamenti. Guarda anche nella posta indesiderata."
            ),
        )
        return redirect("report_follow")
    trail = [(_("Segui una segnalazione"), reverse("report_follow"))]
    context = {"form": form, "trail": [*trail, (_("Collegamento perso"), "")]}
    return render(request, "reports/follow_lost.html", context)


def _within(request, form):
    sender = client_address(request)
    if ASKED_FROM.hit(sender):
        return True
    words = _("Hai chiesto molti messaggi: riprova dopo le %(time)s.")
    form.add_error("email", words % {"time": ASKED_FROM.time_for(sender)})
    return False
