"""Accounts are invited, and their sessions end."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0006'
down_revision: str | None = '0005'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f(f'fk_{table}_account_id_account'), ondelete='CASCADE')


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('account') as table:
        table.drop_column('session_number')
        table.add_column(sa.Column('last_signed_in_at', sa.DateTime(), nullable=True))
    op.create_table(
        'assigned_unit',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        _of_account('assigned_unit'),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assigned_unit_unit_id_unit')),
        sa.PrimaryKeyConstraint('account_id', 'unit_id', name=op.f('pk_assigned_unit')),
    )
    op.create_index(op.f('ix_assigned_unit_unit_id'), 'assigned_unit', ['unit_id'])
    op.create_table(
        'invitation',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('token_hash', sa.String(), nullable=False),
        sa.Column('code_mark', sa.String(), nullable=False),
        sa.Column('issued_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        _of_account('invitation'),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_invitation')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash')),
    )
    op.create_table(
        'account_session',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('token_hash', sa.String(), nullable=False),
        sa.Column('device', sa.String(), nullable=False),
        sa.Column('is_shared', sa.Boolean(), nullable=False),
        sa.Column('begun_at', sa.DateTime(), nullable=False),
        sa.Column('seen_at', sa.DateTime(), nullable=False),
        _of_account('account_session'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account_session')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_account_session_token_hash')),
    )
    op.create_index(op.f('ix_account_session_account_id'), 'account_session', ['account_id'])
    op.create_table(
        'second_factor',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('secret', sa.LargeBinary(), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(), nullable=True),
        sa.Column('last_step', sa.BigInteger(), nullable=False),
        _of_account('second_factor'),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_second_factor')),
    )
    op.create_table(
        'recovery_code',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('mark', sa.String(), nullable=False),
        _of_account('recovery_code'),
        sa.PrimaryKeyConstraint('account_id', 'mark', name=op.f('pk_recovery_code')),
    )
    op.create_table(
        'guesses',
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('wrong', sa.Integer(), nullable=False),
        sa.Column('until_s', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_guesses')),
    )
    op.create_index(op.f('ix_guesses_until_s'), 'guesses', ['until_s'])


def downgrade() -> None:
    """Take the schema back; who was invited and has no password yet stays without one."""
    for name in ('guesses', 'recovery_code', 'second_factor', 'account_session', 'invitation', 'assigned_unit'):
        op.drop_table(name)
    with op.batch_alter_table('account') as table:
        table.drop_column('last_signed_in_at')
        table.add_column(sa.Column('session_number', sa.Integer(), server_default='0', nullable=False))
