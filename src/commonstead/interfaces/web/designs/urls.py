"""Addresses of these pages. `design` with an id is a design; without one it is the page of the house's own look."""

from django.urls import path, register_converter

from . import answering, becoming, bringing_in, catalogue, changing, exporting, sheet


class Label:
    """A version as it was written, whatever signs are in it: also one with a line break, kept from earlier."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Label, "label")

urlpatterns = [
    path("", catalogue.designs, name="designs"),
    path("begin", catalogue.begin, name="design-begin"),
    path("apart/<int:quarantine_id>", catalogue.apart, name="design-apart"),
    path("import", bringing_in.bring_in, name="design-import"),
    path("<slug:design_id>/", sheet.design, name="design"),
    path("<slug:design_id>/answer", answering.answer, name="design-answer"),
    path("<slug:design_id>/status", answering.status, name="design-status"),
    path("<slug:design_id>/recipes", becoming.recipes, name="design-recipes"),
    path("<slug:design_id>/fork", changing.fork, name="design-fork"),
    path("<slug:design_id>/compare", changing.compare, name="design-compare"),
    path("<slug:design_id>/files/<slug:format>", exporting.export, name="design-export"),
    path("<slug:design_id>/take-back/<label:version>", changing.take_back, name="design-take-back"),
    path("<slug:design_id>/versions/<label:version>", sheet.design, name="design-version"),
]
