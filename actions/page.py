"""The verbs a page offers on what it shows: each one a form, done or shown again with the reason.

On the ground because reports, interventions and referrals offer theirs alike, and none may import
another's: it knows no model and no address, its callers say which.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from texts.refusals import REFUSED, Refused


class ActionForm(forms.Form):
    """What a person says with a verb: each field is named as the service's argument."""

    def __init__(self, data=None, *, row, user, name):
        super().__init__(data, auto_id=f"{name}-%s")
        self.row, self.user = row, user

    @property
    def arguments(self):
        """What the service takes besides the row and ``by``."""
        return self.cleaned_data

    def let_send_again(self, row):
        """Let who has read why it was refused send the same again, on the row as it is now."""


class SeenForm(ActionForm):
    """The form of a verb that must not undo what a colleague did after the page was read.

    A subclass has the field ``version``, of what was on the person's screen, and ``version_of``,
    which gives that of a row.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.version_of(self.row)

    @property
    def arguments(self):
        wanted = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return {**wanted, "seen": self.cleaned_data["version"]}

    def let_send_again(self, row):
        self.data = self.data.copy()
        self.data["version"] = self.version_of(row)


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb, offered in ``states`` to who holds ``permission``; the service has the last word."""

    of: ClassVar[str]  # the kind of row, in the name of the address
    name: str
    slug: str  # in the address
    button: str
    done: str | Callable  # said afterwards; a function of what the service returned
    form: type
    service: Callable
    states: frozenset
    permission: str
    offered_if: Callable = lambda user, row: True
    is_main: bool = False

    @property
    def url_name(self):
        return f"{self.of}_{self.name}"

    def said(self, did):
        return self.done if isinstance(self.done, str) else self.done(did)

    def is_offered(self, user, row):
        return (
            row.status in self.states
            and user.may(self.permission)
            and self.offered_if(user, row)
        )

    def form_for(self, user, row, data=None):
        return self.form(data, row=row, user=user, name=self.name)


@dataclass(frozen=True)
class Page:
    """Where the verbs on a kind of row are offered.

    ``find(user, code)`` reads the row as it is now, or raises a 404; ``show(request, row,
    refused=(action, form), status=422)`` is the page with a refused form.
    """

    url_name: str
    find: Callable
    show: Callable


def offers(actions, user, row, refused=None):
    """Yield (action, form) of what is offered now, and of what was just ``refused``."""
    for action in actions:
        if refused and refused[0] is action:
            yield refused
        elif action.is_offered(user, row):
            yield action, action.form_for(user, row)


def view_of(action, page):
    """Return the view of one verb: it does it, or shows again what was typed with the reason."""

    @require_http_methods(["GET", "POST"])
    def view(request, code):
        row = page.find(request.user, code)
        if request.method == "GET":  # a reload, or the way back from the sign-in
            return redirect(page.url_name, code=row.code)
        form = action.form_for(request.user, row, request.POST)
        if form.is_valid():
            try:
                did = action.service(row, by=request.user, **form.arguments)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, action.said(did))
                return redirect(page.url_name, code=row.code)
        now = page.find(request.user, row.code)
        form.let_send_again(now)
        return page.show(request, now, refused=(action, form), status=REFUSED)

    view.__name__ = action.url_name
    return view
