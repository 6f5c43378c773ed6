/**
 * The identity with which this replaced kiosk has yet to report the last event of its journal to the centre, and until when it tries: JSON
 * of `EndToState`; null once the centre has the report.
 */
export const endToState = `
ALTER TABLE centre ADD COLUMN end_to_state TEXT;
`;
