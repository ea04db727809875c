"""Every address of the interventions, one module for each part."""

urlpatterns = []
