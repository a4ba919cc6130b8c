"""The one list on which all operations stand, since reading and writing share addresses."""

from ninja import Router

router = Router()
