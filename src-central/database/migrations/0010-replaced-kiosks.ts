/** A kiosk that takes another one's place: which, and that it said so before a person confirmed it. */
export const replacedKiosks: readonly string[] = [
  `ALTER TABLE kiosk ADD COLUMN replaces uuid`,
  // Each has one successor at most.
  `CREATE UNIQUE INDEX kiosk_by_replaced ON kiosk (city_id, replaces) WHERE replaces IS NOT NULL`,
  `ALTER TABLE enrolment ADD COLUMN replaces boolean NOT NULL DEFAULT false`,
];
