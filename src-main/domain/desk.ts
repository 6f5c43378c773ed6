import { hasDocumentForm, personalNumberIn } from './personal-number.ts';

/** Notes that a clerk may send with a transferred ticket to the clerk who calls it next. The centre stores them too. */
export const TRANSFER_NOTES = [
  'papers-checked',
  'papers-missing',
  'to-pay',
  'to-sign',
  'wrong-service',
  'comes-back',
] as const;
export type TransferNote = (typeof TRANSFER_NOTES)[number];

/**
 * The longest message that a clerk types with a transfer, characters. It is for the next clerk alone: only the office's kiosks store it,
 * and only on the ticket's day.
 */
export const MOST_WORD = 60;

export const isImpersonal = (word: string): boolean => personalNumberIn(word) === null && !hasDocumentForm(word);

export const DESK_PAUSES = ['break', 'meeting', 'other-work', 'fault', 'end-of-day'] as const;
export type DeskPause = (typeof DESK_PAUSES)[number];

/** The longest pause for which an end can be set in advance. */
export const LONGEST_PAUSE_MS = 8 * 3_600_000;

/**
 * After this time every desk may call a number that one desk parked or that was transferred to one desk, because that desk may have
 * forgotten the number.
 */
export const PARKED_LONG_MS = 20 * 60_000;

/** A desk's order to call a ticket is dropped if it is older than this, because the clerk may have left the desk. */
export const CALL_ORDER_MS = 60_000;

/** A desk can undo its last order with one touch for this long. */
export const UNDO_ORDER_MS = 120_000;

/**
 * The service or desk to which a ticket is transferred. `targetText` writes the kind before the id, because a service and a desk may have
 * the same id.
 */
export type TransferTarget =
  | { readonly of: 'service'; readonly serviceId: string }
  | { readonly of: 'desk'; readonly deskId: string };

export const targetText = (target: TransferTarget): string =>
  target.of === 'service' ? `service:${target.serviceId}` : `desk:${target.deskId}`;

/** Reads the text of `targetText`; `null` for text that this program does not understand. */
export function readTarget(text: string): TransferTarget | null {
  const [of, name = ''] = text.split(':', 2);
  if (name === '') return null;
  return of === 'service' ? { of, serviceId: name } : of === 'desk' ? { of, deskId: name } : null;
}
