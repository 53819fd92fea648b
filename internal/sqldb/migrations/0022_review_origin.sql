-- Where a review came from and its words as they are looked for. All reviews are read from the log anew, to fill them in.
ALTER TABLE review ADD COLUMN source BIGINT NOT NULL DEFAULT 0;
ALTER TABLE review ADD COLUMN survey TEXT NOT NULL DEFAULT '';
ALTER TABLE review ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE review ADD COLUMN author TEXT NOT NULL DEFAULT '';
DELETE FROM review;
DELETE FROM review_place;
