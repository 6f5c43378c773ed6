import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { PARKED_LONG_MS } from '../../domain/desk.ts';
import { type LivingTicket, placeOf, standingEvents } from './desk-day.ts';

/** The state of the desks that decides whether other desks may call a number that waits for one desk. */
export interface DeskPresence {
  isPaused(deskId: string): boolean;
  isOpen(deskId: string): boolean;
  nowMs: number;
}

export interface LaidAside {
  readonly deskId: string;
  readonly atMs: number;
  readonly isParked: boolean;
}

export function laidAside(living: LivingTicket, profile: OfficeProfile): LaidAside | null {
  const { state, desk, to } = living.life;
  const isParked = state === 'parked';
  const deskId = isParked ? desk : state === 'transferred' && to !== null ? placeOf(living, profile).deskId : null;
  if (deskId === null) return null;
  const last = standingEvents(living).findLast(({ act }) => act.kind === (isParked ? 'park' : 'transfer'));
  return { deskId, atMs: last?.atMs ?? living.ticket.issuedAtMs, isParked };
}

/**
 * Whether the desk `own` may call a number that was parked at or sent to the desk `deskId`. That desk itself may. Every desk may once
 * `deskId` is paused or has no open page, or once the number has waited for `PARKED_LONG_MS`.
 */
export const mayCallAside = (
  { deskId, atMs }: LaidAside,
  own: string,
  { isPaused, isOpen, nowMs }: DeskPresence,
): boolean => deskId === own || isPaused(deskId) || !isOpen(deskId) || nowMs - atMs >= PARKED_LONG_MS;
