/** A migration that a next release might have. It locks tables in the same sequence as uploads do. */
export const NEXT_MIGRATION: readonly string[] = [
  'CREATE TABLE desk (city_id text NOT NULL, desk_id text NOT NULL, PRIMARY KEY (city_id, desk_id))',
  'ALTER TABLE event ADD COLUMN seen_by text',
  'ALTER TABLE ticket ADD COLUMN desk_id text',
  'CREATE INDEX ticket_by_desk ON ticket (city_id, desk_id)',
];
