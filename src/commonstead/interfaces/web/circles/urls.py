"""Addresses of circles. Other pages begin a payment at `circle-pay-any` with what they know in the query."""

from django.urls import path

from . import asking, beginning, circle, gifts, keeping, members, overview, paying, repeating, slips, splitting

urlpatterns = [
    path("", overview.overview, name="circles"),
    path("begin", beginning.begin, name="circle-begin"),
    path("pay", paying.choose, name="circle-pay-any"),
    path("payments/<str:payment_id>", slips.slip, name="payment"),
    path("payments/<str:payment_id>/<slug:answer>", slips.answer, name="payment-answer"),
    path("changes/<str:change_id>/<slug:answer>", keeping.answer, name="circle-change"),
    path("repetitions/<str:repetition_id>/end", repeating.end, name="repetition-end"),
    path("gifts/<str:event_id>/thank", gifts.thank, name="gift-thank"),
    path("<str:circle_id>", circle.show, name="circle"),
    path("<str:circle_id>/join", members.join, name="circle-join"),
    path("<str:circle_id>/leave/<str:holder>", members.leave, name="circle-leave"),
    path("<str:circle_id>/take-in", beginning.take_in, name="circle-take-in"),
    path("<str:circle_id>/pay", paying.pay, name="circle-pay"),
    path("<str:circle_id>/ask", asking.ask, name="circle-ask"),
    path("<str:circle_id>/split", splitting.split, name="circle-split"),
    path("<str:circle_id>/repeat", repeating.repeat, name="circle-repeat"),
    path("<str:circle_id>/give", gifts.give, name="circle-give"),
    path("<str:circle_id>/vouch", members.vouch, name="circle-vouch"),
    path("<str:circle_id>/stop-vouching", members.stop_vouching, name="circle-stop-vouching"),
    path("<str:circle_id>/terms", keeping.terms, name="circle-terms"),
    path("<str:circle_id>/end", keeping.end, name="circle-end"),
    path("<str:circle_id>/accounts/<str:holder>", members.account, name="circle-account"),
    path("<str:circle_id>/accounts/<str:holder>/limits", keeping.limits, name="circle-limits"),
    path("<str:circle_id>/accounts/<str:holder>/call-in", keeping.call_in, name="circle-call-in"),
    path("<str:circle_id>/accounts/<str:holder>/freeze", keeping.freeze, name="circle-freeze"),
]
