"""Profiles hold a photo and a sealed citizen number."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision: str = '0009'
down_revision: str | None = '0008'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


_PURPOSE = 'citizen_id'
_TEXTS = ('workplace', 'professional_level', 'political_level', 'roles', 'introduced_by', 'citizen_mark')


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('nominee') as table:
        for name in _TEXTS:
            table.add_column(sa.Column(name, sa.String(), server_default='', nullable=False))
        table.add_column(sa.Column('source', sa.Enum('elected', 'appointed', 'ex_officio', 'acclaimed', name='source', native_enum=False, create_constraint=True, length=40), nullable=True))
        table.add_column(sa.Column('citizen_sealed', sa.LargeBinary(), nullable=True))
        table.create_index(op.f('ix_nominee_citizen_mark'), ['citizen_mark'], unique=False)
    _seal_numbers()
    with op.batch_alter_table('nominee') as table:
        table.drop_column('citizen_id')
    op.create_table(
        'nominee_photo',
        sa.Column('nominee_id', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('sharpness', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('stored_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_nominee_photo_nominee_id_nominee'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('nominee_id', name=op.f('pk_nominee_photo')),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('nominee_photo')
    with op.batch_alter_table('nominee') as table:
        table.add_column(sa.Column('citizen_id', sa.String(), server_default='', nullable=False))
    _open_numbers()
    with op.batch_alter_table('nominee') as table:
        table.drop_index(op.f('ix_nominee_citizen_mark'))
        table.drop_constraint(op.f('ck_nominee_source'), type_='check')
        for name in ('citizen_sealed', 'source', *reversed(_TEXTS)):
            table.drop_column(name)


def _seal_numbers() -> None:
    """Seal what stood there in plain; its traces are wiped once this is committed."""
    plain = op.get_bind().execute(sa.text("SELECT id, citizen_id FROM nominee WHERE citizen_id <> ''")).all()
    for nominee_id, number in plain:
        op.get_bind().execute(
            sa.text('UPDATE nominee SET citizen_sealed = :sealed, citizen_mark = :mark WHERE id = :id'),
            {'id': nominee_id, 'sealed': _seal().close(number, _PURPOSE), 'mark': _seal().mark(number, _PURPOSE)},
        )
    context.config.attributes['leaves_traces'] = bool(plain)


def _open_numbers() -> None:
    sealed = op.get_bind().execute(sa.text('SELECT id, citizen_sealed FROM nominee WHERE citizen_sealed IS NOT NULL')).all()
    for nominee_id, number in sealed:
        op.get_bind().execute(
            sa.text('UPDATE nominee SET citizen_id = :number WHERE id = :id'),
            {'id': nominee_id, 'number': _seal().open(bytes(number), _PURPOSE)},
        )


def _seal() -> Any:
    return context.config.attributes['seal']()
