"""What the tests of the steps do again and again."""

from reports.models import Report


def refused(citizen, sentence, step, field=None, **changes):
    """Fill the data and see them refused with ``sentence``, what was typed still on the page."""
    response = citizen.enter().fill(**changes)
    assert response.url == citizen.path(step.url_name)
    page = citizen.get(step.url_name)
    assert sentence in page.content.decode()
    if field:
        assert field in page.context["form"].errors
    assert citizen.get("report_summary").url == response.url
    assert not Report.objects.exists()
