-- Whether a link shows what is measured, and of which days.
ALTER TABLE map_share ADD COLUMN figures TEXT NOT NULL DEFAULT '';
