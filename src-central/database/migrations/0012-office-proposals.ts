/**
 * Changes to an office's profile that technicians proposed at its kiosks, and the decisions on them. office_proposal is computed from
 * events; the command `rebuild` adds the changes made before this migration.
 */
export const officeProposals: readonly string[] = [
  `CREATE TABLE office_proposal (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    proposal_id uuid NOT NULL,
    no bigint NOT NULL,
    from_day date NOT NULL,
    base bigint,
    patch text,
    happened_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, proposal_id)
  )`,
  `CREATE INDEX office_proposal_by_time ON office_proposal (city_id, office_id, happened_at)`,
  `CREATE TABLE proposal_decision (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    office_id text NOT NULL,
    decision text NOT NULL,
    reason text,
    version int,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, proposal_id)
  )`,
];
