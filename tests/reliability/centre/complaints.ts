import type { Complaint } from '../../support/ledger.ts';

export type CentrePromise =
  /** Acknowledged, and missing. */
  | 'lost'
  /** Present, and not as it was sent. */
  | 'changed'
  /** One event stored or counted more than once. */
  | 'twice'
  /** A kiosk sends it again and again, and it is not taken. */
  | 'not-delivered'
  /** An answer that no failing replica or database may cause. */
  | 'refused'
  /** Derived rows differ from the events. */
  | 'derived-wrongly'
  /** A change that a cursor skipped, or that was sent otherwise. */
  | 'change-skipped'
  /** A request was answered that must be refused, or refused wrongly. */
  | 'access'
  /** A cut migration has left rows behind, or could not be made. */
  | 'half-migrated';

/** Collects complaints. */
export interface Complaints {
  readonly list: readonly Complaint<CentrePromise>[];
  complain(promise: CentrePromise, detail: string): void;
}

export function collectComplaints(): Complaints {
  const list: Complaint<CentrePromise>[] = [];
  return { list, complain: (promise, detail) => void list.push({ promise, detail }) };
}
