import { hasDocumentForm, personalNumberIn } from './personal-number.ts';

/** Fixed notes that a transfer carries to the clerk who calls the number next. The centre keeps them too. */
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
 * The longest note that a clerk types with a transfer, characters. It is for the next clerk alone: only the office's kiosks keep it, and
 * only on the ticket's day.
 */
export const MOST_WORD = 60;

/** Whether a clerk's note for a colleague contains no document number and no telephone. */
export const isImpersonal = (word: string): boolean => personalNumberIn(word) === null && !hasDocumentForm(word);

/** Why a desk calls no citizens for a while. */
export const DESK_PAUSES = ['break', 'meeting', 'other-work', 'fault', 'end-of-day'] as const;
export type DeskPause = (typeof DESK_PAUSES)[number];

/** The longest pause whose end can be set when it begins. */
export const LONGEST_PAUSE_MS = 8 * 3_600_000;

/** A parked number is shown to every desk after this time, because its own desk may have forgotten it. */
export const PARKED_LONG_MS = 20 * 60_000;

/** Age up to which a call order is carried out; an older one is dropped, because the clerk may have left the desk. */
export const CALL_ORDER_MS = 60_000;

/** How long a desk can undo its last order with one touch. */
export const UNDO_ORDER_MS = 120_000;

/** Destination of a transfer. The act's `to` includes the kind (`of`), because a service and a desk may have the same slug. */
export type TransferTarget =
  | { readonly of: 'service'; readonly serviceId: string }
  | { readonly of: 'desk'; readonly deskId: string };

export const targetText = (target: TransferTarget): string =>
  target.of === 'service' ? `service:${target.serviceId}` : `desk:${target.deskId}`;

/** Reads the destination of a transfer; `null` for text that this program does not understand. */
export function readTarget(text: string): TransferTarget | null {
  const [of, name = ''] = text.split(':', 2);
  if (name === '') return null;
  return of === 'service' ? { of, serviceId: name } : of === 'desk' ? { of, deskId: name } : null;
}
