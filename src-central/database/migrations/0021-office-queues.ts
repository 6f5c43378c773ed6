/**
 * The present queues of an office according to another system. A row is overwritten at each statement and has no history. `states`: by
 * service, each with its `asOf`.
 */
export const officeQueues: readonly string[] = [
  `CREATE TABLE office_queue (
    city_id text NOT NULL,
    office_id text NOT NULL,
    as_of timestamptz NOT NULL,
    states jsonb NOT NULL,
    PRIMARY KEY (city_id, office_id)
  )`,
];
