import { readFileSync } from 'node:fs';
import type { DeskOrder } from '../../../src-main/calling/contract/desk.ts';
import type { DeskEvent } from '../../../src-main/calling/ports/life-book.ts';
import type { HeardNumber } from '../../../src-main/calling/ports/office-book.ts';
import { createDeskDay, type LivingTicket } from '../../../src-main/calling/steps/desk-day.ts';
import { createDeskOrders } from '../../../src-main/calling/steps/desk-orders.ts';
import { createFromHome } from '../../../src-main/calling/steps/from-home.ts';
import { HolidayCalendar } from '../../../src-main/contract/shared/holiday-calendar.ts';
import { RequestId, TicketId } from '../../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import type { TurnAnswer, TurnOffer, TurnRequest } from '../../../src-main/contract/shared/turns-from-home.ts';
import { arrivalMark } from '../../../src-main/domain/arrival-code.ts';
import { KIOSK_WRITER } from '../../../src-main/domain/from-home.ts';
import { refuse, succeed } from '../../../src-main/domain/result.ts';
import { createOffice } from '../../../src-main/office/steps/office.ts';
import { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { NumberOfDay } from '../../../src-main/tickets/ports/day-book.ts';
import type { TicketOrder } from '../../../src-main/tickets/ports/store.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { listedDay } from '../../support/service-day.ts';

export const SERVICE = 'empadronament';
const DESK = 'taula-1';

export interface Variant {
  /** Whether a kiosk answers a repeated request with the ticket that it has already issued. */
  remembersRequests: boolean;
  asksAnother: boolean;
  hasQuota: boolean;
  /** Whether a ticket from home cannot be called before its holder has come. */
  waitsForHolder: boolean;
  keepsShare: boolean;
  answersFromDisk: boolean;
  /** Whether the next ticket waits for a while for its absent holder before it is put back. */
  holds: boolean;
  /** Whether a ticket with an absent holder is put back before it ends. */
  putsBehind: boolean;
  /** Whether a kiosk sends its sibling the codes that its scanner reads. */
  tellsArrivals: boolean;
}

export interface Rules {
  share: number;
  holdMinutes: number;
  perQuarter: number;
}

const demonstration = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as { ticket: object };
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });
const profiles = new Map<string, OfficeProfile>();

function profileOf({ share, holdMinutes, perQuarter }: Rules): OfficeProfile {
  const key = `${share} ${holdMinutes} ${perQuarter}`;
  const known = profiles.get(key);
  if (known !== undefined) return known;
  const profile = OfficeProfile.parse({
    ...demonstration,
    ticket: { ...demonstration.ticket, followPage: 'https://exemple.cat/T' },
    desks: [{ deskId: DESK, name: { ca: DESK } }],
    hub: { port: 8_443 },
    checkIn: {},
    fromHome: { share, holdMinutes, services: [{ serviceId: SERVICE, perQuarter }] },
  });
  profiles.set(key, profile);
  return profile;
}

const TICKET = {
  series: 'A',
  serviceDay: '2026-11-24',
  serviceId: SERVICE,
  visitType: 'walk-in',
  language: 'ca',
  appointment: null,
  withdrawnAtMs: null,
  replaces: [],
  largePrint: false,
  acknowledged: null,
  durableAtMs: null,
  asked: { preferential: false, comeAndFetch: false },
  print: { state: 'printed', cause: null, firstByteAtMs: null, endedAtMs: null },
};
const SAMPLE = TicketRecord.parse({
  ...TICKET,
  ticketId: '00000000-0000-4000-8000-000000000001',
  number: 1,
  issuedAtMs: 0,
  label: 'A001',
  requestId: '00000000-0000-4000-8000-000000000002',
  followToken: null,
});

export interface Kept {
  ticket: TicketRecord;
  slot: number;
  acts: readonly DeskEvent[];
}

class PowerCut extends Error {}

