import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { PARKED_LONG_MS } from '../../domain/desk.ts';
import { type LivingTicket, placeOf, standingEvents } from './desk-day.ts';

/** Facts that decide whether other desks may call a number that waits for one desk. */
export interface DeskPresence {
  isPaused(deskId: string): boolean;
  /** Whether a page of this desk is open. */
  isOpen(deskId: string): boolean;
  nowMs: number;
}

/** A number that a clerk has parked at a desk or sent to a desk, and when. */
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
 * Whether a desk may call a parked or sent number: its own desk may, and every desk may once the own desk is away or has let it wait for
 * long.
 */
export const mayCallAside = (
  { deskId, atMs }: LaidAside,
  own: string,
  { isPaused, isOpen, nowMs }: DeskPresence,
): boolean => deskId === own || isPaused(deskId) || !isOpen(deskId) || nowMs - atMs >= PARKED_LONG_MS;
