import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { KioskHealths } from '../../src-main/contract/centre/administration.ts';
import { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { MAX_BATCH } from '../../src-main/contract/centre/events-upload.ts';
import type { OperationName } from '../../src-main/contract/centre/operations.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { addDays, weekdayOf } from '../../src-main/domain/calendar-day.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { instantOfMoment, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { type Question, requestTo, send } from '../sandbox/ask.ts';
import {
  deskAct,
  enrolPlayed,
  giveTurn,
  type PlayedEvent,
  type PlayedKiosk,
  type PlayedPlace,
  type PlayedWire,
  tell,
} from '../sandbox/played-kiosk.ts';
import { type InventedCity, type InventedOffice, type Play, planOf, profileOf, servicesOf, ZONE } from './city.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PAST_DAYS = 29;
const [BEFORE, NOW] = ['0.2.0', '0.3.0'];

export interface Cast {
  kiosk: PlayedKiosk;
  office: InventedOffice;
  plays: Play;
  services: { serviceId: string; series: string }[];
}

export interface PastParts {
  wire: PlayedWire & { clock: { ms: number } };
  city: InventedCity;
  centreKey: PublicKey;
  tokens: readonly [string, string];
  live: ReadonlySet<string>;
  nowMs: number;
  booker(): Promise<string>;
  /**
   * Called with all kiosks as soon as they are enrolled. If the demonstration ends before its past is complete, only parts of this past are
   * missing.
   */
  keep(cast: readonly Cast[]): void;
}

export const BOOKER = { channelId: ChannelId.parse('telefon-010'), name: 'Telèfon 010' };

interface Booked {
  appointmentId: string;
  serviceId: string;
  startMs: number;
}
type BookedDays = ReadonlyMap<string, readonly Booked[]>;

/**
 * Simulates the last month with requests of the centre's contract: offices, enrolments, tickets, a theft, updates, changes of profiles,
 * decisions.
 */
export async function playPast({
  wire,
  city,
  centreKey,
  tokens,
  live,
  nowMs,
  booker,
  keep,
}: PastParts): Promise<Cast[]> {
  const { clock } = wire;
  const [administrator, operator] = tokens;
  const order = (token: string, name: OperationName, question: Question): Promise<unknown> =>
    send(requestTo(wire, name, { ...question, headers: { authorization: `Bearer ${token}` } }));
  const dayAt = (daysAgo: number): string => addDays(serviceDayOf(nowMs, ZONE), -daysAgo);
  const goTo = (daysAgo: number, hour: number): void => {
    clock.ms = Math.min(nowMs - MINUTE_MS, Date.parse(`${dayAt(daysAgo)}T00:00:00Z`) + hour * HOUR_MS);
  };
  const publish = (token: string, office: InventedOffice, profile: Record<string, unknown>, daysAgo: number) =>
    order(token, 'publishProfile', {
      params: { officeId: office.officeId },
      body: { profile, effectiveFrom: dayAt(daysAgo) },
    });
  const enrol = (office: InventedOffice, slot: number, name: string) =>
    enrolInThePast(wire, {
      token: administrator,
      centreKey,
      officeId: office.officeId,
      slot,
      name,
      version: BEFORE,
    });

  const cast: Cast[] = [];
  const taken = await slotsTaken();
  // With `--live`, the command of the real kiosk publishes the profile of the office that has its own profile and pairs the office's first
  // kiosk, so this office is left out here.
  const played = city.offices.filter(({ ownProfile, officeId }) => !(ownProfile && live.has(officeId)));
  for (const [at, office] of played.entries()) {
    // One office is set up each hour, because a centre refuses more than thirty enrolments from one address in ten minutes.
    goTo(PAST_DAYS + 1, at);
    const profile = profileOf(city, office);
    await publish(administrator, office, profile, PAST_DAYS + 1);
    await giveHours(office, servicesOf(profile));
    for (const [index, { name, plays }] of office.kiosks.entries()) {
      if ((index === 0 && live.has(office.officeId)) || taken.has(`${office.officeId}/${index + 1}`)) continue;
      const kiosk = await enrol(office, index + 1, name);
      cast.push({ kiosk, office, plays, services: servicesOf(profile) });
    }
  }
  keep(cast);

  const isFirst = (one: Cast): boolean =>
    one === cast.find(({ office, plays }) => office === one.office && plays !== 'no-paper');
  const bookings = new Map<Cast, BookedDays>();
  await order(administrator, 'putChannel', { params: { channelId: BOOKER.channelId }, body: { name: BOOKER.name } });
  const channel = await booker();
  for (const one of cast) if (isFirst(one) && one.office.waiting > 0) bookings.set(one, await book(one));
  for (const [at, one] of cast.entries())
    await playMonth(wire, one, { at, isFirst: isFirst(one), goTo, booked: bookings.get(one) ?? new Map() });
  await steal();
  await stopService();

  async function giveHours({ officeId, waiting }: InventedOffice, services: Cast['services']): Promise<void> {
    if (waiting === 0) return;
    const params = { officeId };
    const body = { plan: planOf(services), effectiveFrom: dayAt(PAST_DAYS + 1) };
    await order(administrator, 'publishPlan', { params, body });
  }

  async function book({ office: { officeId }, services }: Cast): Promise<BookedDays> {
    const days = new Map<string, Booked[]>();
    goTo(BOOKED_DAYS + 1, 9);
    for (let daysAgo = BOOKED_DAYS; daysAgo >= 0; daysAgo -= 1) {
      const day = dayAt(daysAgo);
      if (isWeekend(day)) continue;
      const booked: Booked[] = [];
      for (const [no, time] of BOOKED_HOURS.entries()) {
        const startMs = instantOfMoment({ date: day, time }, ZONE);
        const service = services[(no + daysAgo) % services.length];
        if (service === undefined || startMs === null) continue;
        const { serviceId } = service;
        const made = await order(channel, 'putAppointment', {
          // The reference consists of letters, because many digits could be mistaken for a document number.
          params: { reference: [officeId, LETTERS[daysAgo], LETTERS[no]].join('-') },
          body: { officeId, serviceId, start: new Date(startMs).toISOString() },
        });
        booked.push({ ...z.object({ appointmentId: z.string() }).parse(made), serviceId, startMs });
      }
      days.set(day, booked);
    }
    return days;
  }

  /** The slots of kiosks that an earlier start enrolled but did not store, because it ended too early. */
  async function slotsTaken(): Promise<ReadonlySet<string>> {
    clock.ms = nowMs;
    const { kiosks } = KioskHealths.parse(await order(administrator, 'listKiosks', {}));
    return new Set(kiosks.map(({ officeId, slot }) => `${officeId}/${slot}`));
  }

  async function steal(): Promise<void> {
    goTo(21, 10);
    const office = city.offices.find(({ officeId }) => officeId === 'oac-castell');
    if (office === undefined) return;
    const stolen = await enrol(office, 8, 'passadís');
    clock.ms += HOUR_MS;
    await order(administrator, 'revokeKiosk', { params: { kioskId: stolen.kioskId }, body: { reason: 'robat' } });
  }

  async function stopService(): Promise<void> {
    goTo(9, 10);
    const office = city.offices.find(({ paused }) => paused !== undefined);
    if (office?.paused === undefined) return;
    const params = { officeId: office.officeId, serviceId: office.paused };
    const until = new Date(clock.ms + 2 * HOUR_MS).toISOString();
    await order(operator, 'pauseService', { params, body: { until } });
    clock.ms += HOUR_MS;
    await order(operator, 'resumeService', { params });
  }

  goTo(5, 7);
  await order(administrator, 'allowVersion', { body: { version: NOW } });
  for (const { kiosk, plays, office } of cast) {
    if (plays === 'offline' || office.waiting === 0) continue;
    clock.ms += MINUTE_MS;
    const result = plays === 'update-undone' ? 'did-not-stay' : 'done';
    const at = new Date(clock.ms).toISOString();
    await tell(wire, kiosk, [
      { type: 'update-ended', payload: { updateId: randomUUID(), at, from: BEFORE, to: NOW, result } },
    ]);
  }

  for (const { kiosk, office } of cast.filter(({ office: { proposal } }) => proposal !== undefined)) {
    goTo(3, 11);
    const friday = '/hours/week/fri';
    const patch = JSON.stringify([{ op: 'replace', path: friday, value: [{ from: '08:30', to: '13:00' }] }]);
    await tell(wire, kiosk, [
      { type: 'office-changed', payload: { no: 1, from: dayAt(2), base: 1, returnsTo: null, patch } },
    ]);
    if (office.proposal !== 'conflict') continue;
    goTo(2, 9);
    const profile = z.looseObject({ hours: z.object({ week: z.looseObject({}) }) }).parse(profileOf(city, office));
    profile.hours.week.fri = [{ from: '08:30', to: '14:00' }];
    await publish(administrator, office, profile, 2);
  }

  const tested = cast.find(({ plays, office }) => plays === 'well' && office.officeId === 'oac-riera');
  if (tested !== undefined) {
    goTo(1, 9);
    const params = { kioskId: tested.kiosk.kioskId };
    const { orderId } = z
      .object({ orderId: z.string() })
      .parse(await order(administrator, 'orderKiosk', { params, body: { action: 'print-test' } }));
    clock.ms += MINUTE_MS;
    await tell(wire, tested.kiosk, [
      { type: 'order-ended', payload: { orderId, action: 'print-test', result: 'done' } },
    ]);
  }
  await playToday(wire, cast, nowMs);
  for (const [at, one] of cast.entries()) {
    if (!isFirst(one) || one.plays === 'offline' || one.plays === 'silent' || one.office.waiting === 0) continue;
    wire.clock.ms = nowMs;
    const booked = bookings.get(one)?.get(dayAt(0)) ?? [];
    const events = turnsOfDay(wire, one, { seed: at * 5, untilMs: nowMs, booked });
    wire.clock.ms = nowMs;
    await tell(wire, one.kiosk, events, true);
  }
  return cast;
}

/**
 * Enrols a kiosk at a time in the past. It tries again if a real kiosk asks to be paired meanwhile, because the centre then removes
 * enrolments that are a month old.
 */
async function enrolInThePast(wire: PlayedWire, place: PlayedPlace): Promise<PlayedKiosk> {
  for (let tries = 1; ; tries += 1)
    try {
      return await enrolPlayed(wire, place);
    } catch (error) {
      if (tries === MOST_TRIES || !messageOf(error).includes('unknown-code')) throw error;
    }
}
const MOST_TRIES = 5;

const condition = (word: string) => ({ type: 'printer-condition', payload: { printer: 'main', condition: word } });

/**
 * Simulates a kiosk that could not reach the centre for a month and then sends all its events at once, in uploads of `MAX_BATCH`: tickets,
 * acts of a desk, missing paper, starts of the machine.
 */
async function playMonth(
  { clock, ...wire }: PastParts['wire'],
  { kiosk, services }: Cast,
  {
    at,
    isFirst,
    goTo,
    booked,
  }: { at: number; isFirst: boolean; goTo: (daysAgo: number, hour: number) => void; booked: BookedDays },
): Promise<void> {
  const events: PlayedEvent[] = [];
  let bootId: string = randomUUID();
  for (let daysAgo = PAST_DAYS; daysAgo > 0; daysAgo -= 1) {
    goTo(daysAgo, 9);
    const weekday = new Date(clock.ms).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    if ((daysAgo + at) % 11 === 0) bootId = randomUUID();
    const isWhole = isFirst && daysAgo <= WHOLE_DAYS;
    const tickets = isWhole
      ? turnsOfDay(
          { clock, ...wire },
          { kiosk, services },
          { seed: daysAgo * 7 + at * 5, booked: booked.get(serviceDayOf(clock.ms, ZONE)) ?? [] },
        )
      : Array.from({ length: 4 + ((daysAgo * 7 + at * 5) % 8) }, (_, no) => {
          const service = services[no % services.length];
          goTo(daysAgo, 8 + (no % 5) + (no % 3) / 4);
          const atMs = clock.ms;
          return service === undefined
            ? []
            : giveTurn({ clock, ...wire }, kiosk, service, ZONE)
                .slice(0, 1)
                .map((event) => ({ ...event, atMs }));
        }).flat();
    const minutes = 10 + ((daysAgo + at) % 40);
    const isWithoutPaper = (daysAgo * 3 + at) % 17 === 0;
    const papers = [condition('paper-out'), { ...condition('ready'), atMs: clock.ms + minutes * MINUTE_MS }];
    goTo(daysAgo, 9);
    events.push(
      ...[...tickets, ...(isWithoutPaper ? papers : [])].map((event) => ({ atMs: clock.ms, bootId, ...event })),
    );
  }
  kiosk.waiting = [];
  goTo(0, 0);
  for (let sent = 0; sent < events.length; sent += MAX_BATCH)
    await tell({ clock, ...wire }, kiosk, events.slice(sent, sent + MAX_BATCH), true);
}

/**
 * The number of past days on which the first kiosk of an office also sends acts of its desk on tickets (calls and ends), which the figures
 * need. Weekends are left out.
 */
const WHOLE_DAYS = 15;
/** The arrivals of a day, in minutes after 7:00 UTC: few early, most before noon. */
const COMES = [
  35, 60, 75, 95, 105, 120, 125, 140, 150, 155, 170, 180, 190, 195, 215, 230, 245, 270, 300, 330, 465, 510,
];
const PATIENCE_MINUTES = 45;

/** Appointments are booked on today and this many days before it, at `BOOKED_HOURS`, which are in the office's plan. */
const BOOKED_DAYS = 6;
const BOOKED_HOURS = ['09:15', '10:00', '10:45', '11:30', '12:15', '13:00'] as const;
const LETTERS = 'abcdefg';
const isWeekend = (day: string): boolean => ['sat', 'sun'].includes(weekdayOf(day));

/**
 * Simulates the turns of one day at one desk, which finishes each ticket before it calls the next. Tickets that would be called after
 * `untilMs` stay in the kiosk's queue. Citizens with a booking come a little early, or not at all.
 */
function turnsOfDay(
  wire: PastParts['wire'],
  { kiosk, services }: Pick<Cast, 'kiosk' | 'services'>,
  { seed, booked, untilMs = Number.POSITIVE_INFINITY }: { seed: number; booked: readonly Booked[]; untilMs?: number },
): PlayedEvent[] {
  const { clock } = wire;
  const eightMs = Math.floor(clock.ms / (24 * HOUR_MS)) * 24 * HOUR_MS + 7 * HOUR_MS;
  const events: PlayedEvent[] = [];
  let freeMs = eightMs;
  const walkIns = COMES.flatMap((minutes, no) => {
    const service = services[(no + seed) % services.length];
    const comesMs = eightMs + (minutes + ((seed * 13 + no * 29) % 17)) * MINUTE_MS;
    return service === undefined || (no + seed) % 9 === 0 ? [] : [{ no, service, comesMs, appointment: null }];
  });
  const holders = booked.flatMap((appointment, no) => {
    const service = services.find(({ serviceId }) => serviceId === appointment.serviceId);
    const comesMs = appointment.startMs - (2 + ((seed + no * 5) % 9)) * MINUTE_MS;
    return service === undefined || (no + seed) % 7 === 0 ? [] : [{ no, service, comesMs, appointment }];
  });
  for (const { no, service, comesMs, appointment } of [...walkIns, ...holders].toSorted(
    (one, other) => one.comesMs - other.comesMs,
  )) {
    if (comesMs > untilMs) continue;
    clock.ms = comesMs;
    events.push(...giveTurn(wire, kiosk, service, ZONE, appointment).map((event) => ({ ...event, atMs: comesMs })));
    const ticketId = kiosk.waiting.pop() ?? '';
    const callMs = Math.max(comesMs + MINUTE_MS, freeMs, appointment?.startMs ?? 0);
    if (callMs > untilMs) {
      kiosk.waiting.push(ticketId);
      continue;
    }
    const isLost = appointment === null && (callMs - comesMs > PATIENCE_MINUTES * MINUTE_MS || (no + seed) % 11 === 0);
    const endMs = callMs + (isLost ? 2 : 8 + ((seed * 7 + no * 5) % 11)) * MINUTE_MS;
    events.push({ ...deskAct(ticketId, 1, 'call'), atMs: callMs });
    if (endMs <= untilMs) events.push({ ...deskAct(ticketId, 2, isLost ? 'no-show' : 'finish'), atMs: endMs });
    freeMs = endMs;
  }
  return events;
}

const SINCE: Readonly<Record<Play, number>> = {
  'no-paper': 47 * MINUTE_MS,
  'paper-low': 2 * HOUR_MS,
  silent: 25 * MINUTE_MS,
  offline: 6 * HOUR_MS,
  'clock-off': MINUTE_MS,
  'update-undone': MINUTE_MS,
  well: MINUTE_MS,
};

async function playToday(wire: PastParts['wire'], cast: readonly Cast[], nowMs: number): Promise<void> {
  const spoken = cast.toSorted((a, b) => SINCE[b.plays] - SINCE[a.plays]);
  for (const { kiosk, plays } of spoken) {
    wire.clock.ms = nowMs - SINCE[plays];
    const word = plays === 'no-paper' ? 'paper-out' : plays === 'paper-low' ? 'paper-low' : 'ready';
    await tell(wire, kiosk, [condition(word)], plays === 'clock-off');
  }
}

/** Sets the last contact of silent kiosks back by `SINCE.silent`, also when the demonstration is started again. */
export async function fallSilent(wire: PastParts['wire'], cast: readonly Cast[], nowMs: number): Promise<void> {
  wire.clock.ms = nowMs - SINCE.silent;
  for (const { kiosk, plays } of cast) if (plays === 'silent') await tell(wire, kiosk, [condition('ready')]);
}
