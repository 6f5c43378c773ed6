import { waitingOf } from '../../src-main/calling/steps/calling.ts';
import { type CheckInRules, decideCheckIn } from '../../src-main/check-in/rules/check-in.ts';
import { windowsOf } from '../../src-main/check-in/steps/check-in-windows.ts';
import type { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { type CallingRule, USUAL_CALLING } from '../../src-main/domain/calling-order.ts';
import { issueNumber, type LastTicket, type SeriesState } from '../../src-main/tickets/rules/issue-number.ts';
import { type ClockRow, createDayOf, readServiceDay } from '../../src-main/tickets/rules/time-label.ts';
import { type Choose, serveTurns, type Turn, type Visit } from './hall.ts';
import { isWithin, type OfficeDay, type TwinOffice } from './office-day.ts';
import { type Comer, daySeed, peopleOf } from './people.ts';

export interface TwinTicket extends Turn {
  readonly slot: number;
  readonly series: string;
  readonly serviceDay: string;
  readonly number: number;
  readonly issuedMs: number;
  readonly appointmentMs: number | null;
  readonly preferential: boolean;
  readonly mostInHallMs: number | null;
}

export interface LivedDay {
  readonly date: string;
  readonly day: OfficeDay;
  /** The day's tickets in the sequence in which they were issued; `visit: null`: no desk called the ticket. */
  readonly tickets: readonly { readonly ticket: TwinTicket; readonly visit: Visit | null }[];
}

interface Counting {
  counters: Map<string, number>;
  sessions: Map<string, { session: SeriesState; lastTicket: LastTicket }>;
  row: ClockRow;
  given: Map<string, number>;
}

/**
 * Creates an office whose days are simulated one after another, because its kiosks keep the state of their numbers from day to day.
 * `choose` replaces the product's calling rule in a test.
 */
export function createLivingOffice(office: TwinOffice, choose?: Choose) {
  const { part, profile } = office;
  const dayOf = createDayOf(profile.zone);
  const kiosks = Array.from({ length: part.kiosks }, newCounting);
  const windows = windowsOf(profile);
  const rule: CallingRule = profile.calling ?? USUAL_CALLING;
  const seriesOf = new Map(profile.services.map((service) => [service.serviceId as string, service]));

  /** Issues the next number as a kiosk does (`issueNumber`); `null`: the kiosk issues none. */
  function issue(slot: number, series: string, ms: number): Pick<TwinTicket, 'number' | 'serviceDay'> | null {
    const kiosk = kiosks[slot - 1];
    if (kiosk === undefined) return null;
    const clock = { wallMs: ms, monotonicMs: ms };
    const day = readServiceDay(clock, { trustedMs: ms, atMonotonicMs: ms }, kiosk.row, dayOf);
    if (day.row.lastServiceDay !== kiosk.row.lastServiceDay) kiosk.counters.clear();
    const { serviceDay } = day;
    const kept = kiosk.sessions.get(series);
    const issued = issueNumber(
      { slot, counter: { serviceDay, last: kiosk.counters.get(series) ?? 0 }, session: kept?.session ?? null },
      { day, monotonicMs: ms, lastTicket: kept?.lastTicket ?? null },
    );
    if (!issued.ok) return null;
    kiosk.row = day.row;
    kiosk.counters.set(series, issued.value.counter.last);
    kiosk.sessions.set(series, issued.value);
    return { number: issued.value.number, serviceDay };
  }

  return {
    /** Simulates a day. The caller must pass days from the earliest to the latest. */
    live(day: OfficeDay, seed: number, replication = 0): LivedDay {
      const { open } = day;
      const people = peopleOf(office, day, daySeed(seed, part.officeId, day.date, replication));
      const rules: CheckInRules = {
        officeId: part.officeId,
        zone: profile.zone,
        chosenServiceId: null,
        sensitive: profile.sensitive,
        ...windows,
        isServed: (serviceId, startMs) => serviceId !== null && isWithin(open.get(serviceId), startMs),
      };
      for (const { given } of kiosks) given.clear();
      const tickets: TwinTicket[] = [];
      for (const { comer, atMs } of inOrder(people, rules)) {
        const service = seriesOf.get(comer.serviceId);
        const appointmentMs = service === undefined ? null : acceptedHour(comer, rules, atMs);
        const given = kiosks[comer.slot - 1]?.given;
        if (service === undefined || given === undefined) continue;
        const isTaken = appointmentMs !== null || takesWalkIn(service, open, atMs, given);
        const number = isTaken ? issue(comer.slot, service.series, atMs) : null;
        if (number === null) continue;
        if (appointmentMs === null) given.set(comer.serviceId, (given.get(comer.serviceId) ?? 0) + 1);
        const { serviceId, preferential, slot, attentionMs, mostInHallMs } = comer;
        const waiting = waitingOf(
          {
            ticketId: String(tickets.length).padStart(6, '0'),
            serviceId,
            issuedAtMs: atMs,
            appointment: appointmentMs === null ? null : { startMs: appointmentMs },
            asked: { preferential },
          },
          profile,
        );
        tickets.push({
          ...waiting,
          serviceId,
          slot,
          series: service.series,
          ...number,
          issuedMs: atMs,
          appointmentMs,
          preferential,
          mostInHallMs,
          hereMs: atMs,
          attentionMs,
          walkMs: part.walkSeconds * 1_000,
          leavesMs: atMs + comer.bearsMs,
        });
      }
      const visits = serveTurns(tickets, day.shifts, { rule, absentMs: part.absentSeconds * 1_000 }, choose);
      return {
        date: day.date,
        day,
        tickets: tickets.map((ticket) => ({ ticket, visit: visits.get(ticket) ?? null })),
      };
    },
  };
}

const newCounting = (): Counting => ({
  counters: new Map(),
  sessions: new Map(),
  given: new Map(),
  row: { lastServiceDay: null, lastWallMs: null },
});

const checkIn = ({ no, serviceId, appointmentMs }: Comer, rules: CheckInRules, nowMs: number) => {
  const appointmentId = `${no}`;
  const startMs = appointmentMs ?? nowMs;
  const { officeId, sensitive } = rules;
  const cached = {
    appointmentId,
    officeId,
    startMs,
    serviceId,
    deskId: null,
    state: 'booked' as const,
    sensitive,
    documentHash: null,
    locatorHash: appointmentId,
    codeHash: null,
  };
  const cache = { appointments: [cached], days: [], overTo: '', ageMs: 0 };
  const credential = { credential: 'confirmation', by: 'locator', locatorHashes: [appointmentId] } as const;
  return decideCheckIn(credential, cache, rules, nowMs).result;
};

/**
 * Sorts citizens by the time at which they check in or take a number. A citizen who is too early for an appointment comes back at the time
 * that the kiosk gives.
 */
function inOrder(comers: readonly Comer[], rules: CheckInRules): { comer: Comer; atMs: number }[] {
  const coming = comers.map((comer) => {
    if (comer.appointmentMs === null) return { comer, atMs: comer.comesMs };
    const result = checkIn(comer, rules, comer.comesMs);
    return { comer, atMs: result.kind === 'too-early' ? result.fromMs : comer.comesMs };
  });
  return coming.toSorted((one, other) => one.atMs - other.atMs || one.comer.no - other.comer.no);
}

/**
 * Returns the start of the appointment with which a citizen checks in. `null`: the citizen takes a number like people without appointment,
 * for example because the kiosk does not accept the check-in.
 */
function acceptedHour(comer: Comer, rules: CheckInRules, atMs: number): number | null {
  if (comer.appointmentMs === null) return null;
  const result = checkIn(comer, rules, atMs);
  return result.kind === 'checked-in' ? result.startMs : null;
}

function takesWalkIn(
  { serviceId, ways, dailyLimit }: OfficeProfile['services'][number],
  open: OfficeDay['open'],
  atMs: number,
  given: ReadonlyMap<string, number>,
): boolean {
  const isFull = dailyLimit !== undefined && (given.get(serviceId) ?? 0) >= dailyLimit;
  return ways.includes('walk-in') && !isFull && isWithin(open.get(serviceId), atMs);
}
