import type { Complaint } from '../../support/ledger.ts';

export type CentrePromise =
  /** An acknowledged event is missing. */
  | 'lost'
  /** An event is stored with content that differs from what was sent. */
  | 'changed'
  /** An event was stored or counted more than once. */
  | 'twice'
  /** A kiosk sends an event again and again without success. */
  | 'not-delivered'
  /** A request got an error that no failure of a replica or database may cause. */
  | 'refused'
  /** Rows that the centre derives from events differ from these events. */
  | 'derived-wrongly'
  /** A cursor skipped a change, or a change was sent with other content. */
  | 'change-skipped'
  /** A forbidden request was allowed, or was refused with the wrong answer. */
  | 'access'
  /** An interrupted migration has left rows behind, or could not be completed. */
  | 'half-migrated';

export interface Complaints {
  readonly list: readonly Complaint<CentrePromise>[];
  complain(promise: CentrePromise, detail: string): void;
}

export function collectComplaints(): Complaints {
  const list: Complaint<CentrePromise>[] = [];
  return { list, complain: (promise, detail) => void list.push({ promise, detail }) };
}
