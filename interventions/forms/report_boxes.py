"""The open reports an outing answers, as boxes to tick: those of its place first."""

from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator

from hotspots.models import place_name

EXCERPT = 80  # characters of what the citizen wrote


class ReportBoxes(forms.CheckboxSelectMultiple):
    """The group called ``near`` is in sight, the others behind a fold; without it, all in sight."""

    template_name = "interventions/_report_boxes.html"
    near = ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        near = [group for group in groups if group[0] == self.near]
        far = [group for group in groups if group[0] != self.near] if near else []
        context["widget"] |= {
            "near": near or groups,
            "far": far,
            "far_count": sum(len(options) for _, options, _ in far),
            "is_far_chosen": any(
                o["selected"] for _, options, _ in far for o in options
            ),
        }
        return context


def report_choices(reports):
    """Return (place, [(code, label)]): what was written first, the code small under it."""
    groups = {}
    for report in reports:
        text = Truncator(report.subject or report.details).chars(EXCERPT)
        day = f"{report.occurred_on:%d/%m/%Y}"
        label = format_html(
            '{}<span class="cal-report">{} <span class="desk-code">{}</span></span>',
            text or report.category,
            ", ".join(filter(None, [str(report.category), day, report.place_detail])),
            report.code,
        )
        group = groups.setdefault(place_name(report.hotspot), [])
        group.append((report.code, label))
    return list(groups.items())
