import { randomUUID } from 'node:crypto';
import type { DeskEvent } from '../../src-main/calling/ports/life-book.ts';
import { type LivingTicket, livingOf } from '../../src-main/calling/steps/desk-day.ts';
import { TicketId } from '../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import type { DeskAct } from '../../src-main/domain/ticket-life.ts';
import { DEFAULT_ATTENTION } from '../../src-main/session/contract/view-state.ts';
import type { CallableTicket } from '../../src-main/tickets/ports/day-book.ts';
import { demonstration, service } from './core-process.ts';

/** A desk's event at `atMs` (milliseconds since 1970). `rank` 1: the desk knew no earlier act on the ticket. */
export const deskEvent = (by: string, act: DeskAct, atMs: number, rank = 1): DeskEvent => ({
  id: randomUUID(),
  by,
  act,
  atMs,
  rank,
  ageMs: 0,
  note: null,
  word: null,
});

export const livingTicket = (
  issuedAtMs: number,
  deskEvents: readonly DeskEvent[] = [],
  more: Partial<CallableTicket> = {},
): LivingTicket =>
  livingOf({
    ticket: {
      ticketId: TicketId.parse(randomUUID()),
      label: 'A001',
      serviceDay: '2026-11-24',
      language: 'ca',
      serviceId: service('empadronament'),
      appointment: null,
      asked: DEFAULT_ATTENTION,
      issuedAtMs,
      withdrawnAtMs: null,
      ...more,
    },
    isVoided: false,
    servedEvents: [],
    deskEvents,
  });

export const profileWithDesks = (deskIds: readonly string[]): OfficeProfile =>
  OfficeProfile.parse({
    ...demonstration(),
    desks: deskIds.map((deskId) => ({ deskId, name: { ca: deskId } })),
  });
