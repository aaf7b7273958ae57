"""Units submit, and officers return."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from congress.schema import Instant

revision: str = '0012'
down_revision: str | None = '0011'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


_REVIEW = ('draft', 'submitted', 'returned', 'appraised', 'accepted', 'merged')


def _review(name: str) -> sa.Enum:
    return sa.Enum(*_REVIEW, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('congress') as table:
        table.add_column(sa.Column('nominations_close_at', Instant(), nullable=True))
    op.create_table('late_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('until', Instant(), nullable=False),
    sa.Column('reason', AutoString(), nullable=False),
    sa.Column('opened_by', sa.Integer(), nullable=True),
    sa.Column('opened_at', Instant(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_late_entry_has_reason')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_late_entry_congress_id_congress')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_late_entry_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_entry'))
    )
    op.create_index(op.f('ix_late_entry_congress_id'), 'late_entry', ['congress_id'], unique=False)
    op.create_index(op.f('ix_late_entry_unit_id'), 'late_entry', ['unit_id'], unique=False)
    op.create_table('typed_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('saved_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_typed_draft_account_id_account')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_typed_draft_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_typed_draft')),
    sa.UniqueConstraint('account_id', 'congress_id', 'form', name=op.f('uq_typed_draft_account_id_congress_id_form'))
    )
    op.create_index(op.f('ix_typed_draft_congress_id'), 'typed_draft', ['congress_id'], unique=False)
    op.create_table('review_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('came_from', _review('came_from'), nullable=False),
    sa.Column('went_to', _review('went_to'), nullable=False),
    sa.Column('remark', AutoString(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', Instant(), nullable=False),
    sa.CheckConstraint("came_from || '>' || went_to IN ('draft>submitted', 'returned>submitted', 'submitted>returned', 'submitted>appraised', 'appraised>returned', 'appraised>accepted', 'accepted>returned')", name=op.f('ck_review_step_is_a_move')),
    sa.CheckConstraint("went_to <> 'returned' OR remark <> ''", name=op.f('ck_review_step_return_has_reason')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_review_step_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_review_step_nominee_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_step'))
    )
    op.create_index(op.f('ix_review_step_congress_id'), 'review_step', ['congress_id'], unique=False)
    op.create_index(op.f('ix_review_step_nominee_id'), 'review_step', ['nominee_id'], unique=False)
    op.create_table('remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('heading', AutoString(), nullable=False),
    sa.Column('words', AutoString(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', Instant(), nullable=False),
    sa.Column('answer', AutoString(), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answered_at', Instant(), nullable=True),
    sa.CheckConstraint("words <> ''", name=op.f('ck_remark_has_words')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_remark_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_remark_nominee_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    op.create_index(op.f('ix_remark_congress_id'), 'remark', ['congress_id'], unique=False)
    op.create_index(op.f('ix_remark_nominee_id'), 'remark', ['nominee_id'], unique=False)
    op.create_table('receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('standing', sa.JSON(), nullable=False),
    sa.Column('digest', AutoString(), nullable=False),
    sa.Column('sent_by', sa.Integer(), nullable=True),
    sa.Column('sender', AutoString(), nullable=False),
    sa.Column('sent_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_receipt_congress_id_congress')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_receipt_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('congress_id', 'number', name=op.f('uq_receipt_congress_id_number'))
    )
    op.create_index(op.f('ix_receipt_congress_id'), 'receipt', ['congress_id'], unique=False)
    op.create_index(op.f('ix_receipt_unit_id'), 'receipt', ['unit_id'], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    for name in ('receipt', 'remark', 'review_step', 'typed_draft', 'late_entry'):
        op.drop_table(name)
    with op.batch_alter_table('congress') as table:
        table.drop_column('nominations_close_at')
