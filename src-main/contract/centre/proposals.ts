import { z } from 'zod';
import { KioskId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';

const ProposalId = z.uuid();

/** What became of a change of the office that was made at a kiosk's screen; `reason` in words of whoever refused it. */
const Decision = z.object({
  decision: z.enum(['accepted', 'refused']),
  reason: z.string().nullable(),
  /** The version of the office's profile that was made of it; `null` of a refused one. */
  version: z.int().positive().nullable(),
});

/** As its kiosk hears it. `no` is the kiosk's own number of what it proposed. */
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
  /** The service day from which it holds at that kiosk. */
  from: IsoDate,
  /** The version that it was made on; `null`: on a profile of that machine, which no version can take it from. */
  base: z.int().positive().nullable(),
  /** A JSON Patch (RFC 6902) on the document of `base`; `null` where it was too long to be told. */
  patch: z.string().nullable(),
  /** `overtaken`: that kiosk has said something else since, which holds all of it. `taken-back`: it is as `base` again. */
  state: z.enum(['open', 'accepted', 'refused', 'overtaken', 'taken-back']),
  decided: Decision.extend({ at: Instant }).nullable(),
});
export type OfficeProposal = z.infer<typeof OfficeProposal>;
/** Newest first. */
export const OfficeProposals = z.object({ proposals: z.array(OfficeProposal) });

/** To accept makes the next version of the office's profile of it. */
export const ProposalOrder = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accepted'), effectiveFrom: Day }),
  z.strictObject({ decision: z.literal('refused'), reason: PlainText.min(1).max(200) }),
]);
export const ProposalDecided = Decision;
