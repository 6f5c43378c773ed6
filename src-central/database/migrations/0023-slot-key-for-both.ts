/**
 * Restores the unique key by slot that the previous release names in `ON CONFLICT (city_id, office_id, slot)`, so that its replicas can
 * enrol kiosks beside this release. A kiosk whose slot was given to another does not occupy that key: 100 is added to its slot each time,
 * so its numbers still follow from `slot % 100`.
 */
export const slotKeyForBoth: readonly string[] = [
  `ALTER TABLE kiosk DROP CONSTRAINT kiosk_slot_check`,
  `ALTER TABLE kiosk ADD CONSTRAINT kiosk_slot_check CHECK (CASE WHEN slot_given_again THEN slot % 100 <> 0 AND slot > 0 ELSE slot BETWEEN 1 AND 99 END)`,
  `UPDATE kiosk SET slot = kiosk.slot + 100 * given.times FROM (
      SELECT city_id, kiosk_id, row_number() OVER (PARTITION BY city_id, office_id, slot ORDER BY ended_at, kiosk_id) AS times
      FROM kiosk WHERE slot_given_again) AS given
    WHERE kiosk.city_id = given.city_id AND kiosk.kiosk_id = given.kiosk_id`,
  `CREATE UNIQUE INDEX kiosk_by_any_slot ON kiosk (city_id, office_id, slot)`,
  `DROP INDEX kiosk_by_slot`,
];
