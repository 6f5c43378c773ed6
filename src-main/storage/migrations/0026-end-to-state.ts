/** Where and until when this replaced kiosk says how its journal ended: JSON of `EndToState`; null once the centre knows. */
export const endToState = `
ALTER TABLE centre ADD COLUMN end_to_state TEXT;
`;
