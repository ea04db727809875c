"""The steps of a citizen's report, one URL each: consent, where, what, contact, summary, sent.

Every step is a form that works without script. A POST keeps what was typed on the draft before
anything else and ends in a redirect, its errors and sentences kept for the page that follows: so
reload, back and forward neither send a form again nor lose one. A step asked too early leads to the
first missing one.
"""

import secrets

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.i18n import set_language

from accounts.throttle import client_address
from reports import drafts, flood
from reports.browsers import holds_key
from reports.codes import key_of
from reports.drafts import CONSENT, GATE, SAID, TRIED, TYPED
from reports.forms.wizard import ConsentForm, SendForm
from reports.models import Category, Report
from reports.services.addresses import may_ask
from reports.services.intake import submit_report
from reports.services.refusals import ReportRefused
from reports.views.marks import forget_followed
from reports.views.own_draft import clear_pages, lead, own_draft
from reports.views.pages import page
from reports.views.sending import (
    adds_to,
    held_by_a_flood,
    refusal_of,
    submission,
    summary_of,
    values_of,
)
from reports.views.steps import (
    CONTACT,
    LABELS,
    STEPS,
    WHAT,
    WHERE,
    after,
    aside_of,
    before,
    comes_too_early,
    first_missing,
    revision_of,
)
from reports.views.uploads import keep_photos

FORM_METHODS = ["GET", "HEAD", "POST"]
FROM_SUMMARY = "?da=riepilogo"  # after a correction one comes back to the summary


@require_http_methods(FORM_METHODS)
@own_draft
def consent(request, browser, draft):
    if draft is None:
        return redirect("report_start")
    if draft.sent_at or not draft.data.get(GATE):
        return lead(first_missing(draft), draft)
    if request.method == "POST":
        is_given = ConsentForm(request.POST).is_valid()
        drafts.keep(draft, step="consent", tried=not is_given)
        if not is_given:
            return lead("report_consent", draft)
        drafts.keep(draft, **{CONSENT: True})
        return lead(after("report_consent"), draft)
    is_tried = "consent" in draft.data.get(TRIED, [])
    form = ConsentForm(
        {} if is_tried else None, initial={"accepted": draft.data.get(CONSENT)}
    )
    return page(request, "consent", draft, form=form, step_labels=LABELS)


def step_page(step):
    """Return the view of a step with fields."""

    @require_http_methods(FORM_METHODS)
    @own_draft
    def view(request, browser, draft):
        if request.method == "POST":
            return _keep_step(request, browser, draft, step)
        if draft is None:
            return redirect("report_start")
        if comes_too_early(step.url_name, draft):
            return lead(first_missing(draft), draft)
        typed = draft.data.get(TYPED) or {}
        is_tried = step.key in draft.data.get(TRIED, [])
        form = step.form(typed) if is_tried else step.form(initial=typed)
        photos = draft.photos.all() if step is CONTACT else ()
        said = (draft.data.get(SAID) or {}).get(step.key, [])
        return page(
            request,
            step.key,
            draft,
            form=form,
            photos=photos,
            said=said,
            step=step,
            step_labels=LABELS,
            sections=step.sections,
            revision=revision_of(draft, step),
            page_id=secrets.token_urlsafe(8),
            aside=aside_of(draft),
        )

    return view


where, what, contact = map(step_page, STEPS)


@require_http_methods(FORM_METHODS)
@own_draft
def summary(request, browser, draft):
    if draft is None:
        return redirect("report_start")
    if comes_too_early("report_summary", draft):
        return lead(first_missing(draft), draft)
    category = (
        Category.objects.active().filter(code=values_of(draft)["category"]).first()
    )
    if category is None:  # closed since
        drafts.keep(draft, step=WHAT.key, tried=True)
        return lead(WHAT.url_name, draft)
    if request.method == "POST":
        return _send(request, draft, category)
    said = (draft.data.get(SAID) or {}).get("summary", [])
    is_flood = flood.is_on(client_address(request))
    return page(
        request,
        "summary",
        draft,
        said=said,
        challenge=flood.challenge_for(draft) if is_flood else None,
        step_labels=LABELS,
        aside=aside_of(draft),
        **summary_of(draft, category),
    )


@require_GET
@own_draft
def sent(request, browser, draft):
    """Show the code and the secret link to the browser that sent the draft."""
    if draft is None:
        return redirect("report_start")
    if not draft.sent_at:
        return lead(first_missing(draft), draft)
    report = Report.objects.filter(draft_key=draft.pk).first()
    if report is None:
        return redirect("report_start")
    key = key_of(report)
    path = reverse("report_open", args=[report.code, key]) if key else ""
    link = request.build_absolute_uri(path or reverse("report_follow"))
    others = browser.drafts().exclude(pk=draft.pk).filter(sent_at=None).count()
    shown = {"report": report, "key": key, "link": link, "others": others}
    here = client_address(request)
    shown["may_ask"] = bool(report.email_asked_at) or may_ask(report, sender=here)
    return page(request, "sent", draft, **shown)


