"""Congresses have levels, and lists go up."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0007'
down_revision: str | None = '0006'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('congress') as table:
        table.add_column(sa.Column('parent_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('is_scheduled', sa.Boolean(), server_default=sa.true(), nullable=False))
        table.add_column(sa.Column('staff', sa.Integer(), nullable=True))
        table.add_column(sa.Column('attendance', sa.Enum('whole', 'delegates', name='attendance', native_enum=False, create_constraint=True, length=40), nullable=True))
        table.add_column(sa.Column('attendance_reason', sa.String(), server_default='', nullable=False))
        table.create_foreign_key(op.f('fk_congress_parent_id_congress'), 'congress', ['parent_id'], ['id'])
        table.create_check_constraint(op.f('ck_congress_parent_is_another'), 'parent_id <> id')
        table.create_unique_constraint(op.f('uq_congress_parent_id_host_id'), ['parent_id', 'host_id'])
        table.create_index(op.f('ix_congress_parent_id'), ['parent_id'], unique=False)
        table.create_index(op.f('ix_congress_host_id'), ['host_id'], unique=False)
    with op.batch_alter_table('succession') as table:
        table.create_check_constraint(op.f('ck_succession_of_another'), 'predecessor_id <> successor_id')
    op.create_table('delegation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('upper_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('opened_at IS NULL OR closed_at IS NOT NULL', name=op.f('ck_delegation_closed_before_opened')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_delegation_congress_id_congress')),
    sa.ForeignKeyConstraint(['upper_id'], ['congress.id'], name=op.f('fk_delegation_upper_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation')),
    sa.UniqueConstraint('congress_id', name=op.f('uq_delegation_congress_id')),
    )
    op.create_index(op.f('ix_delegation_upper_id'), 'delegation', ['upper_id'], unique=False)
    op.create_table('delegation_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('opened_id', sa.Integer(), nullable=True),
    sa.Column('carried_version', sa.Integer(), nullable=True),
    sa.CheckConstraint('(opened_id IS NULL) = (carried_version IS NULL)', name=op.f('ck_delegation_member_opened_from_a_version')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_delegation_member_congress_id_congress')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_delegation_member_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_delegation_member_nominee_id_nominee')),
    sa.ForeignKeyConstraint(['opened_id'], ['nominee.id'], name=op.f('fk_delegation_member_opened_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_member')),
    sa.UniqueConstraint('nominee_id', name=op.f('uq_delegation_member_nominee_id')),
    )
    op.create_index(op.f('ix_delegation_member_congress_id'), 'delegation_member', ['congress_id'], unique=False)
    op.create_index(op.f('ix_delegation_member_opened_id'), 'delegation_member', ['opened_id'], unique=False)
    op.create_index(op.f('ix_delegation_member_delegation_id'), 'delegation_member', ['delegation_id'], unique=False)
    op.create_table('delegation_vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('summoned', sa.Integer(), nullable=False),
    sa.Column('present', sa.Integer(), nullable=False),
    sa.Column('votes_for', sa.Integer(), nullable=False),
    sa.Column('voted_on', sa.Date(), nullable=False),
    sa.Column('is_approval', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('votes_for >= 0 AND votes_for <= present AND present <= summoned AND present > 0', name=op.f('ck_delegation_vote_votes_within_present')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_delegation_vote_congress_id_congress')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_delegation_vote_delegation_id_delegation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_vote')),
    sa.UniqueConstraint('delegation_id', 'number', name=op.f('uq_delegation_vote_delegation_id_number')),
    )
    op.create_index(op.f('ix_delegation_vote_congress_id'), 'delegation_vote', ['congress_id'], unique=False)
    op.create_index(op.f('ix_delegation_vote_delegation_id'), 'delegation_vote', ['delegation_id'], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    for name in ('delegation_vote', 'delegation_member', 'delegation'):
        op.drop_table(name)
    with op.batch_alter_table('succession') as table:
        table.drop_constraint(op.f('ck_succession_of_another'), type_='check')
    with op.batch_alter_table('congress') as table:
        table.drop_index(op.f('ix_congress_host_id'))
        table.drop_index(op.f('ix_congress_parent_id'))
        table.drop_constraint(op.f('uq_congress_parent_id_host_id'), type_='unique')
        table.drop_constraint(op.f('ck_congress_attendance'), type_='check')
        table.drop_constraint(op.f('ck_congress_parent_is_another'), type_='check')
        table.drop_constraint(op.f('fk_congress_parent_id_congress'), type_='foreignkey')
        for name in ('attendance_reason', 'attendance', 'staff', 'is_scheduled', 'parent_id'):
            table.drop_column(name)
