import pytest
from django.utils.translation import trans_real

from cremona_safety import catalogue


@pytest.fixture(scope="session", autouse=True)
def english_is_compiled():
    """Let the pages speak English even where nobody has compiled the catalogue yet."""
    catalogue.compile_catalogue()
    trans_real._translations.clear()
    trans_real._default = None
