import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DeskOrder } from '../../../src-main/calling/contract/desk.ts';
import { OfficeChanges } from '../../../src-main/calling/contract/kiosks.ts';
import { areTogether } from '../../../src-main/calling/rules/office-hub.ts';
import { HolidayCalendar } from '../../../src-main/contract/shared/holiday-calendar.ts';
import { TicketId } from '../../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { serviceDayOf } from '../../../src-main/domain/service-day.ts';
import { createOffice } from '../../../src-main/office/steps/office.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { LineNumber } from '../../../src-main/tickets/ports/store.ts';
import { demonstrationOffice, newRequestId, service } from '../../support/core-process.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { serviceDay } from '../../support/service-day.ts';
import { openTicketStore } from '../../support/store.ts';
import { createTestDesks } from '../../support/test-desks.ts';

export const ZONE = 'Europe/Madrid';
const DESK = 'taula-1';
const profile = OfficeProfile.parse({
  ...(JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>),
  desks: [{ deskId: DESK, name: { ca: DESK } }],
});
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });

/** A variant of the program. Each member switches one rule on or off. */
export interface Variant {
  /**
   * Whether a desk lists the tickets of service day `label`, while the kiosk believes the day `believed` and its
   * clock shows `clockDay`; by default the program's own rule.
   */
  lists?: (label: string, believed: string, clockDay: string) => boolean;
  /** Whether a kiosk applies what clerks did at another kiosk whose clock differs. */
  hearsOthers: boolean;
  /** Whether a kiosk asks for a number of the day that its wall clock shows, instead of the day that it believes. */
  asksByClock: boolean;
  /** Whether the asked kiosk refuses a number for a different service day than its own. */
  looksAtDay: boolean;
}

export const OURS: Variant = { hearsOthers: true, asksByClock: false, looksAtDay: true };

/**
 * A kiosk with the program's store and desks, which sends the acts of its desks on tickets to other kiosks. It has its own folder and
 * clock.
 */
export interface DayKiosk {
  readonly slot: number;
  readonly clock: ManualClock;
  give(giver: DayKiosk | null): TicketRecord;
  /** Takes the next number for a different kiosk; `null`: refused. */
  giveAway(day: string): LineNumber | null;
  hear(other: DayKiosk): void;
  says(): OfficeChanges;
  /** Calls the next ticket and ends it; `null`: the desk shows no waiting ticket. */
  callNext(): string | null;
  waiting(): number;
  doubt(): { believed: string; clock: string } | null;
  choose(day: string): void;
  /** The count of numbers that other kiosks got from this kiosk. */
  given(): number;
  restart(wallMs: number, how: 'told' | 'killed'): void;
  close(): void;
}

export function openDayKiosk(folder: string, slot: number, wallMs: number, variant: Variant): DayKiosk {
  let life = 0;
  const dataOf = (): string => join(folder, `${slot}-${life}`);
  let running = start(dataOf(), slot, wallMs, variant);
  return {
    slot,
    get clock() {
      return running.clock;
    },
    give: (giver) => running.give(giver),
    giveAway: (day) => running.giveAway(day),
    hear: (other) => running.hear(other.says()),
    says: () => running.says(),
    callNext: () => running.callNext(),
    waiting: () => running.waiting(),
    doubt: () => running.kept.store.today.doubt(),
    choose(day) {
      const chosen = running.kept.store.today.choose(day);
      if (!chosen.ok) throw new Error(chosen.error.detail);
      running.desks.forget();
    },
    given: () => running.given(),
    restart(at, how) {
      const before = dataOf();
      if (how === 'told') running.kept.close();
      life += 1;
      // A copy of a running kiosk's files equals the files that a power cut leaves.
      if (how === 'killed') {
        copyData(before, dataOf());
        running.kept.close();
      } else life -= 1;
      running = start(dataOf(), slot, at, variant);
    },
    close: () => running.kept.close(),
  };
}

