from django.contrib.auth.password_validation import (
    MinimumLengthValidator as DjangoMinimumLength,
)


class MinimumLengthValidator(DjangoMinimumLength):
    """Django's, with its sentence in Italian: its own catalogue lacks this plural."""

    def get_error_message(self):
        return f"È troppo corta: servono almeno {self.min_length} caratteri."
