"""Seats are apportioned to units."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0008'
down_revision: str | None = '0007'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        'apportionment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('congress_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('method', sa.Enum('hamilton', 'sainte-lague', 'dhondt', 'huntington-hill', 'adams', name='method', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('seats', sa.Integer(), nullable=False),
        sa.Column('floor', sa.Integer(), nullable=False),
        sa.Column('decision_reason', sa.String(), nullable=False),
        sa.Column('saved_by', sa.Integer(), nullable=False),
        sa.Column('saved_at', sa.DateTime(), nullable=False),
        sa.Column('approved_by', sa.Integer(), nullable=True),
        sa.Column('approved_at', sa.DateTime(), nullable=True),
        sa.CheckConstraint('(approved_at IS NULL) = (approved_by IS NULL)', name=op.f('ck_apportionment_approved_by_one')),
        sa.CheckConstraint('seats > 0 AND floor >= 0', name=op.f('ck_apportionment_house_range')),
        sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_apportionment_congress_id_congress')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_apportionment')),
        sa.UniqueConstraint('congress_id', 'number', name=op.f('uq_apportionment_congress_id_number')),
    )
    op.create_index(op.f('ix_apportionment_congress_id'), 'apportionment', ['congress_id'], unique=False)
    op.create_table(
        'apportioned_unit',
        sa.Column('apportionment_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('weight', sa.String(), nullable=False),
        sa.Column('floor', sa.Integer(), nullable=False),
        sa.Column('cap', sa.Integer(), nullable=True),
        sa.Column('fixed', sa.Integer(), nullable=True),
        sa.Column('is_decided', sa.Boolean(), nullable=False),
        sa.Column('seats', sa.Integer(), nullable=False),
        sa.CheckConstraint("fixed IS NOT NULL OR weight <> ''", name=op.f('ck_apportioned_unit_weight_or_fixed')),
        sa.CheckConstraint('seats >= 0 AND floor >= 0', name=op.f('ck_apportioned_unit_counts_range')),
        sa.ForeignKeyConstraint(['apportionment_id'], ['apportionment.id'], name=op.f('fk_apportioned_unit_apportionment_id_apportionment')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_apportioned_unit_unit_id_unit')),
        sa.PrimaryKeyConstraint('apportionment_id', 'unit_id', name=op.f('pk_apportioned_unit')),
    )
    op.create_table(
        'seat_transfer',
        sa.Column('apportionment_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('giver_id', sa.Integer(), nullable=False),
        sa.Column('taker_id', sa.Integer(), nullable=False),
        sa.Column('seats', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f('ck_seat_transfer_has_reason')),
        sa.CheckConstraint('seats > 0 AND giver_id <> taker_id', name=op.f('ck_seat_transfer_moves_seats')),
        sa.ForeignKeyConstraint(['apportionment_id'], ['apportionment.id'], name=op.f('fk_seat_transfer_apportionment_id_apportionment')),
        sa.ForeignKeyConstraint(['giver_id'], ['unit.id'], name=op.f('fk_seat_transfer_giver_id_unit')),
        sa.ForeignKeyConstraint(['taker_id'], ['unit.id'], name=op.f('fk_seat_transfer_taker_id_unit')),
        sa.PrimaryKeyConstraint('apportionment_id', 'position', name=op.f('pk_seat_transfer')),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('seat_transfer')
    op.drop_table('apportioned_unit')
    op.drop_index(op.f('ix_apportionment_congress_id'), table_name='apportionment')
    op.drop_table('apportionment')
