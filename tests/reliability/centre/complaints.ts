import type { Complaint } from '../../support/ledger.ts';

export type CentrePromise =
  /** Said to be kept, and not there any more. */
  | 'lost'
  /** There, and not what was sent. */
  | 'changed'
  /** One event that is there, or was counted, more than once. */
  | 'twice'
  /** A kiosk holds it, and asks and asks, and it is not taken. */
  | 'not-delivered'
  /** An answer that no failing replica or database may cause. */
  | 'refused'
  /** What is derived differs from what events say. */
  | 'derived-wrongly'
  /** A change that a cursor has passed over, or that was told otherwise. */
  | 'change-skipped'
  /** Somebody was answered who must not be, or not who must. */
  | 'access'
  /** A migration that was cut off has left something behind, or could not be made. */
  | 'half-migrated';

/** Where complaints are written down. */
export interface Complaints {
  readonly list: readonly Complaint<CentrePromise>[];
  complain(promise: CentrePromise, detail: string): void;
}

export function collectComplaints(): Complaints {
  const list: Complaint<CentrePromise>[] = [];
  return { list, complain: (promise, detail) => void list.push({ promise, detail }) };
}
