/** How old a desk's order was when it was carried out: of one that was carried out twice the older holds. */
export const lifeAge = `
ALTER TABLE life_event ADD COLUMN age_ms REAL NOT NULL DEFAULT 0;
`;
