ALTER TABLE "approval_grant" ADD COLUMN "given_for" UUID, ADD COLUMN "given_for_name" TEXT, ADD COLUMN "seconded_for" UUID, ADD COLUMN "seconded_for_name" TEXT;

-- As before; and who may not decide any more lends no place either, so what was granted for them while they were away ends too.
CREATE OR REPLACE FUNCTION grants_end_with_the_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decides BOOLEAN := TG_OP = 'UPDATE' AND NEW.deactivated_at IS NULL AND NEW.role <> 'viewer';
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.deactivated_at IS NULL AND NEW.role IN ('admin', 'owner') THEN
        RETURN NULL;
    END IF;
    WITH ended AS (
        UPDATE approval_grant SET revoked_at = now(), revoked_by_name = 'Dataing, because ' || OLD.name || ' may not grant any more'
        WHERE tenant_id = OLD.tenant_id AND revoked_at IS NULL AND expires_at > now()
            AND (OLD.id IN (given_by, seconded_by) OR (NOT decides AND OLD.id IN (given_for, seconded_for)))
        RETURNING id, tenant_id, investigation_id, request_id, tables, expires_at
    )
    INSERT INTO audit_entry (tenant_id, actor_kind, actor_name, action, subject_kind, subject_id, subject_name, before)
    SELECT ended.tenant_id, 'system', 'Dataing', 'approvalGrantRevoked', 'investigation', investigation_id::text, view.title,
        jsonb_build_object('id', ended.id, 'requestId', request_id, 'tables', tables, 'until', expires_at)::text
    FROM ended JOIN investigation_view AS view ON view.id = ended.investigation_id;
    RETURN NULL;
END
$$;