/** Copies a data folder without its lock and its reserve file (`ballast`). Only the owner can enter the copy. */
export function copyData(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  mkdirSync(join(to, 'journal'), { mode: 0o700 });
  cpSync(from, to, { recursive: true, filter: (path) => !['lock.db', 'ballast'].includes(basename(path)) });
}

function start(data: string, slot: number, wallMs: number, variant: Variant) {
  const clock = createManualClock(wallMs);
  const kept = openTicketStore(data, clock, slot);
  const { store } = kept;
  const office = createOffice({ profile, calendar }, [], clock);
  const clockDay = (): string => serviceDayOf(clock.wallMs(), ZONE);
  const listed = withVariant(kept, variant, clockDay);
  const desks = createTestDesks({ lives: kept.lives, ...listed }, { office, clock, slot });
  const order = (wanted: object) => desks.order(DESK, DeskOrder.parse({ orderId: randomUUID(), ...wanted }));
  return {
    clock,
    kept,
    desks,
    give(giver: DayKiosk | null): TicketRecord {
      const day = variant.asksByClock ? clockDay() : store.today.now().serviceDay;
      const line = giver?.giveAway(day) ?? null;
      const issued = store.issue({
        ticketId: TicketId.parse(randomUUID()),
        requestId: newRequestId(),
        series: 'A',
        followToken: null,
        serviceId: service('empadronament'),
        visitType: 'walk-in',
        language: 'ca',
        ...(line === null ? {} : { given: line }),
      });
      if (!issued.ok) throw new Error(issued.error.kind);
      desks.forget();
      return issued.value;
    },
    giveAway(day: string): LineNumber | null {
      const own = store.today.now().serviceDay;
      const given = store.giveAway({ series: 'A', serviceDay: variant.looksAtDay ? day : own });
      return given.ok ? { ...given.value, fromSlot: slot } : null;
    },
    says(): OfficeChanges {
      desks.forget();
      desks.feed.look();
      const pages = desks.feed.changes({ log: null, since: 0 });
      return OfficeChanges.parse(JSON.parse(JSON.stringify(pages)));
    },
    hear(said: OfficeChanges): void {
      if (!variant.hearsOthers && !areTogether(said.nowMs, clock.wallMs())) return;
      const heard = desks.feed.hear(said);
      if (!heard.ok) throw new Error(heard.error.kind);
      desks.forget();
    },
    callNext(): string | null {
      desks.forget();
      const called = order({ kind: 'call-next' });
      if (!called.ok) return null;
      order({ kind: 'finish', ticketId: called.value.ticketId });
      return called.value.ticketId;
    },
    waiting(): number {
      desks.forget();
      const now = desks.look();
      if (!now.ok) throw new Error(now.error.detail);
      return now.value.desk(DESK).next.length;
    },
    given(): number {
      const counted = kept.opened.database.prepare("SELECT count(*) FROM event WHERE type = 'number-given'");
      return Number(counted.pluck().get());
    },
  };
}

function withVariant(
  { store, officeBook }: ReturnType<typeof openTicketStore>,
  { lists }: Variant,
  clockDay: () => string,
) {
  const all = { serviceDay: serviceDay('2026-01-01'), fromTicket: 0, fromHeard: 0 };
  if (lists === undefined) return { store, officeBook };
  const isListed = (label: string): boolean => lists(label, store.today.now().serviceDay, clockDay());
  const ofDay = <N extends { ticket: { serviceDay: string } }>(numbers: readonly N[]): readonly N[] =>
    numbers.filter(({ ticket }) => isListed(ticket.serviceDay));
  const day: typeof store.day = {
    ...store.day,
    all() {
      const read = store.day.all(all);
      return read.ok ? { ok: true, value: ofDay(read.value) } : read;
    },
  };
  const listedBook: typeof officeBook = {
    ...officeBook,
    heard() {
      const read = officeBook.heard(all);
      return read.ok ? { ok: true, value: ofDay(read.value) } : read;
    },
  };
  return { store: { ...store, day }, officeBook: listedBook };
}
