"""What can be printed: a page with a form for each, and the PDF that each form asks for."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from desk.forms import DayPdfForm, MonthPdfForm, WeekPdfForm
from desk.pdf.day import day_data
from desk.pdf.month import month_data
from desk.pdf.week import week_data
from documents.pdf import pdf_response, render_pdf
from texts.days import monday_of

FORMS = [WeekPdfForm, DayPdfForm, MonthPdfForm]


@require_GET
def printouts(request):
    """Show the forms; one whose fields are in the address says what is wrong in them."""
    forms = [_form(kind, request) for kind in FORMS]
    week, day, month = forms
    return render(
        request,
        "desk/printouts.html",
        {
            "week": week,
            "day": day,
            "month": month,
            "refused": next((form for form in forms if form.errors), week),
            "trail": [("Interventi", reverse("intervention_calendar")), ("Stampe", "")],
        },
    )


@require_GET
def week_pdf(request):
    form = WeekPdfForm(request.GET)
    if not form.is_valid():
        return _ask_again(request)
    day = form.cleaned_data["day"]
    pdf = render_pdf("week", week_data(day, user=request.user))
    return pdf_response(f"uscite-settimana-{monday_of(day):%Y-%m-%d}", pdf)


@require_GET
def day_pdf(request):
    form = DayPdfForm(request.GET)
    if not form.is_valid():
        return _ask_again(request)
    day = form.cleaned_data["day"]
    pdf = render_pdf("day", day_data(day, user=request.user, **form.where()))
    return pdf_response(f"ordine-di-servizio-{day:%Y-%m-%d}", pdf)


@require_GET
def month_pdf(request):
    form = MonthPdfForm(request.GET, user=request.user)
    if not form.is_valid():
        return _ask_again(request)
    first, last = form.days()
    service = form.cleaned_data["service"]
    pdf = render_pdf("month", month_data(first, last, service, user=request.user))
    return pdf_response(f"attivita-{service}-{first:%Y-%m}", pdf)


def _form(kind, request):
    form = kind(request.GET, user=request.user)
    return form if form.is_asked(request.GET) else kind(user=request.user)


def _ask_again(request):
    return redirect(f"{reverse('printouts')}?{request.GET.urlencode()}")
