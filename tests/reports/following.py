"""The page of a report as who sent it opens it, with the secret link."""

from django.test import Client
from django.urls import reverse

from reports.codes import derive_key


def follower_of(report):
    client = Client()
    key = derive_key(report.draft_key)
    client.get(reverse("report_open", args=[report.code, key]))
    return client


def page_of(report):
    path = reverse("report_status", args=[report.code])
    return follower_of(report).get(path).content.decode()
