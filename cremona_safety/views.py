"""Pages that put several apps together: the home, a place, the legal pages."""

from django.shortcuts import render


def home(request):
    return render(request, "pages/home.html")


place = privacy = accessibility = legal_notes = start = components = home
