/** The numbers that kiosks offer to citizens at home, and citizens' requests for them. Both are kept for a day. */
export const turnsFromAfar: readonly string[] = [
  `CREATE TABLE turn_offer (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    as_of timestamptz NOT NULL,
    offers jsonb NOT NULL,
    PRIMARY KEY (city_id, kiosk_id)
  )`,
  'CREATE INDEX turn_offer_of_office ON turn_offer (city_id, office_id)',
  // A request belongs to one kiosk, so only that kiosk answers it.
  `CREATE TABLE turn_request (
    city_id text NOT NULL,
    request_id uuid NOT NULL,
    office_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    service_id text NOT NULL,
    language text NOT NULL,
    visitor text NOT NULL,
    asked_at timestamptz NOT NULL,
    follow_token text,
    not_given text,
    answered_at timestamptz,
    PRIMARY KEY (city_id, request_id)
  )`,
  'CREATE INDEX turn_request_open ON turn_request (city_id, kiosk_id) WHERE answered_at IS NULL',
  'CREATE INDEX turn_request_of_office ON turn_request (city_id, office_id, asked_at)',
  'CREATE INDEX turn_request_of_visitor ON turn_request (city_id, visitor, asked_at)',
];