/** A kiosk that runs the program's own steps on a simulated disk, which a power cut leaves unchanged. */
export function createModelKiosk(slot: number, clock: ManualClock, rules: Rules, variant: Variant, ids: () => string) {
  const profile = profileOf({
    ...rules,
    share: variant.keepsShare ? rules.share : 100,
    holdMinutes: variant.holds ? rules.holdMinutes : 5,
    perQuarter: variant.hasQuota ? rules.perQuarter : 60,
  });
  const office = createOffice({ profile, calendar }, [], clock);
  const morning = listedDay('2026-11-24');
  const disk = new Map<TicketId, Kept>();
  let counter = slot === 1 ? 0 : 400;
  let power: 'on' | 'before' | 'after' = 'on';
  // The same stored ticket (`Kept`) yields the same object, as in the program's store, so that the ticket's state is computed once.
  const numbers = new WeakMap<Kept, HeardNumber>();
  function numberOf(one: Kept): HeardNumber {
    const { ticket, acts, slot: from } = one;
    const number = numbers.get(one) ?? { ticket, isVoided: false, servedEvents: [], deskEvents: acts, slot: from };
    numbers.set(one, number);
    return number;
  }
  const ownNumbers = new WeakMap<Kept, NumberOfDay>();
  function ownNumberOf(one: Kept): NumberOfDay {
    const { ticket, acts } = one;
    const number = ownNumbers.get(one) ?? { ticket, isVoided: false, servedEvents: [], deskEvents: acts };
    ownNumbers.set(one, number);
    return number;
  }
  const kept = (isOwn: boolean): Kept[] => [...disk.values()].filter((one) => (one.slot === slot) === isOwn);
  const day = createDeskDay(
    { all: () => succeed(kept(true).map(ownNumberOf)) },
    { now: () => morning },
    { heard: () => succeed(kept(false).map(numberOf)) },
  );
  const log = { event: () => undefined };

  function write(act: () => void): void {
    if (power === 'before') throw new PowerCut();
    act();
    day.forget();
    if (power === 'after') throw new PowerCut();
  }
  function addAct(ticketId: TicketId, event: DeskEvent): void {
    const kept = disk.get(ticketId);
    if (kept === undefined) return;
    disk.set(ticketId, { ...kept, acts: [...kept.acts, event] });
  }
  const lives = {
    write({ ticketId, ageMs, ...event }: Parameters<Parameters<typeof createFromHome>[0]['lives']['write']>[0]) {
      if (!variant.putsBehind && event.act.kind === 'put-behind') event = { ...event, act: { kind: 'lapse' } };
      write(() => addAct(ticketId, { ...event, ageMs, atMs: clock.wallMs() }));
      return succeed(null);
    },
    ticketOf(lifeId: string) {
      for (const [ticketId, { acts }] of disk)
        for (const { id, by } of acts) if (id === lifeId) return succeed({ ticketId, deskId: by });
      return succeed(null);
    },
    pause: () => refuse({ kind: 'store-failed' as const, detail: 'nobody pauses here' }),
    paused: () => succeed([]),
    chooseServices: () => refuse({ kind: 'store-failed' as const, detail: 'nobody chooses here' }),
    chosenServices: () => succeed([]),
  };

  function issue({ ticketId, requestId, followToken, fromHome }: TicketOrder): TicketRecord {
    counter += 1;
    const number = counter;
    const atMs = clock.wallMs();
    const label = `A${String(number).padStart(3, '0')}`;
    const ticket = { ...SAMPLE, ticketId, requestId, followToken, number, label, issuedAtMs: atMs };
    const come = fromHome !== undefined && variant.waitsForHolder;
    const acts: DeskEvent[] = [
      {
        id: ids(),
        rank: 1,
        by: KIOSK_WRITER,
        ageMs: 0,
        atMs,
        note: null,
        word: null,
        act: come ? { kind: 'come', to: arrivalMark(followToken ?? '') } : { kind: 'recall', desk: KIOSK_WRITER },
      },
    ];
    write(() => disk.set(ticketId, { ticket, slot, acts: fromHome === undefined ? [] : acts }));
    return ticket;
  }

  const queueStates = { ofService: () => null };
  const ticketIds = {
    newTicketId: () => TicketId.parse(ids()),
    newFollowToken: () => ids().replaceAll('-', '').slice(6).toUpperCase(),
  };
  const store = {
    findByRequest: (requestId: RequestId) =>
      succeed(
        variant.remembersRequests
          ? ([...disk.values()].find(({ ticket, slot: from }) => from === slot && ticket.requestId === requestId)
              ?.ticket ?? null)
          : null,
      ),
    issue: (order: TicketOrder) => succeed(issue(order)),
  };
  const fromHome = createFromHome({ day, store, lives, office, queueStates, ticketIds, clock, log });
  const order = createDeskOrders({ day, lives, office, clock, log, help: { isOpen: () => true } });

  /** Runs `act` with a power cut at `cut`; `null`: the power was cut. */
  function powered<T>(cut: typeof power, act: () => T): T | null {
    power = cut;
    try {
      return act();
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      day.forget();
      return null;
    } finally {
      power = 'on';
    }
  }
  const living = (): LivingTicket[] => {
    const read = day.read();
    return read.ok ? [...read.value.values()] : [];
  };
  return {
    slot,
    living,
    offers: (): readonly TurnOffer[] => fromHome.offers(),
    answer(request: TurnRequest, cut: typeof power): TurnAnswer | null {
      const answer = powered(cut, () => fromHome.answer(request));
      if (answer !== null || variant.answersFromDisk || cut !== 'before') return answer;
      const followToken = ticketIds.newFollowToken();
      const given = { ticketId: ticketIds.newTicketId(), followToken };
      return { requestId: request.requestId, given, notGiven: null };
    },
    takeInHall: (): TicketRecord | null =>
      powered('on', () =>
        issue({
          ticketId: ticketIds.newTicketId(),
          requestId: RequestId.parse(ids()),
          series: 'A',
          followToken: null,
          serviceId: SAMPLE.serviceId,
          visitType: 'walk-in',
          language: 'ca',
        }),
      ),
    prove(followToken: string): string | null {
      const proven = powered('on', () => fromHome.byToken(followToken));
      return proven?.ok === true && proven.value?.turn === 'arrives' ? proven.value.ticketId : null;
    },
    look: () => void powered('on', () => fromHome.look()),
    call(): TicketId | null {
      const given: DeskOrder = { orderId: ids(), ageMs: 0, kind: 'call-next', serviceIds: [] };
      const called = powered('on', () => order(DESK, given));
      if (called?.ok !== true || called.value.ticketId === null) return null;
      powered('on', () =>
        order(DESK, { orderId: ids(), ageMs: 0, kind: 'finish', ticketId: TicketId.parse(called.value.ticketId) }),
      );
      return called.value.ticketId;
    },
    disk: (): ReadonlyMap<TicketId, Kept> => disk,
    hear(other: ReadonlyMap<TicketId, Kept>): void {
      for (const [ticketId, one] of other) {
        const known = disk.get(ticketId);
        if (known === one) continue;
        const own = known?.acts ?? [];
        const fresh = one.acts.filter(
          ({ id, act }) => !own.some((known) => known.id === id) && (variant.tellsArrivals || act.kind !== 'arrive'),
        );
        if (known !== undefined && fresh.length === 0) continue;
        disk.set(ticketId, { ticket: one.ticket, slot: one.slot, acts: [...own, ...fresh] });
        day.forget();
      }
    },
  };
}
export type ModelKiosk = ReturnType<typeof createModelKiosk>;
