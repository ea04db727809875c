"""Who may have a session: asked at sign-in, and again of the session at every request."""

from allauth.account.auth_backends import AuthenticationBackend


class StaffBackend(AuthenticationBackend):
    """Opens to who ``may_enter``: of an invented person even a session made before is over."""

    def user_can_authenticate(self, user):
        return user.may_enter
