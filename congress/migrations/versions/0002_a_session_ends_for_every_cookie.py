"""A session ends for every cookie."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0002'
down_revision: str | None = '0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column('account', sa.Column('session_number', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column('account', 'session_number')
