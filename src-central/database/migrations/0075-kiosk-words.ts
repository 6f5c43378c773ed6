/** A kiosk's counts of a day's answers to the question after a visit. */
export const kioskWords: readonly string[] = [
  `CREATE TABLE kiosk_words (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    counted_id uuid NOT NULL,
    day date NOT NULL,
    awful bigint NOT NULL,
    bad bigint NOT NULL,
    fair bigint NOT NULL,
    good bigint NOT NULL,
    great bigint NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, counted_id)
  )`,
  'CREATE INDEX kiosk_words_of_office ON kiosk_words (city_id, office_id, day)',
];
