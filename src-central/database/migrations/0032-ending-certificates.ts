/** Certificates of replicas that end soon, and a kiosk's report about its disk and its own certificate. */
export const endingCertificates: readonly string[] = [
  `CREATE TABLE ending_certificate (
    city_id text NOT NULL,
    ends_at timestamptz NOT NULL,
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, ends_at)
  )`,
  `CREATE TABLE kiosk_machine (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    incarnation uuid NOT NULL,
    disk text NOT NULL,
    certificate_ends_at timestamptz,
    happened_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation)
  )`,
];
