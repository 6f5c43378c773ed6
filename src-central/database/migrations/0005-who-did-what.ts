/**
 * Tokens get a role, perhaps one office, and an end; the audit tells who, what, on what, how it ended, when and from where; what technicians
 * did at kiosks is made of facts, and can be made again.
 */
export const whoDidWhat: readonly string[] = [
  // Tokens of this release have a hash that the release before does not find: it asks neither for a role nor for an end.
  // Those that are there, and those that a replica of the release before makes, may do what every token could, for a year.
  `ALTER TABLE access_token ADD COLUMN role text NOT NULL DEFAULT 'administrator'`,
  // Null: every office of the city.
  `ALTER TABLE access_token ADD COLUMN office_id text`,
  `ALTER TABLE access_token ADD COLUMN until_at timestamptz NOT NULL
    DEFAULT date_trunc('milliseconds', now()) + interval '365 days'`,
  // Null: of a booking system's token that was made without an end.
  `ALTER TABLE channel_token ADD COLUMN until_at timestamptz`,

  // One text of name and id, as the release before writes it. It is taken apart when it is read: rows are many, and a statement has 30 seconds.
  `ALTER TABLE audit ALTER COLUMN who SET DEFAULT ''`,
  `ALTER TABLE audit ADD COLUMN token_id uuid`,
  `ALTER TABLE audit ADD COLUMN token_name text`,
  `ALTER TABLE audit ADD COLUMN role text`,
  `ALTER TABLE audit ADD COLUMN result text NOT NULL DEFAULT 'done'`,
  `ALTER TABLE audit ADD COLUMN address text`,
  // Several alike within a window of time are one row.
  `ALTER TABLE audit ADD COLUMN times int NOT NULL DEFAULT 1`,
  `ALTER TABLE audit ADD COLUMN last_at timestamptz`,

  `CREATE TABLE technician_action (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    event_id uuid NOT NULL,
    office_id text NOT NULL,
    -- What belongs together, from coming in to leaving.
    visit_id uuid NOT NULL,
    action text NOT NULL,
    result text NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, event_id)
  )`,
  `CREATE INDEX technician_action_by_time ON technician_action (city_id, happened_at, event_id)`,
];
