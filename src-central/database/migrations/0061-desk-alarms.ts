const PLACE = `epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL`;

/** Silent alarms of clerks, and their ends. `ended_by` is the desk that ended it; null: the staff's page ended it. */
export const deskAlarms: readonly string[] = [
  `CREATE TABLE desk_alarm (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    alarm_id uuid NOT NULL,
    desk_id text NOT NULL,
    raised_at timestamptz NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, alarm_id)
  )`,
  'CREATE INDEX desk_alarm_by_time ON desk_alarm (city_id, raised_at)',
  `CREATE TABLE desk_alarm_end (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    alarm_id uuid NOT NULL,
    ended_by text,
    ended_at timestamptz NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, alarm_id)
  )`,
];
