/**
 * Dead letters (events set aside) can be resent: by a technician, or because the centre has a new release, which may accept them.
 */
export const requeue = `
-- 1 from the moment it waits again until it has been answered.
ALTER TABLE dead_letter ADD COLUMN requeued INTEGER NOT NULL DEFAULT 0 CHECK (requeued IN (0, 1));
-- The centre's release when dead letters were last sent again; null while it has named none.
ALTER TABLE centre ADD COLUMN release TEXT;
`;
