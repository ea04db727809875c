from django.urls import path

from accounts.access import requires
from board import views
from board.permissions import BoardPermission

BOARD = "bacheca/"
USE = requires(BoardPermission.USE)

urlpatterns = [
    path(BOARD, USE(views.board), name="board"),
    path(f"{BOARD}archivio/", USE(views.board_archive), name="board_archive"),
    path(f"{BOARD}controllo/", USE(views.board_check), name="board_check"),
    path(f"{BOARD}lette/", USE(views.board_read), name="board_read"),
    path(f"{BOARD}<int:pk>/modifica/", USE(views.board_edit), name="board_edit"),
    path(f"{BOARD}<int:pk>/rimozione/", USE(views.board_remove), name="board_remove"),
    path(f"{BOARD}<int:pk>/evidenza/", USE(views.board_pin), name="board_pin"),
]
