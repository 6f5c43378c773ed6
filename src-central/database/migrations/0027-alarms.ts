/** A city's rules for alarms, the alarms that they raised, and the messages about these alarms. */
export const alarms: readonly string[] = [
  // The city's row is also the lock of the one replica that looks at the city.
  `CREATE TABLE alarm_rules (
    city_id text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    looked_at timestamptz NOT NULL,
    awake_since timestamptz NOT NULL,
    PRIMARY KEY (city_id)
  )`,
  // The table is separate from `alarm`, because a replica of the previous release sends every row of `alarm` in its answers and knows no
  // other kinds.
  `CREATE TABLE raised_alarm (
    city_id text NOT NULL,
    alarm_id uuid NOT NULL,
    rule_id text NOT NULL,
    kind text NOT NULL,
    cause text NOT NULL,
    subject text NOT NULL,
    office_id text,
    kiosk_id uuid,
    since timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    ended_at timestamptz,
    message_at timestamptz,
    is_due boolean NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text NOT NULL DEFAULT '',
    PRIMARY KEY (city_id, alarm_id)
  )`,
  `CREATE UNIQUE INDEX raised_alarm_open ON raised_alarm (city_id, rule_id, kind, subject) WHERE ended_at IS NULL`,
  'CREATE INDEX raised_alarm_of_subject ON raised_alarm (city_id, kind, subject)',
  `CREATE INDEX raised_alarm_due ON raised_alarm (city_id, rule_id) WHERE is_due`,
  `CREATE INDEX raised_alarm_by_time ON raised_alarm (city_id, opened_at)`,
  `CREATE TABLE alarm_message (
    city_id text NOT NULL,
    message_id uuid NOT NULL,
    rule_id text NOT NULL,
    recipient_id text NOT NULL,
    content jsonb NOT NULL,
    written_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0,
    holder uuid,
    sent_at timestamptz,
    PRIMARY KEY (city_id, message_id)
  )`,
  `CREATE INDEX alarm_message_waiting ON alarm_message (city_id, next_try_at) WHERE sent_at IS NULL`,
  `CREATE INDEX alarm_message_by_time ON alarm_message (city_id, written_at)`,
  'CREATE INDEX alarm_by_time ON alarm (city_id, at)',
];
