"""The citizens of ``make bench`` go by the real form: when it changes, they must change too."""

from urllib.parse import urlsplit

from bench.citizens import prepare_walk
from bench.load import fire
from reports.models import Report


def test_the_citizens_of_the_bench_still_send_what_the_form_accepts(
    live_server, programme, settings
):
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    port = urlsplit(live_server.url).port
    citizen = prepare_walk(port, 1)
    assert not Report.objects.exists()
    _, came = fire([citizen])
    report = Report.objects.get()
    assert came == {f"302 /segnala/{report.draft_key}/inviata/": 1}
