"""Accounts are invited, and their sessions end."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0006'
down_revision: str | None = '0005'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        'assigned_unit',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_assigned_unit_account_id_account'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assigned_unit_unit_id_unit')),
        sa.PrimaryKeyConstraint('account_id', 'unit_id', name=op.f('pk_assigned_unit')),
    )
    op.create_index(op.f('ix_assigned_unit_unit_id'), 'assigned_unit', ['unit_id'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('assigned_unit')
