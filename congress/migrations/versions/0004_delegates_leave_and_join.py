"""Delegates leave and join, nominees decline, appeals are decided."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0004'
down_revision: str | None = '0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('reserve',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'standing', 'failed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('dropout_percent', sa.Integer(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('job_id', sa.String(), nullable=True),
    sa.CheckConstraint('dropout_percent BETWEEN 1 AND 50', name=op.f('ck_reserve_dropout_range')),
    sa.CheckConstraint('size > 0', name=op.f('ck_reserve_size_positive')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_reserve_congress_id_congress')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_reserve_job_id_job')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reserve')),
    sa.UniqueConstraint('congress_id', name=op.f('uq_reserve_congress_id'))
    )
    op.create_table('alternate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_alternate_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_alternate_nominee_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alternate')),
    sa.UniqueConstraint('congress_id', 'place', name=op.f('uq_alternate_congress_id_place')),
    sa.UniqueConstraint('nominee_id', name=op.f('uq_alternate_nominee_id'))
    )
    op.create_index(op.f('ix_alternate_congress_id'), 'alternate', ['congress_id'], unique=False)
    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('selection_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('said_by', sa.String(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('claim', sa.String(), nullable=False),
    sa.Column('lodged_by', sa.Integer(), nullable=True),
    sa.Column('lodged_at', sa.DateTime(), nullable=False),
    sa.Column('outcome', sa.Enum('upheld', 'rejected', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('remedy', sa.Enum('score', 'required', 'nothing', name='remedy', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('score', sa.Numeric(precision=8, scale=4), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(remedy IS NULL) = (outcome IS NULL OR outcome = 'rejected')", name=op.f('ck_appeal_upheld_with_remedy')),
    sa.CheckConstraint("claim <> '' AND said_by <> ''", name=op.f('ck_appeal_is_said')),
    sa.CheckConstraint("outcome IS NULL OR reason <> ''", name=op.f('ck_appeal_decided_with_reason')),
    sa.CheckConstraint('(decided_at IS NULL) = (outcome IS NULL)', name=op.f('ck_appeal_decided_with_outcome')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_appeal_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_appeal_nominee_id_nominee')),
    sa.ForeignKeyConstraint(['selection_id'], ['selection.id'], name=op.f('fk_appeal_selection_id_selection')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal'))
    )
    op.create_index(op.f('ix_appeal_congress_id'), 'appeal', ['congress_id'], unique=False)
    op.create_index(op.f('ix_appeal_nominee_id'), 'appeal', ['nominee_id'], unique=False)
    op.create_index(op.f('ix_appeal_selection_id'), 'appeal', ['selection_id'], unique=False)
    op.create_index('uq_appeal_open', 'appeal', ['selection_id', 'nominee_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
    op.create_table('decline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('said_by', sa.String(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("reason <> '' AND said_by <> ''", name=op.f('ck_decline_is_said')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_decline_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_decline_nominee_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decline'))
    )
    op.create_index(op.f('ix_decline_congress_id'), 'decline', ['congress_id'], unique=False)
    op.create_index(op.f('ix_decline_nominee_id'), 'decline', ['nominee_id'], unique=False)
    op.create_table('substitution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('delegate_id', sa.Integer(), nullable=False),
    sa.Column('leaves_id', sa.Integer(), nullable=False),
    sa.Column('joins_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('source', sa.Enum('reserve', 'other', name='source', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_released', sa.Boolean(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_substitution_has_reason')),
    sa.CheckConstraint('leaves_id <> joins_id', name=op.f('ck_substitution_two_people')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_substitution_congress_id_congress')),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_substitution_delegate_id_delegate')),
    sa.ForeignKeyConstraint(['joins_id'], ['nominee.id'], name=op.f('fk_substitution_joins_id_nominee')),
    sa.ForeignKeyConstraint(['leaves_id'], ['nominee.id'], name=op.f('fk_substitution_leaves_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitution')),
    sa.UniqueConstraint('joins_id', name=op.f('uq_substitution_joins_id')),
    sa.UniqueConstraint('leaves_id', name=op.f('uq_substitution_leaves_id'))
    )
    op.create_index(op.f('ix_substitution_congress_id'), 'substitution', ['congress_id'], unique=False)
    op.create_index(op.f('ix_substitution_delegate_id'), 'substitution', ['delegate_id'], unique=False)
    # Plain SQL that both databases take: Alembic would make the table anew, and others refer to it.
    op.execute('ALTER TABLE selection ADD COLUMN last_id INTEGER CONSTRAINT fk_selection_last_id_selection REFERENCES selection (id)')
    op.execute('ALTER TABLE badge ADD COLUMN nominee_id INTEGER CONSTRAINT fk_badge_nominee_id_nominee REFERENCES nominee (id)')
    op.execute('UPDATE badge SET nominee_id = (SELECT nominee_id FROM delegate WHERE delegate.id = badge.delegate_id)')
    revoked_has_reason = sa.CheckConstraint("revoked_at IS NULL OR revoked_reason <> ''", name=op.f('ck_badge_revoked_has_reason'))
    with op.batch_alter_table('badge', table_args=(revoked_has_reason,)) as badge:
        badge.alter_column('nominee_id', existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('badge') as badge:
        badge.drop_constraint('fk_badge_nominee_id_nominee', type_='foreignkey')
        badge.drop_column('nominee_id')
    with op.batch_alter_table('selection') as selection:
        selection.drop_constraint('fk_selection_last_id_selection', type_='foreignkey')
        selection.drop_column('last_id')
    for table in ('substitution', 'decline', 'appeal', 'alternate', 'reserve'):
        op.drop_table(table)
