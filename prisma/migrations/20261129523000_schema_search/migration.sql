-- The forms go out of line, so that a search over all tables reads their names only.
ALTER TABLE "table_version" SET (toast_tuple_target = 256);
ALTER TABLE "table_version" ALTER COLUMN "search" SET STORAGE MAIN, ALTER COLUMN "column_search" SET STORAGE MAIN;
