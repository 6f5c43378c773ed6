import { z } from 'zod';
import { KioskId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';

const ProposalId = z.uuid();

/**
 * The decision on a proposal, a change of the office's profile that a technician made at a kiosk's screen. `reason`: in the words of the
 * person who refused the proposal.
 */
const Decision = z.object({
  decision: z.enum(['accepted', 'refused']),
  reason: z.string().nullable(),
  /** The profile version made from the proposal; `null` if it was refused. */
  version: z.int().positive().nullable(),
});

/** The decision as sent to its kiosk. `no`: the kiosk's own number of the proposal. */
export const ProposalDecision = Decision.extend({
  proposalId: ProposalId,
  kioskId: KioskId,
  no: z.int().positive(),
});
export type ProposalDecision = z.infer<typeof ProposalDecision>;

export const OfficeProposal = z.object({
  proposalId: ProposalId,
  kioskId: KioskId,
  kioskName: z.string(),
  no: z.int().positive(),
  madeAt: Instant,
  /** The service day from which the change is valid at that kiosk. */
  from: IsoDate,
  /**
   * The version on which the change is based. `null`: the kiosk's profile exists only on that machine, so that no published version can
   * replace it.
   */
  base: z.int().positive().nullable(),
  /** A JSON Patch (RFC 6902) on the document of `base`; `null` if it was too long to send. */
  patch: z.string().nullable(),
  /**
   * `overtaken`: the kiosk has sent a newer proposal, which includes this change. `taken-back`: the technician undid the change, so the
   * kiosk's profile equals `base` again.
   */
  state: z.enum(['open', 'accepted', 'refused', 'overtaken', 'taken-back']),
  decided: Decision.extend({ at: Instant }).nullable(),
});
export type OfficeProposal = z.infer<typeof OfficeProposal>;
export const OfficeProposals = z.object({ proposals: z.array(OfficeProposal) });

/** Decides on a proposal. Accepting publishes it as the next version of the office's profile. */
export const ProposalOrder = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accepted'), effectiveFrom: Day }),
  z.strictObject({ decision: z.literal('refused'), reason: PlainText.min(1).max(200) }),
]);
export const ProposalDecided = Decision;
