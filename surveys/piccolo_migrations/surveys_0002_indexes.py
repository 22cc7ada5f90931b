from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "surveys-0002-indexes"
VERSION = "1.38.0"
DESCRIPTION = "indexes"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def create_indexes():
        for sql in INDEXES:
            await engine_finder().run_ddl(sql)

    manager.add_raw(create_indexes)
    return manager


INDEXES = (
        'CREATE UNIQUE INDEX surveys_outbox_kind_key ON surveys_outbox (kind, key)',
        'CREATE INDEX surveys_outbox_open ON surveys_outbox (done, lease_until_ms)',
        'CREATE INDEX surveys_answer_file_invitation ON surveys_answer_file (invitation)',
        'CREATE INDEX surveys_invitation_campaign ON surveys_invitation (campaign)',
        'CREATE INDEX surveys_invitation_subject ON surveys_invitation (subject_ref)',
        'CREATE INDEX surveys_invitation_contact ON surveys_invitation (contact_token, invited_on)',
        'CREATE UNIQUE INDEX surveys_response_invitation ON surveys_response (invitation)',
        'CREATE UNIQUE INDEX surveys_former_answers_revision ON surveys_former_answers (response, revision)',
        'CREATE INDEX surveys_response_day ON surveys_response (answered_on, id)',
        'CREATE INDEX surveys_response_kind ON surveys_response (version, kind, answered_on, id)',
        'CREATE UNIQUE INDEX surveys_delivery_invitation ON surveys_delivery (invitation, number)',
        'CREATE INDEX surveys_delivery_due ON surveys_delivery (state, due_at)',
        'CREATE INDEX surveys_attempt_invitation ON surveys_attempt (invitation)',
        'CREATE INDEX surveys_invitation_phone ON surveys_invitation (state, phone_from)',
        'CREATE INDEX surveys_invitation_seller ON surveys_invitation (salesperson, invited_on)',
        'CREATE UNIQUE INDEX surveys_contact_mark_contact ON surveys_contact_mark (kind, contact_token)',
        'CREATE INDEX surveys_result_slip_waiting ON surveys_result_slip (waiting, version, month, store_token)',
        'CREATE INDEX surveys_result_slip_month ON surveys_result_slip (version, month, id)',
        'CREATE UNIQUE INDEX surveys_result_sum_scope ON surveys_result_sum (version, scope, month, scope_token)',
)
