"""The page that asks before a person is shut out, in a real browser."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.axe import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", ["user_deactivate", "user_reset_second_factor"])
@pytest.mark.parametrize("width", [360, 1280])
def test_who_is_asked_reads_it_on_a_phone_and_on_a_desk(
    open_page, user_as, name, width
):
    person = user_as("officer")
    User.objects.filter(pk=person.pk).update(full_name="Mariangela " * 10)

    page = open_page(reverse(name, args=[person.pk]), (width, 800), role="admin")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert broken_rules(page) == []