@require_http_methods(FORM_METHODS)
@own_draft
def delete(request, browser, draft):
    """Ask, then delete a draft; of one already sent, take away all that this browser has."""
    if draft is None:
        return redirect("report_start")
    if request.method != "POST":
        if draft.sent_at:
            return lead("report_sent", draft)
        return page(
            request, "delete", draft, back=lead(first_missing(draft), draft).url
        )
    if draft.sent_at:
        for one in browser.drafts():
            drafts.erase_draft(one)
        forget_followed(request)
    else:
        drafts.erase_draft(draft)
        messages.success(request, _("Bozza eliminata."))
    response = clear_pages(redirect("report_start"))
    return response if browser.drafts().exists() else browser.forget(response)


def _keep_step(request, browser, draft, step):
    """Keep what a step has brought, then lead on; a draft that is gone or sent becomes a new one."""
    typed = drafts.typed_in(request.POST, step.names)
    if draft and draft.sent_at:
        if not adds_to(draft, typed):
            return lead("report_sent", draft)
        draft = None
    if step is WHAT and step.form(typed).always_calls_112:  # before a word is written
        return _erase(request, browser, draft)
    pk = request.resolver_match.kwargs["pk"]
    was_erased = draft is None and drafts.is_erased(pk)
    if was_erased and request.POST.get("action") == "photos":
        return redirect("report_start")  # left by itself, before the page was left
    if draft is None:
        draft = _begin(request, browser, pk)
    was_tried = step.key in draft.data.get(TRIED, [])
    revision, page_id = revision_of(draft, step), request.POST.get("page", "")
    is_stale = request.POST.get("revision", revision) != revision
    drafts.keep_typed(draft, typed, step=step.key, page=page_id, is_stale=is_stale)
    form = step.form({**draft.data[TYPED], "website": request.POST.get("website", "")})
    if step is WHAT and form.calls_112:
        return _pause(draft)
    refusals = keep_photos(request, draft) if step is CONTACT else []
    action = request.POST.get("action") or _default_action(request.POST)
    is_right = form.is_valid()
    drafts.keep(
        draft,
        step=step.key,
        clean=form.values() if is_right else None,
        tried=(was_tried or action == "next") and not is_right,
        said=refusals,
    )
    if was_erased and step is not WHERE:
        place_too = _("Indica di nuovo dove: abbiamo cancellato anche il luogo.")
        drafts.keep(draft, step=WHERE.key, said=[place_too])
    if not draft.data.get(GATE) or not draft.data.get(CONSENT):
        return lead(first_missing(draft), draft)
    return _after_step(request, draft, step, action, is_right and not refusals)


def _begin(request, browser, pk):
    """Return a new draft in the place of ``pk``; who had passed the gate there has passed it."""
    draft = browser.begin()
    if holds_key(request, pk):
        drafts.keep(draft, **{GATE: True, CONSENT: True})
    return draft


def _default_action(post):
    """What another button than those of the row asks for: a photo, a language stay here."""
    return "stay" if {"remove_photo", "language"} & post.keys() else "next"


def _after_step(request, draft, step, action, is_right):
    query = FROM_SUMMARY if request.GET.get("da") == "riepilogo" else ""
    if "language" in request.POST:
        response = set_language(request)  # with its cookie
        response["Location"] = lead(step.url_name, draft, query).url
        return response
    if action == "back":
        return lead("report_summary" if query else before(step.url_name), draft)
    if action != "next":
        anchor = "#foto" if step is CONTACT and action != "save" else "#bozza"
        return lead(step.url_name, draft, query + anchor)
    if not is_right:
        return lead(step.url_name, draft, query)
    if query and first_missing(draft) == "report_summary":
        return lead("report_summary", draft)
    return lead(after(step.url_name), draft)


def _pause(draft):
    """Lead to the 112 what calls it only while it happens: the words are needed when it is over.

    Only the answer goes, so that the form does not refuse again.
    """
    drafts.keep_typed(draft, {"in_progress": ""})
    drafts.keep(draft, step=WHAT.key)
    return lead("report_stopped", draft)


def _erase(request, browser, draft):
    """Lead to the 112 what always calls it: nothing of the draft stays, here and on the phone."""
    if draft:
        drafts.erase_draft(draft)
    stopped = redirect("report_stopped", request.resolver_match.kwargs["pk"])
    response = clear_pages(stopped)
    return response if browser.drafts().exists() else browser.forget(response)


def _send(request, draft, category):
    """Send the draft, or keep on it the sentence that says why not."""
    sentence = refusal_of(draft, SendForm(request.POST)) or held_by_a_flood(
        request, draft
    )
    if not sentence:
        try:
            submit_report(
                **submission(draft, category),
                draft=draft,
                language=request.LANGUAGE_CODE,
                sender=client_address(request),
            )
            return lead("report_sent", draft)
        except ReportRefused as refusal:
            sentence = str(refusal)
    drafts.keep(draft, step="summary", said=[sentence])
    return lead("report_summary", draft)
