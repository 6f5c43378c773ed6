/**
 * `kiosk.replaces` is the kiosk that this one replaces. `enrolment.replaces` is true if the kiosk asked for a replacement before a person
 * confirmed it.
 */
export const replacedKiosks: readonly string[] = [
  `ALTER TABLE kiosk ADD COLUMN replaces uuid`,
  // A kiosk has at most one successor.
  `CREATE UNIQUE INDEX kiosk_by_replaced ON kiosk (city_id, replaces) WHERE replaces IS NOT NULL`,
  `ALTER TABLE enrolment ADD COLUMN replaces boolean NOT NULL DEFAULT false`,
];
