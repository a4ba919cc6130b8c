"""Addresses of the pages. Livelihood and door keep their own lists."""

from django.urls import include, path
from django.views.i18n import set_language

from commonstead.interfaces.web.views import (
    about,
    appearance,
    associations,
    boundary,
    design,
    events,
    exports,
    making,
    people,
    record,
    resources,
    today,
    working_out,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("take-up/<str:intent_id>", today.take_up, name="take-up"),
    path("boundary", boundary.show, name="boundary"),
    path("boundary/work-out", working_out.work_out, name="boundary-work-out"),
    path("boundary/next/<str:key>", boundary.next_step, name="boundary-next"),
    path("boundary/reason/<slug:figure>", boundary.reason, name="boundary-reason"),
    path("needs", making.needs, name="needs"),
    path("goods/<slug:good_id>", making.good, name="good"),
    path("recipes/<slug:recipe_id>", making.recipe, name="recipe"),
    path("recipes/<slug:recipe_id>/adopt", making.adopt, name="recipe-adopt"),
    path("associations", associations.associations, name="associations"),
    path("associations/<str:agent_id>", associations.association, name="association"),
    path("associations/<str:agent_id>/<slug:part>", associations.association, name="association-part"),
    path("books/<str:agent_id>.csv", exports.book_csv, name="book-csv"),
    path("resources/<str:resource_id>", resources.resource, name="resource"),
    path("resources/<str:resource_id>/statement.csv", resources.resource_csv, name="resource-csv"),
    path("events/<str:event_id>", events.event, name="event"),
    path("people/me", people.me, name="me"),
    path("record", record.choose, name="record"),
    path("record/<slug:deed>", record.record, name="record-deed"),
    path("about", about.about, name="about"),
    path("design", design.design, name="design"),
    path("appearance", appearance.appearance, name="appearance"),
    path("language", set_language, name="language"),
    path("door/", include("commonstead.interfaces.web.door.urls")),
    path("livelihood/", include("commonstead.interfaces.web.livelihood.urls")),
]
