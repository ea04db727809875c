from allauth.account import views
from django.urls import path

from accounts.access import public

urlpatterns = [path("accedi/", public(views.login), name="account_login")]
