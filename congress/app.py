"""The web application: the one place that knows every blueprint and every task."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, request, session
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from congress import error_pages, jobs, navigation, web
from congress.accounts import (
    invitation_views as invitations,
    office_views as account_list,
    own_views as own_account,
    views as accounts,
)
from congress.accounts.rules import OWN
from congress.alternates import jobs as alternates_jobs, views as alternates
from congress.appeals import views as appeals
from congress.apportionment import views as apportionment
from congress.appraisals import (
    profile_views as profiles,
    submission_views as submissions,
    views as appraisals,
)
from congress.badges import views as badges
from congress.checkin import api as scans, views as checkin
from congress.congresses import (
    clerk_views as clerks,
    opening_views as openings,
    views as congresses,
)
from congress.database import Database
from congress.delegates import outcome_views as outcomes, views as delegates
from congress.delegations import views as delegations
from congress.duplicates import views as duplicates
from congress.duplicates.memory import Memory
from congress.minutes import paper_views as minutes_papers, views as minutes
from congress.nominations import (
    decision_views as decisions,
    draft_views as drafts,
    photo_views as photos,
    views as nominations,
    workbook_views as workbooks,
)
from congress.paths import STATIC, TEMPLATES, TRANSLATIONS
from congress.reports import views as reports
from congress.scenarios import views as scenarios
from congress.scenarios.programs import Programs
from congress.scoring import rubric_views as rubrics, views as scoring
from congress.seating import views as seating
from congress.selection import (
    jobs as selection_jobs,
    publishing_views as publishing,
    reason_views as reasons,
    views as selection,
)
from congress.settings import Settings
from congress.substitutions import views as substitutions
from congress.units import views as units
from congress.wording import LANGUAGES

TASKS: Mapping[str, jobs.Task] = {
    "selection": selection_jobs.choose,
    "reserve": alternates_jobs.choose,
}

_BLUEPRINTS = (
    accounts.blueprint,
    own_account.blueprint,
    invitations.blueprint,
    account_list.blueprint,
    units.blueprint,
    congresses.blueprint,
    openings.blueprint,
    clerks.blueprint,
    nominations.blueprint,
    workbooks.blueprint,
    decisions.blueprint,
    drafts.blueprint,
    photos.blueprint,
    appraisals.blueprint,
    profiles.blueprint,
    submissions.blueprint,
    minutes.blueprint,
    minutes_papers.blueprint,
    scoring.blueprint,
    rubrics.blueprint,
    duplicates.blueprint,
    selection.blueprint,
    scenarios.blueprint,
    reasons.blueprint,
    publishing.blueprint,
    appeals.blueprint,
    apportionment.blueprint,
    delegates.blueprint,
    outcomes.blueprint,
    delegations.blueprint,
    alternates.blueprint,
    substitutions.blueprint,
    seating.blueprint,
    badges.blueprint,
    checkin.blueprint,
    reports.blueprint,
)


class Application(Flask):
    """The web application; its log names no address, for some addresses hold a secret."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a bug by the name of its page."""
        self.logger.error("Bug in %s [%s]", request.endpoint, request.method, exc_info=exc_info)


def create_app(settings: Settings) -> Flask:
    """Make the application for one installation."""
    app = Application(__name__, static_folder=str(STATIC), template_folder=str(TEMPLATES))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=OWN.longest,
        SESSION_COOKIE_SECURE=settings.is_secure,
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * 2**20,
        UPLOAD_LIMIT_MB=settings.upload_limit_mb,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["congress_database"] = Database(settings.database_url, settings.sealing_key)
    app.extensions["congress_queue"] = jobs.open_queue(settings, TASKS)
    app.extensions["congress_programs"] = Programs()
    app.extensions["congress_duplicates"] = Memory()
    Babel(app, locale_selector=_language)
    accounts.login_manager().init_app(app)
    guard = CSRFProtect(app)
    web.read_addresses(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(scans.blueprint)
    guard.exempt(scans.blueprint)
    web.install(app)
    error_pages.install(app)
    app.context_processor(navigation.chrome)
    return app


def from_environment() -> Flask:
    """Make the application that the environment describes; servers call this."""
    return create_app(Settings.from_environment())


def _language() -> str:
    # Vietnamese first, whatever language the browser was installed in.
    return str(session.get("language", LANGUAGES[0]))
