"""People, their role, what each may do, and the trail of what was done."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from texts.days import midnight

ADMIN = "admin"
# what opens an account besides the password; recovery codes only stand in for them
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
NOBODY = 0  # a primary key that no person has
# what a row of the trail loses when its time is over
ERASED = {"actor": None, "actor_label": "", "target_id": "", "before": {}, "after": {}}


class Role(models.Model):
    """A role is data: a label of the programme file and the permissions of ``roles.py``."""

    code = models.SlugField("codice", primary_key=True)
    label = models.CharField("nome", max_length=80)
    description = models.TextField("descrizione", blank=True)
    permissions = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name, verbose_name_plural = "ruolo", "ruoli"

    def __str__(self):
        return self.label


class UserQuerySet(models.QuerySet):
    def who_may(self, *permissions):
        """Return the active people whose role holds at least one of ``permissions``."""
        # a role's permissions are a JSON list, that SQLite cannot search: roles are few
        wanted = set(permissions)
        roles = [r.pk for r in Role.objects.all() if wanted & set(r.permissions)]
        return self.filter(is_active=True, role__in=roles).select_related("role")

    def administrators(self):
        """Return those who can still sign in and manage people."""
        return self.filter(role_id=ADMIN, is_active=True)

    def search(self, words):
        """Return the people whose name or email holds every word of ``words``."""
        people = self
        for word in words.split():
            people = people.filter(
                Q(full_name__icontains=word) | Q(email__icontains=word)
            )
        return people

    def with_second_factor(self):
        """Add ``has_second_factor``: a code generator or a passkey is set up."""
        factors = Authenticator.objects.filter(
            user=OuterRef("pk"), type__in=SECOND_FACTORS
        )
        return self.annotate(has_second_factor=Exists(factors))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Make the first administrator; ``manage.py createsuperuser`` calls this.

        Before the programme file is loaded the role has no permission yet; loading it, in
        either order, fills them in.
        """
        Role.objects.get_or_create(code=ADMIN, defaults={"label": "Amministratore"})
        return self.create_user(email, password, role_id=ADMIN, **fields)

    def get_by_natural_key(self, email):
        return self.select_related("role").get(email__iexact=email)


class User(AbstractBaseUser):
    """A person of the Comune. Never deleted: deactivated, so that the trail keeps its actor."""

    email = models.EmailField("email", unique=True)
    full_name = models.CharField("nome e cognome", max_length=120)
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, verbose_name="ruolo", related_name="users"
    )
    is_active = models.BooleanField("attivo", default=True)
    is_demo = models.BooleanField("dimostrativo", default=False)
    date_joined = models.DateTimeField("dal", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        verbose_name, verbose_name_plural = "persona", "persone"

    def __str__(self):
        return self.full_name

    @property
    def may_enter(self):
        """Whether this person may sign in: an invented one, whose password everybody reads in the
        README, only where all is invented."""
        return self.is_active and (settings.DEMO or not self.is_demo)

    def may(self, permission):
        """Tell whether this person's role holds ``permission`` (a member of an app's StrEnum)."""
        return bool(
            self.may_enter and self.role and permission in self.role.permissions
        )

    def get_full_name(self):
        return self.full_name


class AuditEntryQuerySet(models.QuerySet):
    def matching(self, *, actor=None, actions=(), since=None, until=None):
        """Filter by person, action codes and days of Rome (both included); empty = all."""
        entries = self.filter(actor=actor) if actor else self
        if actions:
            entries = entries.filter(action__in=actions)
        if since:
            entries = entries.filter(at__gte=midnight(since))
        if until:
            entries = entries.filter(at__lt=midnight(until + timedelta(days=1)))
        return entries


class AuditEntry(models.Model):
    """Who did what, when, from which value to which. The database refuses DELETE, and every UPDATE
    but the one that empties ``ERASED`` (``accounts/retention.py``).

    ``before`` and ``after`` hold only what is safe to keep for years: states, dates, numbers,
    codes; never a citizen's text, a contact or a confidential note.
    """

    at = models.DateTimeField("quando", default=timezone.now)
    actor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        db_index=False,  # the index audit_by_actor begins with it
        related_name="+",
        verbose_name="chi",
    )
    actor_label = models.CharField(max_length=120)  # empty: the portal itself
    action = models.CharField("azione", max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_target"),
            # the order of the page, alone and after each of its filters
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-at", "-id"], name="audit_by_action"),
        ]

    def __str__(self):
        return f"{self.action} {self.target_type} {self.target_id}"


class BrowserQuerySet(models.QuerySet):
    def opened(self):
        """Return those with a session that is not over, the last used first."""
        now = timezone.now()
        going = Session.objects.filter(
            session_key=OuterRef("session_key"), expire_date__gt=now
        )
        used_since = now - timedelta(minutes=settings.IDLE_MINUTES)
        return self.filter(Exists(going), seen_at__gt=used_since).order_by("-seen_at")


class Browser(models.Model):
    """A browser that a person entered from, known by the hash of a token in its cookie."""

    person = models.ForeignKey(
        User, models.CASCADE, related_name="browsers", verbose_name="persona"
    )
    token_hash = models.CharField(max_length=64)
    name = models.CharField("browser", max_length=60)
    session_key = models.CharField(max_length=40, blank=True)  # of the one open now
    opened_at = models.DateTimeField("dal", default=timezone.now)
    seen_at = models.DateTimeField("ultimo uso", default=timezone.now)

    objects = BrowserQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "token_hash"], name="browser_of_person"
            )
        ]
        verbose_name, verbose_name_plural = "browser", "browser"

    def __str__(self):
        return self.name


class FailedSignInsQuerySet(models.QuerySet):
    def add(self, person, counter):
        """Count one more: ``passwords`` or ``codes``; two at the same instant are both counted."""
        now = timezone.now()
        more = {counter: F(counter) + 1, "last_at": now}
        if self.filter(person=person).update(**more):
            return
        try:
            with transaction.atomic():
                self.create(person=person, since=now, last_at=now, **{counter: 1})
        except IntegrityError:
            self.filter(person=person).update(**more)

    def due(self):
        """Return what is to be told: the first after ten minutes, the others once a day."""
        now = timezone.now()
        return self.filter(
            Q(told_at=None, since__lte=now - timedelta(minutes=10))
            | Q(told_at__lte=now - timedelta(days=1))
        )


class FailedSignIns(models.Model):
    """How many times somebody failed to enter as a person, since the person was last told."""

    # no foreign key: NOBODY's row counts the emails that nobody has, with the same work
    person = models.BigIntegerField(primary_key=True)
    passwords = models.PositiveIntegerField(default=0)
    codes = models.PositiveIntegerField(default=0)  # after the right password
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = FailedSignInsQuerySet.as_manager()

    def __str__(self):
        return f"{self.person}: {self.count}"

    @property
    def count(self):
        return self.passwords + self.codes


class TrailLink(models.Model):
    """The place of a row of the trail in the chain, and what it was then (``accounts/chain.py``).

    The database lets nobody change it but for the salt, which goes when the row is erased.
    """

    # 1, 2, 3, … without a gap
    number = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="link")
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.hash}"


class Throttle(models.Model):
    """A counter of attempts in a window; ``key`` is a keyed hash, never an address in clear."""

    key = models.CharField(max_length=64, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["window_start"], name="throttle_window")]

    def __str__(self):
        return self.key[:8]
