/**
 * The age of a desk's order when it was carried out. An order carried out twice counts where it was older, which was the later execution.
 */
export const lifeAge = `
ALTER TABLE life_event ADD COLUMN age_ms REAL NOT NULL DEFAULT 0;
`;
