"""The version of a record that a person had on the screen, to tell who changed it meanwhile."""

from django import forms


class VersionField(forms.IntegerField):
    """A hidden number within what a database keeps."""

    widget = forms.HiddenInput

    def __init__(self, *, required=False):
        super().__init__(required=required, min_value=0, max_value=2**31 - 1)
