"""The manager of users: the only place that normalises an e-mail address before it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from plejebro.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by e-mail, without regard to capitals."""

    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, *, full_name: str = "", **fields: Any) -> User:
        """Save a new user with a lower-case e-mail; without a password nobody can log in with one.

        Raises ValueError when the e-mail is empty and IntegrityError when it is taken.
        """
        address = email.strip().lower()
        if not address:
            raise ValueError("En bruger skal have en e-mailadresse.")
        user = self.model(email=address, full_name=full_name.strip(), **fields)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by e-mail as typed; raises User.DoesNotExist."""
        return self.get(email=(username or "").strip().lower())
