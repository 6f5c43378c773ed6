/**
 * The address of a waiting-list entry, and `opened_by`: the second secret of a booking, for the list of an identified person's bookings.
 */
export const waitingList: readonly string[] = [
  // `unsaid`: offers in a row that no message announced while the gateway could send others. `by`, `sealed`: the address, with the entry's
  // secret. `holder_by`: the proof that confirms an offer.
  `ALTER TABLE booking_wait ADD COLUMN holder_by text, ADD COLUMN by text, ADD COLUMN sealed text,
    ADD COLUMN said_offer timestamptz, ADD COLUMN tries integer NOT NULL DEFAULT 0, ADD COLUMN next_try_at timestamptz,
    ADD COLUMN unsaid integer NOT NULL DEFAULT 0`,
  'CREATE INDEX booking_wait_by_booking ON booking_wait (city_id, moves) WHERE moves IS NOT NULL',
  'ALTER TABLE booking ADD COLUMN opened_by text',
  'CREATE INDEX booking_by_opening ON booking (city_id, opened_by) WHERE opened_by IS NOT NULL',
];
