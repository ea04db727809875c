"""The papers: a page with a form for each, and the PDF that each form asks for."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.days import monday_of
from accounts.paper import pdf_response, render_paper
from interventions.forms.papers import DayPaperForm, MonthPaperForm, WeekPaperForm
from interventions.papers import day_paper, month_paper, week_paper

FORMS = [WeekPaperForm, DayPaperForm, MonthPaperForm]


@require_GET
def papers(request):
    """Show the forms; one whose fields are in the address says what is wrong in them."""
    forms = [_form(kind, request) for kind in FORMS]
    week, day, month = forms
    return render(
        request,
        "interventions/papers.html",
        {
            "week": week,
            "day": day,
            "month": month,
            "refused": next((form for form in forms if form.errors), week),
            "trail": [("Interventi", reverse("intervention_calendar")), ("Stampe", "")],
        },
    )


@require_GET
def week_sheet(request):
    form = WeekPaperForm(request.GET)
    if not form.is_valid():
        return _ask_again(request)
    day = form.cleaned_data["dal"]
    pdf = render_paper("week", week_paper(day, user=request.user))
    return pdf_response(f"uscite-settimana-{monday_of(day):%Y-%m-%d}", pdf)


@require_GET
def day_sheet(request):
    form = DayPaperForm(request.GET)
    if not form.is_valid():
        return _ask_again(request)
    day = form.cleaned_data["giorno"]
    pdf = render_paper("day", day_paper(day, user=request.user, **form.place()))
    return pdf_response(f"foglio-del-giorno-{day:%Y-%m-%d}", pdf)


@require_GET
def month_summary(request):
    form = MonthPaperForm(request.GET, user=request.user)
    if not form.is_valid():
        return _ask_again(request)
    first, last = form.days()
    service = form.cleaned_data["servizio"]
    pdf = render_paper("month", month_paper(first, last, service, user=request.user))
    return pdf_response(f"attivita-{service}-{first:%Y-%m}", pdf)


def _form(kind, request):
    form = kind(request.GET, user=request.user)
    return form if set(form.fields) & set(request.GET) else kind(user=request.user)


def _ask_again(request):
    return redirect(f"{reverse('papers')}?{request.GET.urlencode()}")
