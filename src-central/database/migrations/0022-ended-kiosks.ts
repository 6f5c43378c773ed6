/**
 * Where the journal of a replaced kiosk ends, by its own key, and whether its slot was given again. A slot has one kiosk beside those that have ended: the key of
 * 0001 knew none of these. 0023 gives that key back, because replicas of the release before name it.
 */
export const endedKiosks: readonly string[] = [
  `ALTER TABLE kiosk ADD COLUMN ended_at timestamptz`,
  `ALTER TABLE kiosk ADD COLUMN ended_incarnation uuid`,
  `ALTER TABLE kiosk ADD COLUMN ended_journal jsonb`,
  `ALTER TABLE kiosk ADD COLUMN end_signature text`,
  `ALTER TABLE kiosk ADD COLUMN slot_given_again boolean NOT NULL DEFAULT false`,
  `ALTER TABLE kiosk DROP CONSTRAINT kiosk_city_id_office_id_slot_key`,
  `CREATE UNIQUE INDEX kiosk_by_slot ON kiosk (city_id, office_id, slot) WHERE NOT slot_given_again`,
];
