/** The number of partitions of `event` in migration 0001. */
const EVENT_PARTITIONS = 8;

/**
 * Events whose payload still has data that retention removes, and all events of types unknown at this release. `retention/to-blank.ts`
 * repeats this condition word for word, because PostgreSQL uses a partial index only for its own condition.
 */
export const TO_BLANK = `type = 'ticket-issued'
      AND (payload ? 'preferential' OR payload ? 'comeAndFetch' OR payload ->> 'followToken' IS NOT NULL)
    OR type = 'appointment-checked-in'
      AND (payload ->> 'preferential' <> 'false' OR payload ->> 'comeAndFetch' <> 'false' OR payload ->> 'appointmentId' IS NOT NULL
        OR payload ->> 'deskId' IS NOT NULL OR payload ->> 'appointmentStart' IS NOT NULL)
    OR type = 'attendance-proof-printed' AND payload ->> 'code' <> '000000000000'
    OR (v <> 1 OR type NOT IN ('ticket-issued', 'ticket-print-ended', 'appointment-checked-in', 'attendance-proof-printed', 'slot-given',
        'store-recovered', 'upload-rejected', 'profile-applied', 'printer-condition', 'technician-acted')) AND payload <> '{}'`;

/** The tables and indexes by which retention finds expired data and records its runs. */
export const retention: readonly string[] = [
  // All cities. It is the only table of cities' data without `city_id`, so that a replica can find its work. A distributed PostgreSQL has
  // the whole table on every machine.
  `CREATE TABLE city (name text PRIMARY KEY, since timestamptz NOT NULL)`,
  `INSERT INTO city (name, since) SELECT city_id, min(created_at) FROM access_token GROUP BY city_id`,
  `INSERT INTO city (name, since) SELECT city_id, min(changed_at) FROM office GROUP BY city_id ON CONFLICT (name) DO NOTHING`,
  `CREATE TABLE retention_run (
    city_id text NOT NULL,
    -- Which replica works at it, and until when the others leave it alone.
    holder uuid,
    lease_until timestamptz,
    started_at timestamptz NOT NULL,
    -- Of the last run that came to its end: when, what it took for now, and how much of every class it ended.
    ended_at timestamptz,
    horizon_at timestamptz,
    counts jsonb,
    PRIMARY KEY (city_id)
  )`,
  // Each partition has its own statement, because the driver ends a statement after thirty seconds.
  ...Array.from(
    { length: EVENT_PARTITIONS },
    (_, part) =>
      `CREATE INDEX event_${part}_to_blank ON event_${part} (city_id, kiosk_id, received_at) WHERE ${TO_BLANK}`,
  ),
  `CREATE INDEX appointment_by_reference ON appointment (city_id, reference)`,
  `CREATE INDEX audit_of_bookings ON audit (city_id, at) WHERE detail ? 'appointmentId' OR detail ? 'reference'`,
];
