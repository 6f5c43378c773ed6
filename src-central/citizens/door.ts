import { z } from 'zod';
import { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { Instant } from '../../src-main/contract/shared/times.ts';
import type { Door as BookingDoor } from '../../src-main/domain/booking/plan.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import type { BookableOffice, Booked, Booking } from '../booking/booking.ts';
import type { Clock } from '../clock.ts';
import { type Contact, veiled } from '../contacts/address.ts';
import type { Page, Visit } from '../server/visits.ts';
import {
  confirmPage,
  errandPage,
  type Form,
  type HeldHour,
  hoursPage,
  type OfferedErrand,
  waitPage,
} from './book-pages.ts';
import { bookingPage, cancelPage, minePage, saidPage } from './booking-pages.ts';
import { calendarFile } from './calendar-file.ts';
import { addressOf, bookingAddress, type Choice, choiceIn, NOTHING_CHOSEN, type Said, Token } from './choice.ts';
import { type Holders, proofOf } from './holders.ts';
import { isSolved, PUZZLE_HASH } from './puzzle.ts';
import { languageOf, type Reader } from './reader.ts';
import type { SignedTexts } from './signed-texts.ts';
import { STYLE_HASH } from './style.ts';
import type { Visitors } from './visitors.ts';

export interface DoorOptions {
  booking: Booking;
  clock: Clock;
  texts: SignedTexts;
  visitors: Visitors;
  /** Whether browsers reach this centre by TLS. */
  isSecure: boolean;
  /** Default: none, and what is typed proves nothing. */
  holders?: Holders | null;
}

/** The page loads nothing but its typeface, and must not be cached or framed. With a referrer of its own site alone, forms name their origin. */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; script-src '${PUZZLE_HASH}'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export const html = (status: number, text: string, more: Readonly<Record<string, string>> = {}): Page => ({
  ...{ status, mediaType: 'text/html; charset=utf-8', text },
  headers: { ...HEADERS, ...more },
});
/** A reload after a form then only reads. */
export const seeOther = (location: string): Page => html(303, '', { location });

/** The page while the database cannot be read. */
export function closedPage(): Page {
  const reader: Reader = { cityId: CityId.parse('none'), language: 'ca', nowMs: 0, phone: null, document: null };
  return html(
    503,
    saidPage(reader, 'closed-title', ['closed-say'], (one) => `?lang=${one}`),
    { 'retry-after': '30' },
  );
}

const DAYS_READ = 42;
const DAYS_SHOWN = 10;
/** Hours in lists may be this old, so that who looks every second sees no more than who looks once. */
const LIST_LIVES_MS = 20_000;
const FORM_LIVES_MS = 30 * 60_000;
/** Forms that a replica remembers; the oldest are forgotten first. */
const MOST_FORMS = 20_000;

const GivenForm = z.object({ id: z.string(), atMs: z.number(), bits: z.number(), who: z.string() });
type GivenForm = z.infer<typeof GivenForm>;
const Order = z.object({
  officeId: OfficeId,
  errands: z.array(ServiceId).min(1),
  start: Instant,
  needsHelp: z.boolean(),
  moves: z.string().nullable(),
  /** The hour is one of those for proven people: confirming it needs a proof. */
  proves: z.boolean(),
});
type Order = z.infer<typeof Order>;
const InLine = z.object({ form: z.string(), readyMs: z.number(), order: Order });
const Hold = Order.extend({ cityId: CityId, hold: Token, endsAt: Instant });

type HoldResult =
  | { kind: 'held'; hold: string; endsAt: string }
  | { kind: 'gone'; next: string | null }
  | { kind: 'unknown' };

interface SpentForm {
  order: string;
  result: Promise<HoldResult>;
}

type Fields = URLSearchParams;

export function createDoor({ booking, clock, texts, visitors, isSecure, holders = null }: DoorOptions) {
  const spent = new Map<string, SpentForm>();
  const offices = createLists(clock, (cityId: CityId) => booking.offices(cityId, 'web'));
  const firsts = createLists(clock, (cityId: CityId, errands: readonly ServiceId[], needsHelp: boolean) =>
    listsVisitor(cityId).then((visitor) => booking.firstFree(cityId, { errands, door: 'web', needsHelp, visitor })),
  );
  /** A list looks as one visitor does, so that it shows no freed hour before others see it. */
  const listsVisitor = (cityId: CityId): Promise<string> => booking.visitorOf(cityId, 'lists');
  const officesOf = (cityId: CityId): Promise<BookableOffice[]> => offices(cityId, cityId);
  const firstsOf = (cityId: CityId, errands: readonly ServiceId[], needsHelp: boolean) =>
    firsts(`${cityId} ${errands.join(' ')} ${needsHelp}`, cityId, errands, needsHelp);

  const readerOf = (cityId: CityId, visit: Visit, query: URLSearchParams, phone: string | null): Reader => ({
    ...{ cityId, nowMs: clock.nowMs(), phone, document: holders?.identified(cityId, visit) ?? null },
    language: languageOf(query.get('lang'), visit.headers['accept-language']),
  });

  function newForm(who: string): Form {
    const bits = visitors.bitsOf(who);
    return { signed: texts.sign('form', { id: texts.newName(), atMs: clock.nowMs(), bits, who }), bits };
  }

  async function showErrands(reader: Reader, choice: Choice, offices: readonly BookableOffice[]): Promise<Page> {
    const { cityId } = reader;
    // Another errand must be done in the office of those that are chosen.
    const able = offices.filter(
      ({ officeId, services }) =>
        (choice.officeId === null || choice.officeId === officeId) && hasAll({ services }, choice.errands),
    );
    const names = new Map<ServiceId, OfferedErrand['name']>();
    for (const { services } of able)
      for (const { serviceId, name } of services)
        if (!choice.errands.includes(serviceId) && !names.has(serviceId)) names.set(serviceId, name);
    const words = foldedWords(choice.words);
    const found = [...names].filter(([, name]) => {
      const texts = folded(Object.values(name).join(' '));
      return words.every((word) => texts.includes(word));
    });
    const zones = new Map(offices.map(({ officeId, zone }) => [officeId, zone]));
    const errands = await Promise.all(
      found.map(async ([serviceId, name]): Promise<OfferedErrand> => {
        const firsts = await firstsOf(cityId, [...choice.errands, serviceId], choice.needsHelp);
        const first = firsts.find(({ officeId }) => able.some((office) => office.officeId === officeId));
        const zone = first && zones.get(first.officeId);
        return { serviceId, name, first: first && zone ? { start: first.start, zone } : null };
      }),
    );
    return html(200, errandPage(reader, choice, errands, words.length > 0));
  }

  async function showHours(
    reader: Reader,
    choice: Choice,
    visit: Visit,
    offices: readonly BookableOffice[],
  ): Promise<Page> {
    const { cityId, nowMs } = reader;
    const { errands, needsHelp, near } = choice;
    const moving = choice.moves === null ? null : await booking.read(cityId, choice.moves);
    // A booking moves within its office.
    const able = offices.filter(
      (office) => hasAll(office, errands) && (moving === null || moving.officeId === office.officeId),
    );
    if (able.length === 0) return showErrands(reader, NOTHING_CHOSEN, offices);
    const visitor = await booking.visitorOf(cityId, visit.remoteAddress);
    const firsts = await firstsOf(cityId, errands, needsHelp);
    const firstAt = (officeId: string): string | null => firsts.find((one) => one.officeId === officeId)?.start ?? null;
    const byFirst = able
      .map((office) => ({ office, first: firstAt(office.officeId) }))
      .sort((one, other) => (one.first ?? '9').localeCompare(other.first ?? '9'));
    const chosen = able.find(({ officeId }) => officeId === choice.officeId) ?? byFirst[0]?.office;
    if (chosen === undefined) return showErrands(reader, NOTHING_CHOSEN, offices);
    const { officeId, zone } = chosen;
    const today = serviceDayOf(nowMs, zone);
    const wanted = near ?? (choice.day === null ? null : `${choice.day}T12:00:00Z`);
    const asked = [choice.from, wanted && dayBefore(wanted, zone), today].find((one) => one !== null) ?? today;
    const from = latest(today, asked);
    const read = (day: string) =>
      booking.freeHours(cityId, {
        ...{ officeId, errands, needsHelp, visitor, from: day, days: DAYS_READ },
        ...{ door: doorOf(reader.document), proven: choice.proves || reader.document !== null },
      });
    let days = (await read(from)).filter(({ closed }) => closed === null);
    const first = firstAt(officeId);
    // The first free hour may be farther than the days of a page.
    if (choice.from === null && days.every(({ starts }) => starts.length === 0) && first !== null)
      days = (await read(serviceDayOf(Date.parse(first), zone))).filter(({ closed }) => closed === null);
    // The list may be some seconds older than the hours.
    const firstNow = days.find(({ starts }) => starts.length > 0)?.starts[0] ?? null;
    const ordered = byFirst.map((one) =>
      one.office === chosen && from === today ? { ...one, first: firstNow ?? first } : one,
    );
    const nearest = near === null ? null : nearestTo(near, days);
    const firstWithHours = days.findIndex(({ starts }) => starts.length > 0);
    // Full days before the first free one tell nothing but that they are full: one is enough.
    const shownFrom = choice.from === null && nearest === null ? Math.max(0, firstWithHours - 1) : 0;
    const shown = days.slice(shownFrom, shownFrom + DAYS_SHOWN);
    const withHours = shown.filter(({ starts }) => starts.length > 0);
    const day =
      withHours.find(({ starts }) => nearest !== null && starts.includes(nearest)) ??
      withHours.find((one) => one.day === choice.day) ??
      withHours[0] ??
      null;
    const last = shown.at(-1)?.day;
    return html(
      200,
      hoursPage(reader, choice, {
        ...{ offices: ordered, chosen, days: shown, day, moving, form: newForm(visitor) },
        start: nearest !== null && day?.starts.includes(nearest) ? nearest : (day?.starts[0] ?? null),
        earlierFrom: from > today ? latest(today, addDays(from, -2 * DAYS_SHOWN)) : null,
        laterFrom: last !== undefined && days.some((one) => one.day > last) ? addDays(last, 1) : null,
        canAdd: chosen.services.length > errands.length,
        canProve: (holders?.offers.length ?? 0) > 0 && !choice.proves && reader.document === null,
      }),
    );
  }

  /** One form gives one hour: the same order again finds it, another order gives it back first. `null`: the form is used up. */
  async function holdOnce(
    { cityId, language, document }: Reader,
    form: GivenForm,
    order: Order,
  ): Promise<HoldResult | null> {
    const key = JSON.stringify(order);
    const before = spent.get(form.id);
    if (before?.order === key) return before.result;
    const result = (async (): Promise<HoldResult | null> => {
      const earlier = await before?.result;
      if (earlier?.kind === 'held') {
        // A form whose hour has become a booking is used up.
        if ((await booking.read(cityId, earlier.hold)) !== null) return null;
        await booking.release(cityId, earlier.hold);
      }
      const { moves, proves, ...asked } = order;
      const held = await booking.hold(cityId, {
        ...{ ...asked, door: doorOf(document), proven: proves || document !== null, visitor: form.who, language },
        ...(moves === null ? {} : { moves }),
      });
      if (!held.ok) return held.error;
      visitors.countHold(form.who);
      return { kind: 'held', ...held.value };
    })();
    const kept = result.then((done) => done ?? before?.result ?? { kind: 'unknown' as const });
    spent.set(form.id, { order: key, result: kept });
    kept.catch(() => spent.delete(form.id));
    const [oldest] = spent.keys();
    if (spent.size > MOST_FORMS && oldest !== undefined) spent.delete(oldest);
    return result;
  }

  async function hold(reader: Reader, form: GivenForm, order: Order, choice: Choice): Promise<Page> {
    const { cityId, language } = reader;
    const result = await holdOnce(reader, form, order);
    const again = (said: Said): Page =>
      seeOther(addressOf(cityId, language, { ...choice, day: null, from: null, near: order.start, said }));
    if (result === null) return again('stale');
    if (result.kind === 'unknown') return seeOther(addressOf(cityId, language));
    if (result.kind === 'gone') return again('gone');
    const { hold: token, endsAt } = result;
    return seeOther(
      `/c/${cityId}?hold=${texts.sign('hold', { ...order, cityId, hold: token, endsAt })}&lang=${language}`,
    );
  }

  const choiceOf = ({ officeId, errands, needsHelp, moves, proves }: Order): Choice => ({
    ...NOTHING_CHOSEN,
    ...{ officeId, errands, needsHelp, moves, proves },
  });

  function formIn(text: string | null, who: string): GivenForm | null {
    const nowMs = clock.nowMs();
    const form = texts.open('form', text, GivenForm);
    return form !== null && form.who === who && nowMs - form.atMs < FORM_LIVES_MS ? form : null;
  }

  async function orderHold(reader: Reader, visit: Visit, fields: Fields): Promise<Page> {
    const { cityId, language, nowMs } = reader;
    const choice = choiceIn(fields);
    const order = Order.safeParse({ ...choice, start: fields.get('start') });
    if (!order.success) return seeOther(addressOf(cityId, language, choice));
    const signed = fields.get('form') ?? '';
    const form = formIn(signed, await booking.visitorOf(cityId, visit.remoteAddress));
    const again = (said: Said): Page =>
      seeOther(addressOf(cityId, language, { ...choice, near: order.data.start, said }));
    if (form === null) return again('stale');
    if (isSolved(signed, form.bits, fields.get('answer') ?? '')) return hold(reader, form, order.data, choice);
    if (spent.get(form.id)?.order === JSON.stringify(order.data)) return hold(reader, form, order.data, choice);
    const readyMs = visitors.joinLine(form.who, nowMs);
    if (readyMs === null) return again('wait-full');
    const place = texts.sign('line', { form: signed, readyMs, order: order.data });
    return seeOther(`/c/${cityId}?wait=${place}&lang=${language}`);
  }

  async function waitInLine(reader: Reader, visit: Visit, text: string): Promise<Page> {
    const { cityId, nowMs, language } = reader;
    const place = texts.open('line', text, InLine);
    if (place === null) return seeOther(addressOf(cityId, language));
    const leftMs = place.readyMs - nowMs;
    if (leftMs > 0) {
      // A header, because the page’s reader may stop it like any loading.
      const refresh = { refresh: `${Math.ceil(leftMs / 1_000)}` };
      return html(200, waitPage(reader, `/c/${cityId}?wait=${text}`), refresh);
    }
    const form = formIn(place.form, await booking.visitorOf(cityId, visit.remoteAddress));
    const choice = choiceOf(place.order);
    if (form === null)
      return seeOther(addressOf(cityId, language, { ...choice, near: place.order.start, said: 'stale' }));
    return hold(reader, form, place.order, choice);
  }

  type HeldOrder = z.infer<typeof Hold>;

  /** A hold of another city opens nothing: the limits of codes and messages are each city's. */
  function heldIn(cityId: CityId, text: string | null): HeldOrder | null {
    const held = texts.open('hold', text, Hold);
    return held?.cityId === cityId ? held : null;
  }

  async function heldHour(cityId: CityId, signed: string, held: HeldOrder): Promise<HeldHour | null> {
    const office = (await officesOf(cityId)).find(({ officeId }) => officeId === held.officeId);
    if (office === undefined) return null;
    const names = held.errands.flatMap(
      (errand) => office.services.find(({ serviceId }) => serviceId === errand)?.name ?? [],
    );
    return {
      ...{ signed, office, errands: names, start: held.start, endsAt: held.endsAt },
      choice: { ...choiceOf(held), near: held.start },
      moving: held.moves === null ? null : await booking.read(cityId, held.moves),
    };
  }

  const ended = ({ cityId, language }: Reader, held: HeldOrder): Page =>
    seeOther(addressOf(cityId, language, { ...choiceOf(held), near: held.start, said: 'ended' }));

  async function showHold(reader: Reader, signed: string, proven: string | null, said: Said | null): Promise<Page> {
    const { cityId, language, nowMs } = reader;
    const held = heldIn(cityId, signed);
    if (held === null) return seeOther(addressOf(cityId, language));
    // Somebody who comes back by the browser's button has it already.
    const booked = await booking.read(cityId, held.hold);
    if (booked !== null) return seeOther(bookingAddress(cityId, held.moves ?? booked.token, language));
    if (Date.parse(held.endsAt) <= nowMs) return ended(reader, held);
    const hour = await heldHour(cityId, signed, held);
    const contact = (await holders?.reached(cityId, proven)) ?? null;
    return hour === null
      ? seeOther(addressOf(cityId, language))
      : html(200, confirmPage(reader, { ...hour, ...offered(reader, proven, contact), said }, null));
  }

  async function confirm(reader: Reader, fields: Fields): Promise<Page> {
    const { cityId, language } = reader;
    const signed = fields.get('hold') ?? '';
    const held = heldIn(cityId, signed);
    if (held === null) return seeOther(addressOf(cityId, language));
    const typed = (fields.get('document') ?? '').trim().slice(0, 40);
    const contact = (await holders?.reached(cityId, fields.get('proof'))) ?? null;
    const identified = reader.document === null ? null : ({ by: 'document', value: reader.document } as const);
    const number = identified?.value ?? (typed === '' ? null : typed);
    const done = await booking.confirm(cityId, held.hold, {
      documentNumber: held.moves === null ? number : null,
      proven: identified ?? (contact && proofOf(contact)),
    });
    if (done.ok) {
      if (held.moves !== null) {
        await holders?.moved(cityId, done.value);
        // A booking keeps its address, however often it moves.
        return seeOther(bookingAddress(cityId, held.moves, language, '&moved'));
      }
      if (contact !== null) await holders?.booked(cityId, contact, done.value);
      return seeOther(bookingAddress(cityId, done.value.token, language, '&new'));
    }
    if (done.error.kind === 'not-proven')
      return seeOther(`/c/${cityId}?hold=${signed}&lang=${language}&said=proven-only`);
    const hour = done.error.kind === 'bad-document' ? await heldHour(cityId, signed, held) : null;
    return hour === null
      ? ended(reader, held)
      : html(422, confirmPage(reader, { ...hour, ...offered(reader, fields.get('proof'), contact) }, { typed }));
  }

  /** The part of a held hour's page that depends on its reader: the proven address, and whether messages and identification are offered. */
  const offered = ({ cityId }: Reader, proof: string | null, contact: Contact | null) => ({
    ...{ proof: contact === null ? null : proof, reached: contact && veiled(contact) },
    offersNotice: (holders?.offers.length ?? 0) > 0,
    identifies: holders?.identifies(cityId) ?? false,
  });

  async function release(reader: Reader, fields: Fields): Promise<Page> {
    const { cityId, language } = reader;
    const held = heldIn(cityId, fields.get('hold'));
    if (held === null) return seeOther(addressOf(cityId, language));
    if ((await booking.read(cityId, held.hold)) === null) await booking.release(cityId, held.hold);
    if (held.moves !== null) return seeOther(bookingAddress(cityId, held.moves, language));
    return seeOther(addressOf(cityId, language, { ...choiceOf(held), near: held.start }));
  }

  /** `/c/CITY`: from errand to confirmed hour. */
  async function choose(visit: Visit): Promise<Page> {
    const cityId = City.safeParse(visit.params.cityId);
    const isForm = visit.method === 'POST';
    const fields = isForm ? new URLSearchParams(visit.body.toString('utf8')) : visit.query;
    if (!cityId.success) return unknownCity(visit, fields);
    const offices = await officesOf(cityId.data);
    const choice = choiceIn(fields);
    const phone =
      offices.find(({ officeId }) => officeId === choice.officeId)?.phone ??
      offices.find((office) => office.phone !== null)?.phone ??
      null;
    const reader = readerOf(cityId.data, visit, fields, phone);
    if (offices.length === 0) return unknownCity(visit, fields);
    if (isForm) {
      if (isForeign(visit)) return seeOther(addressOf(cityId.data, reader.language));
      const act = fields.get('act');
      if (act === 'hold') return orderHold(reader, visit, fields);
      if (act === 'confirm') return confirm(reader, fields);
      if (act === 'release') return release(reader, fields);
      return seeOther(addressOf(cityId.data, reader.language));
    }
    const [held, place] = [fields.get('hold'), fields.get('wait')];
    if (held !== null) return showHold(reader, held, fields.get('proof'), choice.said);
    if (place !== null) return waitInLine(reader, visit, place);
    if (fields.has('mine')) return showMine(reader, choice.said);
    return choice.errands.length === 0 || choice.adds
      ? showErrands(reader, choice, offices)
      : showHours(reader, choice, visit, offices);
  }

  /** An identified person's bookings. Other readers see how they find theirs. */
  async function showMine(reader: Reader, said: Said | null): Promise<Page> {
    const { cityId, document } = reader;
    const own = document === null ? null : await booking.ofHolder(cityId, { by: 'document', value: document });
    return html(200, minePage(reader, { own, identifies: holders?.identifies(cityId) ?? false, said }));
  }

  /** `/c/CITY/notice`: proves an address for a held hour. */
  async function notice(visit: Visit): Promise<Page> {
    const isForm = visit.method === 'POST';
    const fields = isForm ? new URLSearchParams(visit.body.toString('utf8')) : visit.query;
    const cityId = City.safeParse(visit.params.cityId);
    if (!cityId.success || holders === null) return unknownCity(visit, fields);
    const reader = readerOf(cityId.data, visit, fields, null);
    const signed = fields.get('hold') ?? '';
    const held = heldIn(cityId.data, signed);
    if (held === null || (isForm && isForeign(visit))) return seeOther(addressOf(cityId.data, reader.language));
    if (Date.parse(held.endsAt) <= reader.nowMs) return ended(reader, held);
    return holders.notice(reader, visit, fields, signed);
  }

  /** `/c/CITY/identify`: to the provider and back to the page that asked, or out again with `leave`. */
  async function identify(visit: Visit): Promise<Page> {
    const cityId = City.safeParse(visit.params.cityId);
    if (!cityId.success || holders === null) return unknownCity(visit, visit.query);
    const held = heldIn(cityId.data, visit.query.get('hold'));
    const language = languageOf(visit.query.get('lang'), visit.headers['accept-language']);
    const next = held === null ? `/c/${cityId.data}?mine&lang=${language}` : `/c/${cityId.data}?${visit.query}`;
    return visit.query.has('leave') ? holders.leave(next) : holders.identify(cityId.data, next);
  }

  const identified = (visit: Visit): Promise<Page> =>
    holders === null ? Promise.resolve(unknownCity(visit, visit.query)) : holders.return(visit);

  function unknownCity(visit: Visit, fields: Fields): Page {
    const cityId = City.safeParse(visit.params.cityId).data ?? CityId.parse('none');
    const reader = readerOf(cityId, visit, fields, null);
    return html(
      404,
      saidPage(reader, 'off-title', [], (one) => addressOf(cityId, one)),
    );
  }

  /** The booking of an address, and its reader. `null`: no such booking. */
  async function bookedAt(visit: Visit): Promise<{ booked: Booked; reader: Reader } | null> {
    const cityId = City.safeParse(visit.params.cityId);
    const token = Token.safeParse(visit.params.token);
    const booked = cityId.success && token.success ? await booking.read(cityId.data, token.data) : null;
    if (!cityId.success || booked === null) return null;
    const office = (await officesOf(cityId.data)).find(({ officeId }) => officeId === booked.officeId);
    const reader = readerOf(cityId.data, visit, visit.query, office?.phone ?? null);
    const isChosen = visit.query.has('lang');
    return { booked, reader: isChosen ? reader : { ...reader, language: booked.language } };
  }

  function unknownBooking(visit: Visit): Page {
    const cityId = City.safeParse(visit.params.cityId).data ?? CityId.parse('none');
    const reader = readerOf(cityId, visit, visit.query, null);
    return html(
      404,
      saidPage(reader, 'unknown-title', ['unknown-say', 'mine-phone'], (one) => `?lang=${one}`),
    );
  }

  /** `/c/CITY/TOKEN`: the address is the permission to see, move and cancel the booking. */
  async function show(visit: Visit): Promise<Page> {
    const found = await bookedAt(visit);
    if (found === null) return unknownBooking(visit);
    const { booked, reader } = found;
    const { cityId } = reader;
    if (visit.method === 'POST') {
      const fields = new URLSearchParams(visit.body.toString('utf8'));
      const language = languageOf(fields.get('lang'), booked.language);
      if (!isForeign(visit) && fields.get('act') === 'cancel') {
        const done = await booking.cancel(cityId, booked.token, { door: 'web' });
        if (done.ok) await holders?.cancelled(cityId, booked);
      }
      return seeOther(bookingAddress(cityId, booked.token, language));
    }
    if (visit.query.has('cancel') && booked.state === 'booked') return html(200, cancelPage(reader, booked));
    const arrival = visit.query.has('new') ? 'new' : visit.query.has('moved') ? 'moved' : null;
    return html(200, bookingPage(reader, booked, arrival));
  }

  async function calendar(visit: Visit): Promise<Page> {
    const found = await bookedAt(visit);
    if (found === null) return unknownBooking(visit);
    const { booked, reader } = found;
    const link = `${isSecure ? 'https' : 'http'}://${hostOf(visit)}/c/${reader.cityId}/${booked.token}`;
    return {
      ...{ status: 200, mediaType: 'text/calendar; charset=utf-8', text: calendarFile(reader, booked, link) },
      headers: { ...HEADERS, 'content-disposition': 'attachment; filename="cita.ics"' },
    };
  }

  return { choose, show, calendar, notice, identify, identified };
}

/** Reads a list at most once in a while, whatever number of pages shows it. */
function createLists<A extends readonly unknown[], T>(clock: Clock, read: (...asked: A) => Promise<T>) {
  const known = new Map<string, { untilMs: number; list: Promise<T> }>();
  return (key: string, ...asked: A): Promise<T> => {
    const nowMs = clock.nowMs();
    for (const [one, { untilMs }] of known) if (untilMs <= nowMs) known.delete(one);
    const kept = known.get(key);
    if (kept !== undefined) return kept.list;
    const list = read(...asked);
    known.set(key, { untilMs: nowMs + LIST_LIVES_MS, list });
    list.catch(() => known.delete(key));
    return list;
  };
}

/** A person who is identified books as at the Seu electrònica. */
const doorOf = (document: string | null): BookingDoor => (document === null ? 'web' : 'seu');

export type Door = ReturnType<typeof createDoor>;

/** QR codes hold capitals only, so the city may be in capitals too. */
const City = z.string().toLowerCase().pipe(CityId);

const latest = (...days: readonly string[]): string => [...days].sort().at(-1) ?? '';

const hasAll = ({ services }: Pick<BookableOffice, 'services'>, errands: readonly ServiceId[]): boolean =>
  errands.every((errand) => services.some(({ serviceId }) => serviceId === errand));

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const foldedWords = (text: string): string[] => folded(text).split(/\s+/).filter(Boolean);

const dayBefore = (instant: string, zone: string): string => addDays(serviceDayOf(Date.parse(instant), zone), -1);

function nearestTo(wanted: string, days: readonly { starts: readonly string[] }[]): string | null {
  const away = (start: string): number => Math.abs(Date.parse(start) - Date.parse(wanted));
  const starts = days.flatMap((day) => day.starts);
  return starts.reduce<string | null>((best, one) => (best === null || away(one) < away(best) ? one : best), null);
}

/** The host that the browser asked for; a proxy names it last. */
const hostOf = ({ headers }: Visit): string =>
  String(headers['x-forwarded-host'] ?? headers.host ?? '')
    .split(',')
    .at(-1)
    ?.trim() ?? '';

/**
 * Whether a page of another site sent the form. A page of another site cannot choose these headers; a browser too old to send them has the
 * form's own signature.
 */
export function isForeign(visit: Visit): boolean {
  const { origin, 'sec-fetch-site': site } = visit.headers;
  if (site !== undefined && site !== 'same-origin') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || ![visit.headers.host, hostOf(visit)].includes(new URL(origin).host);
}
