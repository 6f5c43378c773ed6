/**
 * What a ticket's holder asked of the staff after it was given (null: nothing else than its event says), and to what the staff last said that
 * somebody is coming (null: to nothing).
 */
export const askedOfStaff = `
ALTER TABLE ticket ADD COLUMN asked_preferential INTEGER CHECK (asked_preferential IN (0, 1));
ALTER TABLE ticket ADD COLUMN asked_come_and_fetch INTEGER CHECK (asked_come_and_fetch IN (0, 1));
ALTER TABLE ticket ADD COLUMN seen_preferential INTEGER CHECK (seen_preferential IN (0, 1));
ALTER TABLE ticket ADD COLUMN seen_come_and_fetch INTEGER CHECK (seen_come_and_fetch IN (0, 1));
`;
