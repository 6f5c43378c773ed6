/**
 * Whether a ticket's papers are in large print; null: usual print. Only this column and the journal contain it, and both are deleted after
 * the day.
 */
export const largePrint = `
ALTER TABLE ticket ADD COLUMN large_print INTEGER CHECK (large_print = 1);
`;
