"""Addresses of standing agreements."""

from django.urls import path

from . import answering, begin, listing, one

urlpatterns = [
    path("", listing.agreements, name="agreements"),
    path("begin", begin.begin, name="agreement-begin"),
    path("<str:agreement_id>/", one.agreement, name="agreement"),
    path("<str:agreement_id>/answer", answering.answer, name="agreement-answer"),
    path("<str:agreement_id>/give", answering.give, name="agreement-give"),
    path("<str:agreement_id>/say", answering.say, name="agreement-say"),
    path("<str:agreement_id>/open", answering.show_to_town, name="agreement-open"),
    path("<str:agreement_id>/end", answering.end, name="agreement-end"),
]
