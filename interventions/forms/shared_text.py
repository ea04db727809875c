"""A line that both services read: no control characters, nothing that points at a person."""

from django import forms

from texts.fields import TypedField
from texts.personal_data import personal_data_error


class SharedLine(TypedField):
    """``where`` begins the sentence that refuses it: "Nello scopo"."""

    def __init__(self, *, where, **more):
        self.where = where
        super().__init__(**more)

    def validate(self, value):
        super().validate(value)
        # a closed field holds what others wrote: who cannot correct it is not stopped by it
        if not self.disabled and (sentence := personal_data_error(value, self.where)):
            raise forms.ValidationError(sentence)
