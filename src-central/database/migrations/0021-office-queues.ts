/**
 * The present queues of an office as another system reported them last; there is no history. `states` has one entry by service, each with
 * its `asOf`.
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
