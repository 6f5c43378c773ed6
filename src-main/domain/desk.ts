/** What a desk says with an order. Fixed words: nothing personal can be written with them. */

/** With a transfer, to whoever calls the number next. */
export const TRANSFER_NOTES = [
  'papers-checked',
  'papers-missing',
  'to-pay',
  'to-sign',
  'wrong-service',
  'comes-back',
] as const;
export type TransferNote = (typeof TRANSFER_NOTES)[number];

/** Why nobody is called to a desk for a while. */
export const DESK_PAUSES = ['break', 'meeting', 'other-work', 'fault', 'end-of-day'] as const;
export type DeskPause = (typeof DESK_PAUSES)[number];

/** A call that was ordered longer ago than this is not made any more: whoever ordered it may have left the desk. */
export const CALL_ORDER_MS = 60_000;

/** For how long a desk's last order is taken back by one touch. */
export const UNDO_ORDER_MS = 120_000;

/** Where a transfer leads, as `to` of the act says it: slugs of services and desks may be the same. */
export type TransferTarget =
  | { readonly of: 'service'; readonly serviceId: string }
  | { readonly of: 'desk'; readonly deskId: string };

export const targetText = (target: TransferTarget): string =>
  target.of === 'service' ? `service:${target.serviceId}` : `desk:${target.deskId}`;

/** `null` for what another program meant by it. */
export function readTarget(text: string): TransferTarget | null {
  const [of, name = ''] = text.split(':', 2);
  if (name === '') return null;
  return of === 'service' ? { of, serviceId: name } : of === 'desk' ? { of, deskId: name } : null;
}
