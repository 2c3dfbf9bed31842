"""The board as an ordinary Django page with joins. usage: DB=peers.sqlite TEMPLATE=page.html TODAY=2026-11-29 gunicorn -w 2 django_peer:app"""
import base64
import datetime
import hashlib
import os
import pathlib

import django
from django.conf import settings

TODAY = os.environ["TODAY"]
RUNNING = int(TODAY[:4]) * 12 + int(TODAY[5:7]) - 1
PAGE = pathlib.Path(os.environ["TEMPLATE"]).read_text()
settings.configure(
    DEBUG=False, SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="django_peer", INSTALLED_APPS=[], USE_TZ=False,
    LOGGING_CONFIG=None,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DB"], "CONN_MAX_AGE": None}},
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [
        ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])]}}])
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Case, Count, Max, OuterRef, Q, Subquery, Sum, Value, When  # noqa: E402
from django.http import HttpResponseRedirect  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Meta:
    app_label = "bench"


def table(name):
    return type("Meta", (Meta,), {"db_table": name})


class Session(models.Model):
    token_hash = models.TextField(primary_key=True)
    office_id = models.TextField()
    user_id = models.TextField()
    expires_at = models.TextField()
    Meta = table("session")


class Account(models.Model):
    id = models.TextField(primary_key=True)
    office_id = models.TextField()
    disabled = models.BooleanField()
    specialist_id = models.TextField(null=True)
    Meta = table("account")


class Client(models.Model):
    id = models.TextField(primary_key=True)
    name = models.TextField()
    kana = models.TextField()
    Meta = table("client")


class Plan(models.Model):
    client = models.OneToOneField(Client, models.CASCADE, primary_key=True)
    interval_months = models.IntegerField()
    Meta = table("plan")


class Monitoring(models.Model):
    id = models.TextField(primary_key=True)
    client = models.ForeignKey(Client, models.CASCADE)
    plan = models.ForeignKey(Plan, models.CASCADE, to_field="client", db_column="client_id", related_name="+")
    office_id = models.TextField()
    month = models.IntegerField()
    lamps = models.TextField()
    due_record = models.TextField()
    due_submission = models.TextField()
    due_claim = models.TextField()
    earliest_due = models.TextField(null=True)
    missing = models.TextField()
    recorded = models.BooleanField()
    open = models.BooleanField()
    visited = models.TextField(null=True)
    Meta = table("monitoring")


STEPS = ["サービスの状況を確認する", "訪問する", "報告書を書く", "同意をもらう", "写しを提出する", "請求する"]
LOOK = {"D": ("done", "済"), "N": ("none", "対象外"), "A": ("answer", "回答待ち"), "R": ("open", "まだ"), "W": ("open", "まだ")}


def line(r):
    due = [r.due_record] * 3 + [r.due_submission] * 2 + [r.due_claim]
    lamps = []
    for at, letter in enumerate(r.lamps):
        look, word = ("late", "遅れ") if letter not in "DN" and due[at] < TODAY else LOOK[letter]
        lamps.append({"step": at + 1, "look": look, "word": word})
    step = next((at for at in (r.lamps.find("R"), r.lamps.find("A"), r.lamps.find("W")) if at >= 0), 5)
    day = due[step]
    return {
        "address": "/r/" + base64.urlsafe_b64encode(bytes.fromhex(r.id.replace("-", ""))).decode().rstrip("="),
        "name": r.client.name, "kana": r.client.kana, "late": r.earliest_due is not None and r.earliest_due < TODAY,
        "of_month": "" if r.month == RUNNING else f"令和{r.month // 12 - 2018}年{r.month % 12 + 1}月分",
        "interval": "毎月" if r.plan.interval_months == 1 else f"{r.plan.interval_months}か月", "lamps": lamps,
        "next": STEPS[step], "next_step": step + 1, "missing": r.missing,
        "due": f"R{int(day[:4]) - 2018}.{int(day[5:7])}.{int(day[8:])}", "over": day < TODAY}


def board(request):
    token = request.COOKIES.get("mimamori", "")
    who = Session.objects.filter(token_hash=hashlib.sha256(token.encode()).hexdigest()).first()
    if who is None or who.expires_at < datetime.datetime.now(datetime.timezone.utc).isoformat():
        return HttpResponseRedirect("/login")
    account = Account.objects.filter(office_id=who.office_id, id=who.user_id).first()
    if account is None or account.disabled:
        return HttpResponseRedirect("/login")
    shown = Monitoring.objects.filter(Q(month=RUNNING) | Q(open=True, month__lt=RUNNING), office_id=who.office_id)
    last = Monitoring.objects.filter(client=OuterRef("client")).order_by().values("client").annotate(x=Max("visited")).values("x")
    rows = (shown.select_related("client", "plan")
            .annotate(last_visit=Subquery(last),
                      not_late=Case(When(earliest_due__lt=TODAY, then=Value(0)), default=Value(1)))
            .order_by("not_late", "client__kana", "month", "id")[:50])
    lines = [line(r) for r in rows]
    number = {"output_field": models.IntegerField()}
    n = shown.aggregate(
        planned=Count("id"), recorded=Sum(Case(When(recorded=True, then=1), default=0, **number)),
        late=Sum(Case(When(earliest_due__lt=TODAY, then=1), default=0, **number)),
        answer=Sum(Case(When(lamps__contains="A", then=1), default=0, **number)))
    counts = [n["planned"], n["planned"] - n["recorded"], n["late"], 0, n["answer"], n["recorded"]]
    return render(request, "page.html", {"rows": lines, "counts": counts})


urlpatterns = [path("", board)]
app = get_wsgi_application()
