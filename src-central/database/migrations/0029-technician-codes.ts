/**
 * Codes of named persons for kiosks. `sealed` is the code's hash, encrypted with a key outside the database; it is empty once the code has
 * ended.
 */
export const technicianCodes: readonly string[] = [
  `CREATE TABLE technician_code (
    city_id text NOT NULL,
    code_id uuid NOT NULL,
    -- Empty once its time is over; what the person did stays, under the id of the code.
    name text NOT NULL,
    role text NOT NULL,
    office_ids text[] NOT NULL,
    starts text NOT NULL,
    sealed text NOT NULL,
    made_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (city_id, code_id)
  )`,
  `CREATE INDEX technician_code_by_end ON technician_code (city_id, until_at)`,
  // Null: the technician used the shared PIN or code.
  `ALTER TABLE technician_action ADD COLUMN code_id uuid`,
];
