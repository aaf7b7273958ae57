"""Every table of the product, for migrations, tests, and whatever looks at all of them."""

from sqlmodel import SQLModel

import congress.accounts.models
import congress.alternates.models
import congress.appeals.models
import congress.apportionment.models
import congress.appraisals.models
import congress.audit
import congress.badges.models
import congress.checkin.models
import congress.congresses.models
import congress.delegates.models
import congress.delegations.models
import congress.duplicates.models
import congress.jobs
import congress.minutes.models
import congress.nominations.models
import congress.reports.models
import congress.scoring.models
import congress.seating.models
import congress.selection.models
import congress.units.models  # noqa: F401 - importing them declares their tables

METADATA = SQLModel.metadata
