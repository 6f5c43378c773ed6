/**
 * The age of a desk's command when it was carried out. If two kiosks carried it out, the execution with the greater age counts, which was
 * the later one.
 */
export const lifeAge = `
ALTER TABLE life_event ADD COLUMN age_ms REAL NOT NULL DEFAULT 0;
`;
