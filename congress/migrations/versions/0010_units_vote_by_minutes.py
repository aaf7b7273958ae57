"""Units vote, and keep minutes; rubrics score."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from congress.schema import Instant

revision: str = '0010'
down_revision: str | None = '0009'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('correction', AutoString(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', AutoString(), nullable=False),
    sa.Column('chair', AutoString(), nullable=False),
    sa.Column('secretary', AutoString(), nullable=False),
    sa.Column('summoned', sa.Integer(), nullable=False),
    sa.Column('present', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('hands', 'secret', name='vote_form', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('threshold_numerator', sa.Integer(), nullable=False),
    sa.Column('threshold_denominator', sa.Integer(), nullable=False),
    sa.Column('is_threshold_over', sa.Boolean(), nullable=False),
    sa.Column('remarks', AutoString(), nullable=False),
    sa.Column('second_present', sa.Integer(), nullable=True),
    sa.Column('tie_reason', AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', Instant(), nullable=False),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', Instant(), nullable=True),
    sa.CheckConstraint("(corrects_id IS NULL) = (correction = '')", name=op.f('ck_minutes_correction_has_reason')),
    sa.CheckConstraint('present > 0 AND present <= summoned', name=op.f('ck_minutes_present_summoned')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_minutes_seats_at_stake')),
    sa.CheckConstraint('second_present IS NULL OR (second_present > 0 AND second_present <= summoned)', name=op.f('ck_minutes_second_present_summoned')),
    sa.CheckConstraint('threshold_numerator >= 0 AND threshold_denominator > 0 AND threshold_numerator <= threshold_denominator', name=op.f('ck_minutes_threshold_is_share')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_minutes_congress_id_congress')),
    sa.ForeignKeyConstraint(['corrects_id'], ['minutes.id'], name=op.f('fk_minutes_corrects_id_minutes')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_minutes_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_minutes_corrects_id'))
    )
    with op.batch_alter_table('minutes') as table:
        table.create_index(op.f('ix_minutes_congress_id'), ['congress_id'], unique=False)
        table.create_index(op.f('ix_minutes_unit_id'), ['unit_id'], unique=False)
        table.create_index('uq_minutes_open', ['congress_id', 'unit_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('rubric',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reason', AutoString(), nullable=False),
    sa.Column('adopted_by', sa.Integer(), nullable=True),
    sa.Column('adopted_at', Instant(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_rubric_adopted_with_reason')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_rubric_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rubric')),
    sa.UniqueConstraint('congress_id', 'number', name=op.f('uq_rubric_congress_id_number'))
    )
    with op.batch_alter_table('rubric') as table:
        table.create_index(op.f('ix_rubric_congress_id'), ['congress_id'], unique=False)

    op.create_table('criterion',
    sa.Column('rubric_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('name', AutoString(), nullable=False),
    sa.Column('kind', sa.Enum('titles', 'awards', 'votes', 'appraisal', 'attribute', name='criterion_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('maximum', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.CheckConstraint('maximum > 0 AND maximum <= 100', name=op.f('ck_criterion_maximum_range')),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_criterion_rubric_id_rubric')),
    sa.PrimaryKeyConstraint('rubric_id', 'position', name=op.f('pk_criterion')),
    sa.UniqueConstraint('rubric_id', 'key', name=op.f('uq_criterion_rubric_id_key'))
    )
    op.create_table('signed_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('minutes_id', sa.Integer(), nullable=False),
    sa.Column('suffix', AutoString(), nullable=False),
    sa.Column('digest', AutoString(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sent_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_signed_paper_minutes_id_minutes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_paper')),
    sa.UniqueConstraint('minutes_id', name=op.f('uq_signed_paper_minutes_id'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('criterion_key', sa.Integer(), nullable=False),
    sa.Column('points', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('note', AutoString(), nullable=False),
    sa.Column('assessed_by', sa.Integer(), nullable=True),
    sa.Column('assessed_at', Instant(), nullable=False),
    sa.CheckConstraint('points >= 0 AND points <= 100', name=op.f('ck_assessment_points_range')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_assessment_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_assessment_nominee_id_nominee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment'))
    )
    with op.batch_alter_table('assessment') as table:
        table.create_index(op.f('ix_assessment_congress_id'), ['congress_id'], unique=False)
        table.create_index(op.f('ix_assessment_nominee_id'), ['nominee_id'], unique=False)

    op.create_table('score_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('rubric_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Numeric(precision=8, scale=4), nullable=True),
    sa.Column('is_corrected', sa.Boolean(), nullable=False),
    sa.Column('written_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_score_entry_nominee_id_nominee'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_score_entry_rubric_id_rubric')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_entry'))
    )
    with op.batch_alter_table('score_entry') as table:
        table.create_index(op.f('ix_score_entry_nominee_id'), ['nominee_id'], unique=False)
        table.create_index(op.f('ix_score_entry_rubric_id'), ['rubric_id'], unique=False)

    op.create_table('vote',
    sa.Column('minutes_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('votes_for', sa.Integer(), nullable=False),
    sa.Column('votes_against', sa.Integer(), nullable=True),
    sa.Column('votes_blank', sa.Integer(), nullable=True),
    sa.Column('second_for', sa.Integer(), nullable=True),
    sa.Column('is_preferred', sa.Boolean(), nullable=False),
    sa.CheckConstraint('second_for IS NULL OR second_for >= 0', name=op.f('ck_vote_counts_second')),
    sa.CheckConstraint('votes_against IS NULL OR votes_against >= 0', name=op.f('ck_vote_counts_against')),
    sa.CheckConstraint('votes_blank IS NULL OR votes_blank >= 0', name=op.f('ck_vote_counts_blank')),
    sa.CheckConstraint('votes_for >= 0', name=op.f('ck_vote_counts_votes')),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_vote_minutes_id_minutes')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_vote_nominee_id_nominee')),
    sa.PrimaryKeyConstraint('minutes_id', 'nominee_id', name=op.f('pk_vote'))
    )
    with op.batch_alter_table('vote') as table:
        table.create_index(op.f('ix_vote_nominee_id'), ['nominee_id'], unique=False)

    with op.batch_alter_table('congress') as table:
        table.add_column(sa.Column('has_rubric', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('nominee') as table:
        table.add_column(sa.Column('corrected_score', sa.Numeric(precision=8, scale=4), nullable=True))
        table.add_column(sa.Column('minutes_id', sa.Integer(), nullable=True))
        table.create_index(op.f('ix_nominee_minutes_id'), ['minutes_id'], unique=False)
        table.create_foreign_key(op.f('fk_nominee_minutes_id_minutes'), 'minutes', ['minutes_id'], ['id'])
    with op.batch_alter_table('nominee') as table:
        table.create_check_constraint(op.f('ck_nominee_corrected_score_range'), 'corrected_score IS NULL OR (corrected_score >= 0 AND corrected_score <= 100)')


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('nominee') as table:
        table.drop_constraint(op.f('ck_nominee_corrected_score_range'), type_='check')
        table.drop_constraint(op.f('fk_nominee_minutes_id_minutes'), type_='foreignkey')
        table.drop_index(op.f('ix_nominee_minutes_id'))
        table.drop_column('minutes_id')
        table.drop_column('corrected_score')

    with op.batch_alter_table('congress') as table:
        table.drop_column('has_rubric')

    with op.batch_alter_table('vote') as table:
        table.drop_index(op.f('ix_vote_nominee_id'))

    op.drop_table('vote')
    with op.batch_alter_table('score_entry') as table:
        table.drop_index(op.f('ix_score_entry_rubric_id'))
        table.drop_index(op.f('ix_score_entry_nominee_id'))

    op.drop_table('score_entry')
    with op.batch_alter_table('assessment') as table:
        table.drop_index(op.f('ix_assessment_nominee_id'))
        table.drop_index(op.f('ix_assessment_congress_id'))

    op.drop_table('assessment')
    op.drop_table('signed_paper')
    op.drop_table('criterion')
    with op.batch_alter_table('rubric') as table:
        table.drop_index(op.f('ix_rubric_congress_id'))

    op.drop_table('rubric')
    with op.batch_alter_table('minutes') as table:
        table.drop_index('uq_minutes_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        table.drop_index(op.f('ix_minutes_unit_id'))
        table.drop_index(op.f('ix_minutes_congress_id'))

    op.drop_table('minutes')
