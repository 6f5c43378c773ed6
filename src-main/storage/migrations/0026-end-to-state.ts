/**
 * The identity with which this replaced kiosk states to the centre how its journal ended, and until when: JSON of `EndToState`; null once
 * the centre knows.
 */
export const endToState = `
ALTER TABLE centre ADD COLUMN end_to_state TEXT;
`;
