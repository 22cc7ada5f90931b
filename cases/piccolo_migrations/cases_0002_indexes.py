from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "cases-0002-indexes"
VERSION = "1.38.0"
DESCRIPTION = "indexes"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create_indexes():
        for sql in INDEXES:
            await engine_finder().run_ddl(sql)

    manager.add_raw(create_indexes)
    return manager


INDEXES = (
        'CREATE INDEX cases_evidence_file_report ON cases_evidence_file (report)',
        'CREATE INDEX cases_approval_case ON cases_approval ("case")',
        'CREATE UNIQUE INDEX cases_consent_once ON cases_consent (approval, staff)',
        'CREATE UNIQUE INDEX cases_grant_pair ON cases_grant ("case", staff)',
        'CREATE INDEX cases_grant_staff ON cases_grant (staff)',
        'CREATE UNIQUE INDEX cases_former_case_key_number ON cases_former_case_key ("case", number)',
        'CREATE INDEX cases_handed_key_case ON cases_handed_key ("case")',
        'CREATE INDEX cases_report_case ON cases_report ("case")',
        'CREATE INDEX cases_identity_day ON cases_identity (given_on)',
        'CREATE INDEX cases_disclosure_identity ON cases_disclosure (identity)',
        'CREATE UNIQUE INDEX cases_message_number ON cases_message (report, number)',
        'CREATE UNIQUE INDEX cases_message_once ON cases_message (report, once_mark)',
        'CREATE UNIQUE INDEX cases_event_number ON cases_event ("case", number)',
        'CREATE INDEX cases_channel_change_channel ON cases_channel_change (channel)',
        'CREATE INDEX cases_claim_case ON cases_claim ("case")',
        'CREATE INDEX cases_claim_salesperson ON cases_claim (salesperson_token)',
        'CREATE INDEX cases_claim_waiting ON cases_claim (checked, sealed_by, id)',
        'CREATE INDEX cases_finding_case ON cases_finding ("case")',
        'CREATE INDEX cases_finding_claim ON cases_finding (claim)',
        'CREATE INDEX cases_finding_sifted ON cases_finding (state, grade, found_on, kind, store, mark, "case", salesperson_token, id)',
        'CREATE INDEX cases_finding_act_finding ON cases_finding_act (finding)',
        'CREATE UNIQUE INDEX cases_log_entry_subject ON cases_log_entry (subject, number)',
        'CREATE UNIQUE INDEX cases_log_entry_position ON cases_log_entry (position)',
        'CREATE INDEX cases_case_day ON cases_case (opened_on)',
        'CREATE INDEX cases_report_day ON cases_report (received_on)',
        'CREATE INDEX cases_message_day ON cases_message (sent_on)',
        'CREATE INDEX cases_event_day ON cases_event (day)',
        'CREATE INDEX cases_log_entry_day ON cases_log_entry (day)',
        'CREATE INDEX cases_case_subject ON cases_case (subject_token)',
        'CREATE INDEX cases_case_salesperson ON cases_case (salesperson_token)',
        'CREATE INDEX cases_order_key ON cases_order (order_key)',
        'CREATE INDEX cases_order_phone ON cases_order (phone_token)',
        'CREATE INDEX cases_order_payer_phone ON cases_order (payer_phone_token) WHERE payer_phone_token IS NOT NULL',
        'CREATE INDEX cases_order_consignee_phone ON cases_order (consignee_phone_token) WHERE consignee_phone_token IS NOT NULL',
        'CREATE INDEX cases_order_name ON cases_order (name_token, name_salesperson_token, last_four_name_token)',
        'CREATE INDEX cases_order_payee ON cases_order (payee_account_token) WHERE payee_account_token IS NOT NULL',
        'CREATE INDEX cases_payment_payee ON cases_payment (payee_account_token) WHERE payee_account_token IS NOT NULL',
        'CREATE INDEX cases_lead_name ON cases_lead (name_token, name_salesperson_token, last_four_name_token)',
        'CREATE INDEX cases_order_salesperson_amount ON cases_order (salesperson, amount_fen, ordered_day, store, status)',
        'CREATE INDEX cases_order_day ON cases_order (ordered_day, amount_fen)',
        'CREATE INDEX cases_payment_order ON cases_payment (order_key)',
        'CREATE INDEX cases_payment_name ON cases_payment (name_token, order_key)',
        'CREATE INDEX cases_lead_phone ON cases_lead (phone_token)',
        'CREATE INDEX cases_lead_salesperson_quoted ON cases_lead (salesperson, quoted_amount_fen)',
        'CREATE INDEX cases_lead_quoted ON cases_lead (quoted_amount_fen, created_day)',
        'CREATE INDEX cases_salesperson_phone ON cases_salesperson (phone_token)',
        'CREATE INDEX cases_import_former_import ON cases_import_former (import_id)',
        'CREATE INDEX cases_import_former_from ON cases_import_former (former_import_id)',
        'CREATE INDEX cases_contact_change_import ON cases_contact_change (import_id)',
        'CREATE INDEX cases_contact_change_day ON cases_contact_change (changed_on)',
        'CREATE UNIQUE INDEX cases_saved_mapping_source ON cases_saved_mapping (kind, fingerprint)',
        'CREATE UNIQUE INDEX cases_former_key_number ON cases_former_key (staff, number)',
        'CREATE INDEX cases_passkey_staff ON cases_passkey (staff)',
        'CREATE INDEX cases_look_up_day ON cases_look_up (day)',
        'CREATE INDEX cases_call_act_invitation ON cases_call_act (invitation, at)',
        'CREATE INDEX cases_staff_act_day ON cases_staff_act (day)',
        'CREATE INDEX cases_night_change_night ON cases_night_change (night)',
        'CREATE INDEX cases_night_change_finding ON cases_night_change (finding)',
        'CREATE INDEX cases_form_act_name ON cases_form_act (name)',
)
