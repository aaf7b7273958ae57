"""Workbooks come again, and lists are found fast."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from congress.core.period import Birth
from congress.nominations.people import born_sound, searched

revision: str = '0011'
down_revision: str | None = '0010'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FILTERED = ('review', 'status', 'composition_group', 'gender', 'ethnic_code', 'is_incomplete', 'name_fold')
_ORDERS = {
    'by_unit': ('unit_id', 'name_key', 'id', 'score'),
    'by_name': ('name_key', 'id', 'unit_id', 'score'),
    'by_score': ('score', 'name_key', 'id', 'unit_id'),
    'by_change': ('changed_at', 'id', 'unit_id', 'score'),
    'titled': ('unit_id', 'name_key', 'id', 'score', 'changed_at', 'titles', 'roles'),
}
_BEFORE = ('congress_id', 'name_key', 'person_key')
_INCOMPLETE = "post = '' OR (achievement = '' AND status = 'proposed')"
_TITLED = sa.text("(titles <> '' OR roles <> '')")
_PURPOSE = 'workbook'


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('nominee') as table:
        table.add_column(sa.Column('name_fold', sa.String(), server_default='', nullable=False))
        table.add_column(sa.Column('born_sound', sa.String(), server_default='', nullable=False))
        table.add_column(sa.Column('is_incomplete', sa.Boolean(), server_default=sa.true(), nullable=False))
        for name in _BEFORE:
            table.drop_index(op.f(f'ix_nominee_{name}'))
    _fold_names()
    op.execute(f'UPDATE nominee SET is_incomplete = ({_INCOMPLETE})')
    for name, ordered in _ORDERS.items():
        where = {'sqlite_where': _TITLED, 'postgresql_where': _TITLED} if name == 'titled' else {}
        op.create_index(f'ix_nominee_{name}', 'nominee', ['congress_id', *ordered, *_FILTERED], **where)
    op.create_index('ix_nominee_born_sound', 'nominee', ['congress_id', 'born_sound'])
    _seal_workbooks()


def downgrade() -> None:
    """Take the schema back."""
    _open_workbooks()
    for name in ('born_sound', *_ORDERS):
        op.drop_index(f'ix_nominee_{name}', 'nominee')
    with op.batch_alter_table('nominee') as table:
        for name in ('is_incomplete', 'born_sound', 'name_fold'):
            table.drop_column(name)
        for name in _BEFORE:
            table.create_index(op.f(f'ix_nominee_{name}'), [name])


def _fold_names() -> None:
    stored = op.get_bind().execute(sa.text('SELECT id, name, birth_year FROM nominee')).all()
    if stored:
        op.get_bind().execute(
            sa.text('UPDATE nominee SET name_fold = :fold, born_sound = :sound WHERE id = :id'),
            [
                {'id': number, 'fold': searched(name), 'sound': born_sound(name, Birth(year))}
                for number, name, year in stored
            ],
        )


def _seal_workbooks() -> None:
    """Seal what clerks sent; their traces are wiped once this is committed."""
    with op.batch_alter_table('workbook') as table:
        table.alter_column('content', existing_type=sa.LargeBinary(), nullable=True)
        table.add_column(sa.Column('keeps_text', sa.Boolean(), server_default=sa.false(), nullable=False))
    if _each_content(lambda content: _seal().close_file(content, _PURPOSE)):
        context.config.attributes['leaves_traces'] = True


def _open_workbooks() -> None:
    op.execute("UPDATE workbook SET content = '' WHERE content IS NULL")
    _each_content(lambda content: _seal().open_file(content, _PURPOSE))
    with op.batch_alter_table('workbook') as table:
        table.drop_column('keeps_text')
        table.alter_column('content', existing_type=sa.LargeBinary(), nullable=False)


def _each_content(change: Callable[[bytes], bytes]) -> int:
    """Change every stored file, one at a time: some are large."""
    numbers = op.get_bind().scalars(sa.text('SELECT id FROM workbook WHERE length(content) > 0')).all()
    for number in numbers:
        content = op.get_bind().scalar(sa.text('SELECT content FROM workbook WHERE id = :id'), {'id': number})
        op.get_bind().execute(
            sa.text('UPDATE workbook SET content = :content WHERE id = :id'),
            {'id': number, 'content': change(bytes(content))},
        )
    return len(numbers)


def _seal() -> Any:
    return context.config.attributes['seal']()
