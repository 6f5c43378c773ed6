/** How an entry of the waiting list is reached, and the secret that an identified person's list gives their booking. */
export const waitingList: readonly string[] = [
  // `unsaid`: offers in a row that no message announced, while messages reached others. `by` and `sealed`: the address to write to, with the secret of the entry. `holder_by`: the proof that an offer asks for.
  `ALTER TABLE booking_wait ADD COLUMN holder_by text, ADD COLUMN by text, ADD COLUMN sealed text,
    ADD COLUMN said_offer timestamptz, ADD COLUMN tries integer NOT NULL DEFAULT 0, ADD COLUMN next_try_at timestamptz,
    ADD COLUMN unsaid integer NOT NULL DEFAULT 0`,
  'CREATE INDEX booking_wait_by_booking ON booking_wait (city_id, moves) WHERE moves IS NOT NULL',
  'ALTER TABLE booking ADD COLUMN opened_by text',
  'CREATE INDEX booking_by_opening ON booking (city_id, opened_by) WHERE opened_by IS NOT NULL',
];
