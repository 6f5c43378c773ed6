/**
 * Push subscriptions of browsers that get a message when their turn is near or called. `sealed` is the subscription, encrypted with a key
 * outside the database; `said` is the last message sent (0 none, 1 near, 2 called).
 */
export const turnWords: readonly string[] = [
  `CREATE TABLE turn_word (
    city_id text NOT NULL,
    ticket_id uuid NOT NULL,
    kiosk_id uuid NOT NULL,
    mark text NOT NULL,
    sealed text NOT NULL,
    language text NOT NULL,
    said smallint NOT NULL DEFAULT 0,
    tries int NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    kept_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, ticket_id, mark)
  )`,
  'CREATE INDEX turn_word_over ON turn_word (city_id, until_at)',
];
