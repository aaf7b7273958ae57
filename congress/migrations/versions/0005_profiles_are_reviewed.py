"""Profiles are reviewed, and those of one person merged."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0005'
down_revision: str | None = '0004'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('nominee') as table:
        table.add_column(sa.Column('review', sa.Enum('draft', 'submitted', 'returned', 'appraised', 'accepted', 'merged', name='review', native_enum=False, create_constraint=True, length=40), server_default='draft', nullable=False))
        table.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_nominee_merged_into_id_nominee'), 'nominee', ['merged_into_id'], ['id'])
        table.create_check_constraint(op.f('ck_nominee_merged_into_another'), "(review = 'merged') = (merged_into_id IS NOT NULL)")
        table.create_index(op.f('ix_nominee_merged_into_id'), ['merged_into_id'], unique=False)
    # Whoever was named before profiles were reviewed competes as before.
    op.execute("UPDATE nominee SET review = 'accepted'")


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('nominee') as table:
        table.drop_index(op.f('ix_nominee_merged_into_id'))
        table.drop_constraint(op.f('ck_nominee_merged_into_another'), type_='check')
        table.drop_constraint(op.f('fk_nominee_merged_into_id_nominee'), type_='foreignkey')
        table.drop_column('merged_into_id')
        table.drop_column('review')
