"""Addresses of the board."""

from django.urls import path

from . import listing, one, photo, place, write

urlpatterns = [
    path("", listing.board, name="board"),
    path("new", write.write, name="board-new"),
    path("mine", listing.mine, name="board-mine"),
    path("place", place.place, name="board-place"),
    path("places/<str:place_id>", place.correct, name="board-place-correct"),
    path("photo/<str:photo_id>.jpg", photo.photo, name="board-photo"),
    path("<str:intent_id>/", one.notice, name="board-notice"),
    path("<str:intent_id>/keep", one.keep, name="board-keep"),
    path("<str:intent_id>/let-end", one.let_end, name="board-let-end"),
    path("<str:intent_id>/take-down", one.take_down, name="board-take-down"),
]
