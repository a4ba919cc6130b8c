"""Addresses of the door."""

from django.urls import path

from . import beginning, coming_in, keys, letting_in

urlpatterns = [
    path("", coming_in.door, name="door"),
    path("code", coming_in.with_code, name="door-code"),
    path("resident", coming_in.as_resident, name="door-resident"),
    path("leave", coming_in.leave, name="leave"),
    path("begin", beginning.begin, name="door-begin"),
    path("passkey/begin", keys.begin_coming_in, name="door-passkey-begin"),
    path("passkey/complete", keys.complete_coming_in, name="door-passkey-complete"),
    path("keys", keys.keys, name="door-keys"),
    path("keys/begin", keys.begin_making, name="door-keys-begin"),
    path("keys/complete", keys.complete_making, name="door-keys-complete"),
    path("keys/remove", keys.remove, name="door-keys-remove"),
    path("let-in", letting_in.let_in, name="door-let-in"),
]
