/**
 * The end of a replaced kiosk's journal, signed by that kiosk, and whether its slot has a new kiosk. A slot may then have several kiosks,
 * only one of which has not ended, so the unique key of 0001 is dropped. 0023 restores that key, because replicas of the previous release
 * name it.
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
