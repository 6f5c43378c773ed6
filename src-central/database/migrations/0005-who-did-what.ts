/**
 * Tokens get a role, an end and optionally one office. The audit gets actor, action, object, result, time and address. technician_action is
 * computed from events and can be computed again.
 */
export const whoDidWhat: readonly string[] = [
  // The previous release checks neither role nor end. It therefore must not find tokens of this release, whose hashes have another form.
  // Existing tokens, and tokens that replicas of the previous release make meanwhile, have all rights for a year.
  `ALTER TABLE access_token ADD COLUMN role text NOT NULL DEFAULT 'administrator'`,
  // Null: every office of the city.
  `ALTER TABLE access_token ADD COLUMN office_id text`,
  `ALTER TABLE access_token ADD COLUMN until_at timestamptz NOT NULL
    DEFAULT date_trunc('milliseconds', now()) + interval '365 days'`,
  // Null: the token of a booking system was made without an end.
  `ALTER TABLE channel_token ADD COLUMN until_at timestamptz`,

  // `who` is name and id in one text, as the previous release writes it. Queries split it, because this migration could not rewrite so many
  // rows in the 30 seconds of a statement.
  `ALTER TABLE audit ALTER COLUMN who SET DEFAULT ''`,
  `ALTER TABLE audit ADD COLUMN token_id uuid`,
  `ALTER TABLE audit ADD COLUMN token_name text`,
  `ALTER TABLE audit ADD COLUMN role text`,
  `ALTER TABLE audit ADD COLUMN result text NOT NULL DEFAULT 'done'`,
  `ALTER TABLE audit ADD COLUMN address text`,
  // Equal actions within a window of time are counted in one row.
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
