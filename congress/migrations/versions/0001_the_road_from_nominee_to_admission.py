"""The road from nominee to admission."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0001'
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('previous', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('digest', name=op.f('uq_audit_entry_digest')),
    sa.UniqueConstraint('previous', name=op.f('uq_audit_entry_previous'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_action'), ['action'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject'), ['subject'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', name='jobstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_table('unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('vintage', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('province', 'district', 'commune', 'town', 'agency', name='unitkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_unit_valid_period')),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('code', 'vintage', name=op.f('uq_unit_code_vintage'))
    )
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_parent_id'), ['parent_id'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('username', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'organizer', 'officer', 'council', 'commune', 'subcommittee', 'gate', 'supervisor', 'credentials', 'leader', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("role <> 'commune' OR unit_id IS NOT NULL", name=op.f('ck_account_clerk_has_unit')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_account_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('username', name=op.f('uq_account_username'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_unit_id'), ['unit_id'], unique=False)

    op.create_table('congress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('host_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('seats_limit', sa.Integer(), nullable=False),
    sa.Column('rules', sa.String(), nullable=False),
    sa.Column('preset', sa.String(), nullable=False),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('locked_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('seats > 0 AND seats <= seats_limit', name=op.f('ck_congress_seats_within_limit')),
    sa.ForeignKeyConstraint(['host_id'], ['unit.id'], name=op.f('fk_congress_host_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_congress')),
    sa.UniqueConstraint('code', name=op.f('uq_congress_code'))
    )
    op.create_table('succession',
    sa.Column('predecessor_id', sa.Integer(), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['predecessor_id'], ['unit.id'], name=op.f('fk_succession_predecessor_id_unit')),
    sa.ForeignKeyConstraint(['successor_id'], ['unit.id'], name=op.f('fk_succession_successor_id_unit')),
    sa.PrimaryKeyConstraint('predecessor_id', 'successor_id', name=op.f('pk_succession'))
    )
    op.create_table('agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_agenda_item_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('congress_id', 'position', name=op.f('uq_agenda_item_congress_id_position'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_item_congress_id'), ['congress_id'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('task', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_assignment_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_congress_id'), ['congress_id'], unique=False)

    op.create_table('composition_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('side', sa.Enum('direct', 'invited', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_composition_group_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_composition_group')),
    sa.UniqueConstraint('congress_id', 'code', name=op.f('uq_composition_group_congress_id_code'))
    )
    with op.batch_alter_table('composition_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_composition_group_congress_id'), ['congress_id'], unique=False)

    op.create_table('gate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_gate_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate')),
    sa.UniqueConstraint('congress_id', 'name', name=op.f('uq_gate_congress_id_name'))
    )
    with op.batch_alter_table('gate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_congress_id'), ['congress_id'], unique=False)

    op.create_table('hall',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('plan', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_hall_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hall')),
    sa.UniqueConstraint('congress_id', name=op.f('uq_hall_congress_id'))
    )
    op.create_table('participation',
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_participation_congress_id_congress')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_participation_unit_id_unit')),
    sa.PrimaryKeyConstraint('congress_id', 'unit_id', name=op.f('pk_participation'))
    )
    op.create_table('selection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'draft', 'infeasible', 'time_limit', 'stale', 'failed', 'approved', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rules', sa.String(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('input_digest', sa.String(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('job_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_selection_congress_id_congress')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_selection_job_id_job')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection'))
    )
    with op.batch_alter_table('selection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_selection_congress_id'), ['congress_id'], unique=False)

    op.create_table('signing_key',
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('private_key', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_signing_key_congress_id_congress')),
    sa.PrimaryKeyConstraint('congress_id', name=op.f('pk_signing_key'))
    )
    op.create_table('sitting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('is_rehearsal', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_sitting_congress_id_congress')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting')),
    sa.UniqueConstraint('congress_id', 'code', name=op.f('uq_sitting_congress_id_code'))
    )
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sitting_congress_id'), ['congress_id'], unique=False)

    op.create_table('workbook',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sent_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_workbook_congress_id_congress')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_workbook_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workbook')),
    sa.UniqueConstraint('congress_id', 'unit_id', 'digest', name=op.f('uq_workbook_congress_id_unit_id_digest'))
    )
    with op.batch_alter_table('workbook', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workbook_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workbook_unit_id'), ['unit_id'], unique=False)

    op.create_table('approval',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('selection_id', sa.Integer(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_approval_congress_id_congress')),
    sa.ForeignKeyConstraint(['selection_id'], ['selection.id'], name=op.f('fk_approval_selection_id_selection')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval')),
    sa.UniqueConstraint('congress_id', name=op.f('uq_approval_congress_id')),
    sa.UniqueConstraint('selection_id', name=op.f('uq_approval_selection_id'))
    )
    op.create_table('device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gate_id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(), nullable=False),
    sa.Column('enrolled_at', sa.DateTime(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['gate_id'], ['gate.id'], name=op.f('fk_device_gate_id_gate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_device_token_digest'))
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_gate_id'), ['gate_id'], unique=False)

    op.create_table('nominee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('workbook_id', sa.Integer(), nullable=True),
    sa.Column('person_key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_key', sa.String(), nullable=False),
    sa.Column('gender', sa.Enum('male', 'female', name='gender', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=False),
    sa.Column('ethnic_group', sa.String(), nullable=False),
    sa.Column('ethnic_scheme', sa.String(), nullable=False),
    sa.Column('ethnic_code', sa.String(), nullable=False),
    sa.Column('composition_group', sa.String(), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('village', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('is_party_member', sa.Boolean(), nullable=False),
    sa.Column('score', sa.Numeric(precision=8, scale=4), nullable=True),
    sa.Column('citizen_id', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('household', sa.String(), nullable=False),
    sa.Column('achievement', sa.String(), nullable=False),
    sa.Column('titles', sa.String(), nullable=False),
    sa.Column('votes_for', sa.Integer(), nullable=True),
    sa.Column('votes_present', sa.Integer(), nullable=True),
    sa.Column('status', sa.Enum('proposed', 'required', 'excluded', name='status', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("status = 'proposed' OR reason <> ''", name=op.f('ck_nominee_status_has_reason')),
    sa.CheckConstraint('score IS NULL OR (score >= 0 AND score <= 100)', name=op.f('ck_nominee_score_range')),
    sa.CheckConstraint('votes_for IS NULL OR votes_present IS NULL OR votes_for <= votes_present', name=op.f('ck_nominee_votes_within_present')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_nominee_congress_id_congress')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_nominee_unit_id_unit')),
    sa.ForeignKeyConstraint(['workbook_id'], ['workbook.id'], name=op.f('fk_nominee_workbook_id_workbook')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nominee')),
    sa.UniqueConstraint('congress_id', 'unit_id', 'person_key', name=op.f('uq_nominee_congress_id_unit_id_person_key'))
    )
    with op.batch_alter_table('nominee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nominee_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nominee_name_key'), ['name_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_nominee_person_key'), ['person_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_nominee_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_nominee_workbook_id'), ['workbook_id'], unique=False)

    op.create_table('delegate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('nominee_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_delegate_congress_id_congress')),
    sa.ForeignKeyConstraint(['nominee_id'], ['nominee.id'], name=op.f('fk_delegate_nominee_id_nominee')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_delegate_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegate')),
    sa.UniqueConstraint('congress_id', 'number', name=op.f('uq_delegate_congress_id_number')),
    sa.UniqueConstraint('nominee_id', name=op.f('uq_delegate_nominee_id'))
    )
    with op.batch_alter_table('delegate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegate_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegate_unit_id'), ['unit_id'], unique=False)

    op.create_table('absence_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegate_id', sa.Integer(), nullable=False),
    sa.Column('sitting_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('noted_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_absence_note_delegate_id_delegate')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_absence_note_sitting_id_sitting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence_note'))
    )
    with op.batch_alter_table('absence_note', schema=None) as batch_op:
        batch_op.create_index('ix_absence_note_delegate_sitting', ['delegate_id', 'sitting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_absence_note_sitting_id'), ['sitting_id'], unique=False)

    op.create_table('admission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegate_id', sa.Integer(), nullable=False),
    sa.Column('sitting_id', sa.Integer(), nullable=False),
    sa.Column('entry', sa.Integer(), nullable=False),
    sa.Column('scan_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_admission_delegate_id_delegate')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_admission_sitting_id_sitting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admission')),
    sa.UniqueConstraint('delegate_id', 'sitting_id', 'entry', name=op.f('uq_admission_delegate_id_sitting_id_entry')),
    sa.UniqueConstraint('scan_id', name=op.f('uq_admission_scan_id'))
    )
    with op.batch_alter_table('admission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admission_sitting_id'), ['sitting_id'], unique=False)

    op.create_table('badge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('delegate_id', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_reason', sa.String(), nullable=False),
    sa.CheckConstraint("revoked_at IS NULL OR revoked_reason <> ''", name=op.f('ck_badge_revoked_has_reason')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_badge_congress_id_congress')),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_badge_delegate_id_delegate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_badge')),
    sa.UniqueConstraint('delegate_id', 'serial', name=op.f('uq_badge_delegate_id_serial'))
    )
    with op.batch_alter_table('badge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_badge_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_badge_delegate_id'), ['delegate_id'], unique=False)

    op.create_table('placement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('delegate_id', sa.Integer(), nullable=False),
    sa.Column('seat_guid', sa.String(), nullable=False),
    sa.Column('seat_label', sa.String(), nullable=False),
    sa.Column('placed_at', sa.DateTime(), nullable=False),
    sa.Column('left_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_placement_congress_id_congress')),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_placement_delegate_id_delegate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement'))
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_placement_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_placement_delegate_id'), ['delegate_id'], unique=False)
        batch_op.create_index('uq_placement_current_delegate', ['delegate_id'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.create_index('uq_placement_current_seat', ['congress_id', 'seat_guid'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))

    op.create_table('scan',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('congress_id', sa.Integer(), nullable=False),
    sa.Column('sitting_id', sa.Integer(), nullable=True),
    sa.Column('delegate_id', sa.Integer(), nullable=True),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('direction', sa.Enum('in', 'out', name='direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_typed', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('shown', sa.Enum('admitted', 'already', 'left', 'refused', 'incident', name='shown', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('outcome', sa.Enum('admitted', 'already', 'left', 'refused', 'incident', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('first_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(outcome = 'refused') = (reason <> '')", name=op.f('ck_scan_refused_has_reason')),
    sa.CheckConstraint('(device_id IS NULL) <> (account_id IS NULL)', name=op.f('ck_scan_one_source')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_scan_account_id_account')),
    sa.ForeignKeyConstraint(['congress_id'], ['congress.id'], name=op.f('fk_scan_congress_id_congress')),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_scan_delegate_id_delegate')),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_scan_device_id_device')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_scan_sitting_id_sitting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan'))
    )
    with op.batch_alter_table('scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scan_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index('ix_scan_story', ['sitting_id', 'delegate_id', 'at'], unique=False)



def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('scan', schema=None) as batch_op:
        batch_op.drop_index('ix_scan_story')
        batch_op.drop_index(batch_op.f('ix_scan_congress_id'))

    op.drop_table('scan')
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('uq_placement_current_seat', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.drop_index('uq_placement_current_delegate', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_placement_delegate_id'))
        batch_op.drop_index(batch_op.f('ix_placement_congress_id'))

    op.drop_table('placement')
    with op.batch_alter_table('badge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_badge_delegate_id'))
        batch_op.drop_index(batch_op.f('ix_badge_congress_id'))

    op.drop_table('badge')
    with op.batch_alter_table('admission', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_admission_sitting_id'))

    op.drop_table('admission')
    with op.batch_alter_table('absence_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_absence_note_sitting_id'))
        batch_op.drop_index('ix_absence_note_delegate_sitting')

    op.drop_table('absence_note')
    with op.batch_alter_table('delegate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegate_unit_id'))
        batch_op.drop_index(batch_op.f('ix_delegate_congress_id'))

    op.drop_table('delegate')
    with op.batch_alter_table('nominee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nominee_workbook_id'))
        batch_op.drop_index(batch_op.f('ix_nominee_unit_id'))
        batch_op.drop_index(batch_op.f('ix_nominee_person_key'))
        batch_op.drop_index(batch_op.f('ix_nominee_name_key'))
        batch_op.drop_index(batch_op.f('ix_nominee_congress_id'))

    op.drop_table('nominee')
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_gate_id'))

    op.drop_table('device')
    op.drop_table('approval')
    with op.batch_alter_table('workbook', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workbook_unit_id'))
        batch_op.drop_index(batch_op.f('ix_workbook_congress_id'))

    op.drop_table('workbook')
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sitting_congress_id'))

    op.drop_table('sitting')
    op.drop_table('signing_key')
    with op.batch_alter_table('selection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_selection_congress_id'))

    op.drop_table('selection')
    op.drop_table('participation')
    op.drop_table('hall')
    with op.batch_alter_table('gate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_congress_id'))

    op.drop_table('gate')
    with op.batch_alter_table('composition_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_composition_group_congress_id'))

    op.drop_table('composition_group')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_congress_id'))

    op.drop_table('assignment')
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_item_congress_id'))

    op.drop_table('agenda_item')
    op.drop_table('succession')
    op.drop_table('congress')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_unit_id'))

    op.drop_table('account')
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_parent_id'))

    op.drop_table('unit')
    op.drop_table('job')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_actor_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_action'))

    op.drop_table('audit_entry')
