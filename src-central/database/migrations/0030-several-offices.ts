/** A person may have several offices. The column is renamed in place, because no release with people had been published. */
export const severalOffices: readonly string[] = [
  `ALTER TABLE person ALTER COLUMN office_id TYPE text[]
    USING CASE WHEN office_id IS NULL THEN NULL ELSE ARRAY[office_id] END`,
  `ALTER TABLE person RENAME COLUMN office_id TO office_ids`,
];
