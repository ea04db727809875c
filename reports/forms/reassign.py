"""What the page of the preview sends back: nothing is typed, and nothing is believed."""

from django import forms


class ReassignForm(forms.Form):
    version = forms.RegexField(r"^[0-9a-f]{16}$")
    expected = forms.IntegerField(min_value=0, max_value=100_000_000)
