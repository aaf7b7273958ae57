"""Two profiles of one person are told apart or merged."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0013'
down_revision: str | None = '0012'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        'distinct_pair',
        sa.Column('first_id', sa.Integer(), nullable=False),
        sa.Column('second_id', sa.Integer(), nullable=False),
        sa.Column('congress_id', sa.Integer(), nullable=False),
        sa.Column('decided_by', sa.Integer(), nullable=False),
        sa.Column('decided_at', sa.DateTime(), nullable=False),
        sa.CheckConstraint('first_id < second_id', name=op.f('ck_distinct_pair_in_order')),
        sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_distinct_pair_congress_id_congress')),
        sa.ForeignKeyConstraint(['first_id'], ['nominee.id'], name=op.f('fk_distinct_pair_first_id_nominee'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['second_id'], ['nominee.id'], name=op.f('fk_distinct_pair_second_id_nominee'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('first_id', 'second_id', name=op.f('pk_distinct_pair')),
    )
    op.create_index(op.f('ix_distinct_pair_congress_id'), 'distinct_pair', ['congress_id'], unique=False)
    op.create_index(op.f('ix_distinct_pair_second_id'), 'distinct_pair', ['second_id'], unique=False)
    op.create_table(
        'nominee_merge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('congress_id', sa.Integer(), nullable=False),
        sa.Column('kept_id', sa.Integer(), nullable=False),
        sa.Column('merged_id', sa.Integer(), nullable=False),
        sa.Column('review_before', sa.Enum('draft', 'submitted', 'returned', 'appraised', 'accepted', 'merged', name='review_before', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('taken', sa.JSON(), nullable=False),
        sa.Column('before', sa.LargeBinary(), nullable=True),
        sa.Column('merged_by', sa.Integer(), nullable=False),
        sa.Column('merged_at', sa.DateTime(), nullable=False),
        sa.Column('undone_by', sa.Integer(), nullable=True),
        sa.Column('undone_at', sa.DateTime(), nullable=True),
        sa.CheckConstraint('(undone_at IS NULL) = (undone_by IS NULL)', name=op.f('ck_nominee_merge_undone_by_one')),
        sa.CheckConstraint('kept_id <> merged_id', name=op.f('ck_nominee_merge_of_two')),
        sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_nominee_merge_congress_id_congress')),
        sa.ForeignKeyConstraint(['kept_id'], ['nominee.id'], name=op.f('fk_nominee_merge_kept_id_nominee'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['merged_id'], ['nominee.id'], name=op.f('fk_nominee_merge_merged_id_nominee'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_nominee_merge')),
    )
    op.create_index(op.f('ix_nominee_merge_congress_id'), 'nominee_merge', ['congress_id'], unique=False)
    op.create_index(op.f('ix_nominee_merge_kept_id'), 'nominee_merge', ['kept_id'], unique=False)
    op.create_index(op.f('ix_nominee_merge_merged_id'), 'nominee_merge', ['merged_id'], unique=False)
    op.create_index('uq_nominee_merge_standing', 'nominee_merge', ['merged_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('nominee_merge')
    op.drop_table('distinct_pair')
