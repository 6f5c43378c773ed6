import type { OfficeProposal, ProposalDecision } from '../../src-main/contract/centre/proposals.ts';
import type { KioskId } from '../../src-main/contract/shared/ids.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, type OperationRequest, type Refusal, refuseMember } from '../server/operation.ts';
import { withProposal } from './apply-proposal.ts';
import { lockOffice, OFFICE_CHANGES, type OfficePlace, recordChange } from './office-changes.ts';
import { newestDocument, PROFILE_VERSIONS } from './profile-versions.ts';
import { checked, publishNext } from './publish-profile.ts';

const MOST_LISTED = 100;
const DECISION = `decided.proposal_id AS "proposalId", decided.kiosk_id AS "kioskId", made.no, decided.decision, decided.reason, decided.version`;

export const PROPOSALS = {
  list: `SELECT made.proposal_id AS "proposalId", made.kiosk_id AS "kioskId", kiosk.name AS "kioskName", made.no, made.happened_at AS "madeAt",
      made.from_day AS "from", made.base, made.patch, decided.decision, decided.reason, decided.version, decided.decided_at AS "decidedAt",
      EXISTS (SELECT 1 FROM office_proposal AS later WHERE later.city_id = $1 AND later.kiosk_id = made.kiosk_id
        AND (later.epoch, later.seq) > (made.epoch, made.seq)) AS overtaken
    FROM office_proposal AS made
    JOIN kiosk ON kiosk.city_id = made.city_id AND kiosk.kiosk_id = made.kiosk_id
    LEFT JOIN proposal_decision AS decided ON decided.city_id = made.city_id AND decided.kiosk_id = made.kiosk_id
      AND decided.proposal_id = made.proposal_id
    WHERE made.city_id = $1 AND made.office_id = $2 AND ($3::uuid IS NULL OR made.proposal_id = $3::uuid)
    ORDER BY made.happened_at DESC, made.proposal_id LIMIT ${MOST_LISTED}`,
  decide: `INSERT INTO proposal_decision (city_id, kiosk_id, proposal_id, office_id, decision, reason, version, decided_at)
    VALUES ($1, $2::uuid, $3::uuid, $4, $5, $6, $7::int, $8::timestamptz)`,
  these: `SELECT ${DECISION} FROM proposal_decision AS decided
    JOIN office_proposal AS made ON made.city_id = decided.city_id AND made.kiosk_id = decided.kiosk_id
      AND made.proposal_id = decided.proposal_id
    WHERE decided.city_id = $1 AND decided.kiosk_id = $2::uuid AND decided.proposal_id = ANY ($3::uuid[])`,
  newest: `SELECT ${DECISION} FROM proposal_decision AS decided
    JOIN office_proposal AS made ON made.city_id = decided.city_id AND made.kiosk_id = decided.kiosk_id
      AND made.proposal_id = decided.proposal_id
    WHERE decided.city_id = $1 AND decided.kiosk_id = $2::uuid ORDER BY decided.decided_at DESC, decided.proposal_id LIMIT 20`,
} as const;

interface Row extends Omit<OfficeProposal, 'state' | 'decided'> {
  decision: 'accepted' | 'refused' | null;
  reason: string | null;
  version: number | null;
  decidedAt: string | null;
  overtaken: boolean;
}

function proposalOf({ decision, reason, version, decidedAt, overtaken, ...made }: Row): OfficeProposal {
  if (decision !== null && decidedAt !== null)
    return { ...made, state: decision, decided: { decision, reason, version, at: decidedAt } };
  const isTakenBack = made.patch === '[]';
  return { ...made, state: overtaken ? 'overtaken' : isTakenBack ? 'taken-back' : 'open', decided: null };
}

