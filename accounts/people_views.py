"""The people: their list, their form, and what the office does with their access."""

from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import resets, services
from accounts.forms import NewPersonForm, PersonForm
from accounts.models import User
from listing.paging import PAGE_SIZE


@require_GET
def user_list(request):
    words = request.GET.get("cerca", "").replace("\x00", "").strip()
    people = User.objects.select_related("role").search(words).with_second_factor()
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    query = urlencode({"cerca": words}) if words else ""
    context = {"page": page, "words": words, "query": query}
    return render(request, "accounts/user_list.html", context)


@require_http_methods(["GET", "POST"])
def user_add(request):
    form = NewPersonForm(request.POST or None)
    if form.is_valid() and (person := _create_person(form, by=request.user)):
        messages.success(
            request,
            f"{person.full_name} ora ha un accesso. Abbiamo inviato l’invito a {person.email}.",
        )
        return redirect("user_list")
    return render(request, "accounts/user_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def user_edit(request, pk):
    person = get_object_or_404(User.objects.with_second_factor(), pk=pk)
    form = PersonForm(request.POST or None, initial=model_to_dict(person))
    if form.is_valid() and _save_person(person, form, by=request.user):
        messages.success(request, f"Abbiamo salvato i dati di {person.full_name}.")
        return redirect("user_list")
    waiting = resets.waiting(person)
    context = {
        "form": form,
        "person": person,
        "waiting": waiting,
        "asked_for": "la password"
        if waiting and waiting.action == resets.PASSWORD.asked
        else "il secondo fattore",
        "may_confirm": waiting and resets.may_confirm(waiting, request.user),
    }
    return render(request, "accounts/user_edit.html", context)


def _create_person(form, *, by):
    """Return the new person, or None when somebody has the email since an instant."""
    try:
        return services.create_person(**form.cleaned_data, by=by)
    except services.PersonRefused as refusal:
        form.add_error("email", str(refusal))
        return None


def _save_person(person, form, *, by):
    try:
        services.edit_person(person, **form.cleaned_data, by=by)
    except services.PersonRefused as refusal:
        form.add_error("role", str(refusal))
        return False
    return True


class Question(NamedTuple):
    """What a page asks before it touches the access of a person."""

    title: str
    effect: str
    yes: str
    no: str


def person_action(service, done, asks=None):
    """Make the view of one button of a person's page, which may ask first."""

    @require_http_methods(["GET", "POST"] if asks else ["POST"])
    def view(request, pk):
        person = get_object_or_404(User, pk=pk)
        if request.method == "GET":
            question = Question(*(text.format(name=person.full_name) for text in asks))
            return _ask(request, person, question)
        try:
            service(person, by=request.user)
        except services.PersonRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done.format(person.full_name))
        return redirect("user_edit", pk)

    return view


def _ask(request, person, question):
    trail = [
        ("Persone", reverse("user_list")),
        (person.full_name, reverse("user_edit", args=[person.pk])),
        (question.yes, ""),
    ]
    context = {"trail": trail, "person": person, "question": question}
    return render(request, "accounts/user_confirm.html", context)


user_deactivate = person_action(
    services.deactivate_person,
    "{} non può più entrare nel portale.",
    Question(
        "Vuoi disattivare l’accesso di {name}?",
        "Esce subito dal portale, su ogni dispositivo, e non può più entrare finché non riattivi "
        "l’accesso. Quello che ha scritto resta, con il suo nome.",
        yes="Disattiva l’accesso",
        no="Lascia l’accesso attivo",
    ),
)
user_reactivate = person_action(
    services.reactivate_person, "{} può di nuovo entrare nel portale."
)
user_invite = person_action(services.invite_again, "Abbiamo inviato l’invito a {}.")
ASKED_NOW = "Abbiamo chiesto conferma alle altre persone che amministrano il portale: vale se una conferma entro 24 ore."
TALK_FIRST = "Vale quando una seconda persona che amministra il portale lo conferma, entro 24 ore. Prima assicurati di parlare proprio con {name}."
user_reset_second_factor = person_action(
    partial(resets.ask_reset, reset=resets.SECOND_FACTOR),
    ASKED_NOW,
    Question(
        "Vuoi azzerare il secondo fattore di {name}?",
        "Le passkey, i codici del suo telefono e quelli di recupero non varranno più: al prossimo "
        "ingresso basterà la password, e il portale chiederà di impostarlo di nuovo. "
        + TALK_FIRST,
        yes="Chiedi di azzerarlo",
        no="Lascia il secondo fattore",
    ),
)
user_reset_password = person_action(
    partial(resets.ask_reset, reset=resets.PASSWORD),
    ASKED_NOW,
    Question(
        "Vuoi azzerare la password di {name}?",
        "La password di adesso non varrà più, su nessun dispositivo: {name} riceverà per email il "
        "collegamento per sceglierne un’altra. " + TALK_FIRST,
        yes="Chiedi di azzerarla",
        no="Lascia la password",
    ),
)
user_reset_refuse = person_action(
    resets.refuse_reset, "La richiesta per {} non vale più."
)
CONFIRMED_NOW = "Fatto: {} lo legge nella sua email."
CONFIRM_SECOND_FACTOR = person_action(
    resets.confirm_reset,
    CONFIRMED_NOW,
    Question(
        "Confermi di azzerare il secondo fattore di {name}?",
        "Le passkey, i codici del suo telefono e quelli di recupero non valgono più. Al prossimo "
        "ingresso basta la password: conferma solo se hai parlato proprio con {name}.",
        yes="Conferma e azzera",
        no="Non ancora",
    ),
)
CONFIRM_PASSWORD = person_action(
    resets.confirm_reset,
    CONFIRMED_NOW,
    Question(
        "Confermi di azzerare la password di {name}?",
        "Esce subito dal portale, su ogni dispositivo, e riceve per email il collegamento per "
        "sceglierne un’altra: conferma solo se hai parlato proprio con {name}.",
        yes="Conferma e azzera",
        no="Non ancora",
    ),
)


def user_reset_confirm(request, pk):
    """Ask, and do, what waits for a second person, in the words of what it is."""
    waiting = resets.waiting(get_object_or_404(User, pk=pk))
    if waiting is None:
        messages.error(request, resets.NOTHING_WAITS)
        return redirect("user_edit", pk)
    is_password = waiting.action == resets.PASSWORD.asked
    view = CONFIRM_PASSWORD if is_password else CONFIRM_SECOND_FACTOR
    return view(request, pk)
