/**
 * Whether a ticket's papers are in large print; null: usual print. Only this kiosk stores it, in this column and the journal: retention
 * blanks the column (class `need`) and deletes old segments of the journal.
 */
export const largePrint = `
ALTER TABLE ticket ADD COLUMN large_print INTEGER CHECK (large_print = 1);
`;
