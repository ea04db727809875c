"""Pages that put several apps together: the home, a place, the legal pages."""

from django.http import HttpResponse


def home(request):
    return HttpResponse("home")


place = privacy = accessibility = legal_notes = start = components = home
