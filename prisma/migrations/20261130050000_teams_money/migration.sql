-- For which team a case is; what it used stays the team's when the team goes.
ALTER TABLE "investigation_view" ADD COLUMN "team_id" UUID;
ALTER TABLE "usage_entry" ADD COLUMN "team_id" UUID;

ALTER TABLE "api_key" ADD COLUMN "team_id" UUID REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;
