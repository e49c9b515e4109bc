-- Who may no longer have approvals remembered (deactivated, removed, or no admin any more, by whichever way) leaves no grant behind, and the trail says so.
CREATE FUNCTION grants_end_with_the_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.deactivated_at IS NULL AND NEW.role IN ('admin', 'owner') THEN
        RETURN NULL;
    END IF;
    WITH ended AS (
        UPDATE approval_grant SET revoked_at = now(), revoked_by_name = 'Dataing, because ' || OLD.name || ' may not grant any more'
        WHERE tenant_id = OLD.tenant_id AND revoked_at IS NULL AND expires_at > now() AND OLD.id IN (given_by, seconded_by)
        RETURNING id, tenant_id, investigation_id, request_id, tables, expires_at
    )
    INSERT INTO audit_entry (tenant_id, actor_kind, actor_name, action, subject_kind, subject_id, subject_name, before)
    SELECT ended.tenant_id, 'system', 'Dataing', 'approvalGrantRevoked', 'investigation', investigation_id::text, view.title,
        jsonb_build_object('id', ended.id, 'requestId', request_id, 'tables', tables, 'until', expires_at)::text
    FROM ended JOIN investigation_view AS view ON view.id = ended.investigation_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER grants_end_with_the_right AFTER UPDATE OF role, deactivated_at OR DELETE ON "person" FOR EACH ROW EXECUTE FUNCTION grants_end_with_the_right();
