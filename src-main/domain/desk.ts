/** Notes of a desk with its orders. They are fixed words, so no personal data can be written. */

/** Sent with a transfer to the clerk who calls the number next. */
export const TRANSFER_NOTES = [
  'papers-checked',
  'papers-missing',
  'to-pay',
  'to-sign',
  'wrong-service',
  'comes-back',
] as const;
export type TransferNote = (typeof TRANSFER_NOTES)[number];

/** Why a desk calls no citizens for a while. */
export const DESK_PAUSES = ['break', 'meeting', 'other-work', 'fault', 'end-of-day'] as const;
export type DeskPause = (typeof DESK_PAUSES)[number];

/** An older call order is dropped, because the clerk may have left the desk. */
export const CALL_ORDER_MS = 60_000;

/** How long a desk can undo its last order with one touch. */
export const UNDO_ORDER_MS = 120_000;

/** Destination of a transfer. `to` of the act includes the kind, because a service and a desk may have the same slug. */
export type TransferTarget =
  | { readonly of: 'service'; readonly serviceId: string }
  | { readonly of: 'desk'; readonly deskId: string };

export const targetText = (target: TransferTarget): string =>
  target.of === 'service' ? `service:${target.serviceId}` : `desk:${target.deskId}`;

/** `null` for text this program does not understand. */
export function readTarget(text: string): TransferTarget | null {
  const [of, name = ''] = text.split(':', 2);
  if (name === '') return null;
  return of === 'service' ? { of, serviceId: name } : of === 'desk' ? { of, deskId: name } : null;
}
