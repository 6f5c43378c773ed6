/** Whose papers are set in large letters; null where nobody asked for it. Only here and in the journal, and gone with the day. */
export const largePrint = `
ALTER TABLE ticket ADD COLUMN large_print INTEGER CHECK (large_print = 1);
`;