export const listOfficeProposals =
  ({ database }: Centre): Handler<'listOfficeProposals'> =>
  async ({ params: { cityId, officeId } }) => {
    if ((await database.query(OFFICE_CHANGES.last, [cityId, officeId])).length === 0)
      return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const rows = await database.query<Row>(PROPOSALS.list, [cityId, officeId, null]);
    return succeed({ body: { proposals: rows.map(proposalOf) } });
  };

/**
 * Decides once whether a kiosk's proposed change is published. The office's lock keeps other versions from being published between the
 * check and the new version.
 */
export const decideOfficeProposal =
  (centre: Centre): Handler<'decideOfficeProposal'> =>
  async ({ params, body, caller }) => {
    const { cityId, officeId, proposalId } = params;
    const place = { cityId, officeId };
    return centre.database.transaction(async (queries) => {
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
      const [row] = await queries.query<Row>(PROPOSALS.list, [cityId, officeId, proposalId]);
      if (!row) return refuseMember('not-found', '/path/proposalId', 'the office has no proposal with this id');
      const proposal = proposalOf(row);
      if (proposal.state !== 'open')
        return refuseMember('already-decided', '/path/proposalId', `the proposal is ${proposal.state}`);
      const nowMs = centre.clock.nowMs();
      const made =
        body.decision === 'accepted'
          ? await accept(centre, queries, place, proposal, body, { by: caller.name, nowMs })
          : succeed(null);
      if (!made.ok) return made;
      const { decision } = body;
      const [reason, version] = [body.decision === 'refused' ? body.reason : null, made.value];
      const { kioskId } = proposal;
      await queries.query(PROPOSALS.decide, [
        cityId,
        kioskId,
        proposalId,
        officeId,
        decision,
        reason,
        version,
        instantOf(nowMs),
      ]);
      await recordChange(queries, place, { kind: 'proposal-decided', content: { kioskId, proposalId } }, nowMs);
      const object = { officeId, kioskId, proposalId, decision, version };
      await recordAudit(queries, caller, 'decideOfficeProposal', object, nowMs);
      return succeed({ body: { decision, reason, version } });
    });
  };

type Accepted = Extract<OperationRequest<'decideOfficeProposal'>['body'], { decision: 'accepted' }>;

async function accept(
  centre: Centre,
  queries: Queries,
  place: OfficePlace,
  { base, patch }: OfficeProposal,
  { effectiveFrom }: Accepted,
  by: { by: string; nowMs: number },
): Promise<Result<number, Refusal>> {
  const newest = await newestDocument(queries, place);
  const office = [place.cityId, place.officeId];
  const [then] = await queries.query<{ document: string }>(PROFILE_VERSIONS.one, [...office, base ?? 0]);
  const next = newest && then && patch !== null ? withProposal(newest.document, then.document, patch) : null;
  if (next === null) return refuseMember('does-not-apply', '/path/proposalId');
  const draft = checked(next, place);
  if (!draft.ok) return draft;
  return succeed(await publishNext(centre, queries, place, draft.value, effectiveFrom, by));
}

interface Kiosk {
  cityId: string;
  kioskId: KioskId;
}

/**
 * Returns the decisions on this kiosk's own proposals, by proposal id. Every kiosk of the office gets the change that announces a decision,
 * but only the kiosk that made the proposal gets the decision.
 */
export async function decisionsById(
  queries: Queries,
  { cityId, kioskId }: Kiosk,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, ProposalDecision>> {
  if (proposalIds.length === 0) return new Map();
  const rows = await queries.query<ProposalDecision>(PROPOSALS.these, [cityId, kioskId, proposalIds]);
  return new Map(rows.map((row) => [row.proposalId, row]));
}

/**
 * Returns the newest decisions on a kiosk's proposals. The snapshot contains them for a kiosk that missed the changes that announced them.
 */
export const newestDecisions = (queries: Queries, { cityId, kioskId }: Kiosk): Promise<ProposalDecision[]> =>
  queries.query<ProposalDecision>(PROPOSALS.newest, [cityId, kioskId]);
