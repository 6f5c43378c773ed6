/**
 * The requests to staff that a citizen made after the ticket was issued (null: only those in the ticket's event), and the requests that
 * staff last acknowledged (null: none).
 */
export const askedOfStaff = `
ALTER TABLE ticket ADD COLUMN asked_preferential INTEGER CHECK (asked_preferential IN (0, 1));
ALTER TABLE ticket ADD COLUMN asked_come_and_fetch INTEGER CHECK (asked_come_and_fetch IN (0, 1));
ALTER TABLE ticket ADD COLUMN seen_preferential INTEGER CHECK (seen_preferential IN (0, 1));
ALTER TABLE ticket ADD COLUMN seen_come_and_fetch INTEGER CHECK (seen_come_and_fetch IN (0, 1));
`;
