import { z } from 'zod';
import { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { Instant } from '../../src-main/contract/shared/times.ts';
import type { Door as BookingDoor } from '../../src-main/domain/booking/plan.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { metresBetween } from '../../src-main/domain/position.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import type { BookableOffice, Booked, Booking, ProvenHolder } from '../booking/booking.ts';
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
import { bookingPage, cancelPage, minePage, moveAddress, saidPage } from './booking-pages.ts';
import { calendarFile } from './calendar-file.ts';
import { addressOf, bookingAddress, type Choice, City, choiceIn, NOTHING_CHOSEN, type Said, Token } from './choice.ts';
import { type Holders, proofOf } from './holders.ts';
import { isSolved, PUZZLE_HASH } from './puzzle.ts';
import { languageOf, NO_READER, type Reader } from './reader.ts';
import type { SignedTexts } from './signed-texts.ts';
import { STYLE_HASH } from './style.ts';
import type { Visitors } from './visitors.ts';
import { earlierPage, waitingPage } from './waiting-pages.ts';

export interface DoorOptions {
  booking: Booking;
  clock: Clock;
  texts: SignedTexts;
  visitors: Visitors;
  isSecure: boolean;
  /** The ways in which a person can prove an address or identity. `null`: none, so a typed number or address proves nothing. */
  holders?: Holders | null;
}

/**
 * The pages load nothing but their typeface, and must not be cached or framed. The referrer is sent to the same site only, because forms
 * must name their origin.
 */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; script-src '${PUZZLE_HASH}'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export const html = (status: number, text: string, more: Readonly<Record<string, string>> = {}): Page => ({
  status,
  mediaType: 'text/html; charset=utf-8',
  text,
  headers: { ...HEADERS, ...more },
});
/** Redirects after a form, so that a reload of the page does not send the form again. */
export const seeOther = (location: string): Page => html(303, '', { location });

export function closedPage(): Page {
  return html(
    503,
    saidPage(NO_READER, 'closed-title', ['closed-say'], (one) => `?lang=${one}`),
    { 'retry-after': '30' },
  );
}

const DAYS_READ = 42;
const DAYS_SHOWN = 10;
/**
 * A list of offices, or of their first free appointment times, is reused for this long, so that looking every second shows no more than
 * looking rarely.
 */
const LIST_LIVES_MS = 20_000;
const FORM_LIVES_MS = 30 * 60_000;
const MOST_FORMS = 20_000;

const GivenForm = z.object({ id: z.string(), atMs: z.number(), bits: z.number(), who: z.string() });
type GivenForm = z.infer<typeof GivenForm>;
const Order = z.object({
  officeId: OfficeId,
  errands: z.array(ServiceId).min(1),
  start: Instant,
  needsHelp: z.boolean(),
  moves: z.string().nullable(),
  /**
   * True if the reader chose among appointment times for people with a proven mail address or telephone number; `confirm` then needs the
   * proof.
   */
  proves: z.boolean(),
});
type Order = z.infer<typeof Order>;
const InLine = z.object({ form: z.string(), readyMs: z.number(), order: Order });
const Ask = z.object({
  cityId: CityId,
  officeId: OfficeId.nullable(),
  errands: z.array(ServiceId),
  needsHelp: z.boolean(),
  moves: z.string().nullable(),
});
/**
 * The signed text in the address of the page that asks for a code. The text is valid for half an hour and only in the network in which it
 * was made, so that robots cannot share it.
 */
const BoundAsk = Ask.extend({ who: z.string(), atMs: z.number() });
const Mine = z.object({ cityId: CityId, appointmentId: z.string(), number: z.string(), untilMs: z.number() });
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
  const offersCodes = (holders?.offers.length ?? 0) > 0;
  const spent = new Map<string, SpentForm>();
  /** The ids of the forms that have requested a code. Each form may request only one. */
  const codeForms = new Set<string>();
  const offices = createLists(clock, (cityId: CityId) => booking.offices(cityId, 'web'));
  const firsts = createLists(clock, (cityId: CityId, errands: readonly ServiceId[], needsHelp: boolean) =>
    listsVisitor(cityId).then((visitor) => booking.firstFree(cityId, { errands, door: 'web', needsHelp, visitor })),
  );
  /**
   * The visitor for whom the shared lists are read. Like one browser, it sees freed appointment times late, so that a robot that watches
   * the lists learns no more than a robot that watches as one browser.
   */
  const listsVisitor = (cityId: CityId): Promise<string> => booking.visitorOf(cityId, 'lists');
  const officesOf = (cityId: CityId): Promise<BookableOffice[]> => offices(cityId, cityId);
  const firstsOf = (cityId: CityId, errands: readonly ServiceId[], needsHelp: boolean) =>
    firsts(`${cityId} ${errands.join(' ')} ${needsHelp}`, cityId, errands, needsHelp);

  const readerOf = (cityId: CityId, visit: Visit, query: URLSearchParams, phone: string | null): Reader => ({
    cityId,
    nowMs: clock.nowMs(),
    phone,
    document: holders?.identified(cityId, visit) ?? null,
    language: languageOf(query.get('lang'), visit.headers['accept-language']),
  });

  function newForm(who: string): Form {
    const bits = visitors.bitsOf(who);
    return { signed: texts.sign('form', { id: texts.newName(), atMs: clock.nowMs(), bits, who }), bits };
  }

  async function showErrands(reader: Reader, choice: Choice, offices: readonly BookableOffice[]): Promise<Page> {
    const { cityId } = reader;
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
    const able = offices.filter((office) => hasAll(office, errands));
    if (able.length === 0) return showErrands(reader, NOTHING_CHOSEN, offices);
    const visitor = await booking.visitorOf(cityId, visit.remoteAddress);
    const firsts = await firstsOf(cityId, errands, needsHelp);
    const firstAt = (officeId: string): string | null => firsts.find((one) => one.officeId === officeId)?.start ?? null;
    const origin = offices.find((one) => one.officeId === choice.by)?.position ?? null;
    const byFirst = able
      .map((office) => ({
        office,
        first: firstAt(office.officeId),
        metres: origin && office.position && metresBetween(origin, office.position),
      }))
      .sort((one, other) => (one.first ?? '9').localeCompare(other.first ?? '9'));
    if (origin !== null)
      byFirst.sort((one, other) => (one.metres ?? Number.MAX_VALUE) - (other.metres ?? Number.MAX_VALUE));
    const chosen =
      able.find(({ officeId }) => officeId === choice.officeId) ??
      (byFirst.find(({ first }) => first !== null) ?? byFirst[0])?.office;
    if (chosen === undefined) return showErrands(reader, NOTHING_CHOSEN, offices);
    const { officeId, zone } = chosen;
    const today = serviceDayOf(nowMs, zone);
    const wanted = near ?? (choice.day === null ? null : `${choice.day}T12:00:00Z`);
    const asked = [choice.from, wanted && dayBefore(wanted, zone), today].find((one) => one !== null) ?? today;
    const from = latest(today, asked);
    const read = (day: string) =>
      booking.freeHours(cityId, {
        officeId,
        errands,
        needsHelp,
        visitor,
        from: day,
        days: DAYS_READ,
        door: doorOf(reader.document),
        proven: choice.proves || reader.document !== null,
      });
    let days = (await read(from)).filter(({ closed }) => closed === null);
    const first = firstAt(officeId);
    // If all days that were read are full, the days from the first free appointment time on are read and replace them.
    if (choice.from === null && days.every(({ starts }) => starts.length === 0) && first !== null)
      days = (await read(serviceDayOf(Date.parse(first), zone))).filter(({ closed }) => closed === null);
    const firstNow = days.find(({ starts }) => starts.length > 0)?.starts[0] ?? null;
    const ordered = byFirst.map((one) =>
      one.office === chosen && from === today ? { ...one, first: firstNow ?? first } : one,
    );
    const nearest = near === null ? null : nearestTo(near, days);
    const firstWithHours = days.findIndex(({ starts }) => starts.length > 0);
    // The list shows only the last full day before the first free day, because earlier full days add nothing.
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
        origins: offices.filter(({ position }) => position !== null),
        offices: ordered,
        chosen,
        days: shown,
        day,
        moving,
        form: newForm(visitor),
        start: nearest !== null && day?.starts.includes(nearest) ? nearest : (day?.starts[0] ?? null),
        earlierFrom: from > today ? latest(today, addDays(from, -2 * DAYS_SHOWN)) : null,
        laterFrom: last !== undefined && days.some((one) => one.day > last) ? addDays(last, 1) : null,
        canAdd: chosen.services.length > errands.length,
        canWait: offersCodes && moving === null,
        canProve: offersCodes && !choice.proves && reader.document === null,
      }),
    );
  }

  /**
   * Holds one appointment time per form. If the form is sent again with the same choice (`order`), the same hold is returned; with another
   * choice, the earlier hold is released first. `null`: the hold of this form has become a booking.
   */
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
        // A form whose hold has become a booking is used up.
        if ((await booking.read(cityId, earlier.hold)) !== null) return null;
        const isReleased = await booking.release(cityId, earlier.hold);
        if (!isReleased && (await booking.read(cityId, earlier.hold)) !== null) return null;
      }
      const { moves, proves, ...asked } = order;
      const held = await booking.hold(cityId, {
        ...asked,
        door: doorOf(document),
        proven: proves || document !== null,
        visitor: form.who,
        language,
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
    officeId,
    errands,
    needsHelp,
    moves,
    proves,
  });

  function formIn(text: string | null, who: string): GivenForm | null {
    const nowMs = clock.nowMs();
    const form = texts.open('form', text, GivenForm);
    return form !== null && form.who === who && nowMs - form.atMs < FORM_LIVES_MS ? form : null;
  }

  /** Returns whether the form's puzzle is solved and the form has not requested a code before; then remembers the form. */
  function solvesOnce(fields: Fields, who: string): boolean {
    const signed = fields.get('form') ?? '';
    const form = formIn(signed, who);
    if (form === null || codeForms.has(form.id) || !isSolved(signed, form.bits, fields.get('answer') ?? ''))
      return false;
    codeForms.add(form.id);
    const [oldest] = codeForms;
    if (codeForms.size > MOST_FORMS && oldest !== undefined) codeForms.delete(oldest);
    visitors.countHold(who);
    return true;
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
      // The page reloads by the header `refresh`, because a reader can stop such a reload in the browser like any other loading.
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

  /** Opens a signed hold of this city. A hold of another city is refused, because limits on codes and messages are counted per city. */
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
      signed,
      office,
      errands: names,
      start: held.start,
      endsAt: held.endsAt,
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
    const booked = await booking.read(cityId, held.hold);
    if (booked !== null) return seeOther(bookingAddress(cityId, held.moves ?? booked.token, language));
    if (Date.parse(held.endsAt) <= nowMs) return ended(reader, held);
    const hour = await heldHour(cityId, signed, held);
    const contact = (await holders?.reached(cityId, proven)) ?? null;
    return hour === null
      ? seeOther(addressOf(cityId, language))
      : html(200, confirmPage(reader, { ...hour, ...offered(reader, proven, contact), said }, null));
  }

  const isElsewhere = async (cityId: CityId, { moves, officeId }: HeldOrder): Promise<boolean> =>
    moves !== null && (await booking.read(cityId, moves))?.officeId !== officeId;

  async function confirm(reader: Reader, fields: Fields): Promise<Page> {
    const { cityId, language } = reader;
    const signed = fields.get('hold') ?? '';
    const held = heldIn(cityId, signed);
    if (held === null) return seeOther(addressOf(cityId, language));
    const typed = typedIn(fields);
    const contact = (await holders?.reached(cityId, fields.get('proof'))) ?? null;
    const identified = identifiedAs(reader);
    const number = identified?.value ?? (typed || null);
    const done = await booking.confirm(cityId, held.hold, {
      // A move within the office keeps the hash of the document number; another office needs the number again.
      documentNumber: held.moves === null || (await isElsewhere(cityId, held)) ? number : null,
      proven: identified ?? (contact && proofOf(contact)),
    });
    if (done.ok) {
      if (held.moves !== null) {
        await holders?.moved(cityId, done.value);
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

  const offered = ({ cityId }: Reader, proof: string | null, contact: Contact | null) => ({
    proof: contact === null ? null : proof,
    reached: contact && veiled(contact),
    offersNotice: offersCodes,
    identifies: holders?.identifies(cityId) ?? false,
  });

  /**
   * Cancels the booking into which a concurrent confirmation has turned a hold that the reader released. A booking that was moved keeps its
   * new time.
   */
  async function cancelMadeBeside(cityId: CityId, { hold, moves }: HeldOrder): Promise<void> {
    const booked = moves === null ? await booking.read(cityId, hold) : null;
    if (booked === null) return;
    const done = await booking.cancel(cityId, hold, { door: 'web' });
    if (done.ok) await holders?.cancelled(cityId, booked);
  }

  async function release(reader: Reader, fields: Fields): Promise<Page> {
    const { cityId, language } = reader;
    const held = heldIn(cityId, fields.get('hold'));
    if (held === null) return seeOther(addressOf(cityId, language));
    if ((await booking.read(cityId, held.hold)) === null && !(await booking.release(cityId, held.hold)))
      await cancelMadeBeside(cityId, held);
    if (held.moves !== null) return seeOther(bookingAddress(cityId, held.moves, language));
    return seeOther(addressOf(cityId, language, { ...choiceOf(held), near: held.start }));
  }

  async function choose(visit: Visit): Promise<Page> {
    const cityId = City.safeParse(visit.params.cityId);
    const isForm = visit.method === 'POST';
    const fields = fieldsOf(visit);
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
      if (act === 'mine-move' || act === 'mine-cancel') return actOnMine(reader, fields, act);
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

  async function showMine(reader: Reader, said: Said | null): Promise<Page> {
    const { cityId, document: number, nowMs } = reader;
    const holder = identifiedAs(reader);
    const own = holder && (await booking.ofHolder(cityId, holder));
    const untilMs = nowMs + FORM_LIVES_MS;
    const signed = own?.map((one) => {
      const { appointmentId } = one;
      return { ...one, signed: texts.hide('mine', { cityId, appointmentId, number, untilMs }) };
    });
    const identifies = holders?.identifies(cityId) ?? false;
    return html(200, minePage(reader, { own: signed ?? null, identifies, said }));
  }

  /**
   * Leads from a button in the list of the reader's bookings to the pages of one booking. Makes a new secret for that booking, because the
   * database has only hashes of the existing secrets.
   */
  async function actOnMine(reader: Reader, fields: Fields, act: 'mine-move' | 'mine-cancel'): Promise<Page> {
    const { cityId, language, document, nowMs } = reader;
    const mine = texts.reveal('mine', fields.get('mine'), Mine);
    const isTheirs = mine?.cityId === cityId && mine.number === document && mine.untilMs > nowMs;
    const token = isTheirs
      ? await booking.openFor(cityId, { by: 'document', value: mine.number }, mine.appointmentId)
      : null;
    const booked = token === null ? null : await booking.read(cityId, token);
    if (booked === null) return seeOther(`${addressOf(cityId, language)}&mine`);
    const isMove = act === 'mine-move' && booked.errands.length > 0;
    return seeOther(isMove ? moveAddress(reader, booked) : bookingAddress(cityId, booked.token, language, '&cancel'));
  }

  async function earlier(visit: Visit): Promise<Page> {
    const isForm = visit.method === 'POST';
    const fields = fieldsOf(visit);
    const city = City.safeParse(visit.params.cityId);
    if (!city.success || holders === null || holders.offers.length === 0) return unknownCity(visit, fields);
    const cityId = city.data;
    const reader = readerOf(cityId, visit, fields, null);
    const { language } = reader;
    const choice = choiceIn(fields);
    const ask = texts.open('ask', fields.get('ask'), Ask) ?? Ask.safeParse({ ...choice, cityId }).data ?? null;
    const moving = ask?.moves == null ? null : await booking.read(cityId, ask.moves);
    const officeId = moving?.officeId ?? ask?.officeId;
    const errands = moving?.errands.map(({ serviceId }) => serviceId) ?? ask?.errands ?? [];
    const office = (await officesOf(cityId)).find((one) => one.officeId === officeId);
    const isGone = ask?.moves != null && moving?.state !== 'booked';
    if (ask?.cityId !== cityId || !office || errands.length === 0 || !hasAll(office, errands) || isGone)
      return seeOther(addressOf(cityId, language));
    const asked = { errands, officeId: office.officeId, needsHelp: ask.needsHelp };
    const back = moving === null ? addressOf(cityId, language, asked) : bookingAddress(cityId, moving.token, language);
    const known = moving && (await booking.readWait(cityId, moving.token));
    if (known?.wait) return seeOther(bookingAddress(cityId, known.wait, language));
    const proof = fields.get('proof');
    const reach = (await holders.reached(cityId, proof)) ?? (moving && (await holders.kept(cityId, moving)));
    const who = await booking.visitorOf(cityId, visit.remoteAddress);
    const signed = texts.sign('ask', { ...ask, who, atMs: clock.nowMs() });
    if (!isForm || isForeign(visit) || fields.get('act') !== 'wait' || reach === null)
      return html(
        200,
        earlierPage(reader, {
          signed,
          officeName: office.name,
          from: moving,
          reach,
          proof,
          back,
          errands: office.services.filter(({ serviceId }) => errands.includes(serviceId)).map(({ name }) => name),
        }),
      );
    const firsts = moving === null ? await firstsOf(cityId, errands, ask.needsHelp) : [];
    if (firsts.some((one) => one.officeId === office.officeId)) return seeOther(back);
    const identified = identifiedAs(reader);
    const entered = await booking.wait(cityId, {
      ...asked,
      door: doorOf(reader.document),
      language,
      reach,
      ...(moving === null ? { holder: identified ?? proofOf(reach) } : { moves: moving.token }),
    });
    return seeOther(entered.ok ? bookingAddress(cityId, entered.value.wait, language) : back);
  }

  /**
   * The page of a waiting-list entry, at `/c/CITY/TOKEN`. A visitor who knows the address may see and end the entry, and may answer its
   * offer unless the answer needs an identification.
   */
  async function showWait(visit: Visit): Promise<Page | null> {
    const [city, secret] = [City.safeParse(visit.params.cityId), Token.safeParse(visit.params.token)];
    if (!city.success || !secret.success) return null;
    const [cityId, token] = [city.data, secret.data];
    const waiting = await booking.readWait(cityId, token);
    if (waiting?.wait !== token) return null;
    const isForm = visit.method === 'POST';
    const fields = fieldsOf(visit);
    const given = readerOf(cityId, visit, fields, await phoneOf(cityId, waiting.officeId));
    const reader = fields.has('lang') ? given : { ...given, language: waiting.language };
    const { language } = reader;
    if (!isForm) return html(200, waitingPage(reader, token, waiting, null));
    const again = seeOther(bookingAddress(cityId, token, language));
    if (isForeign(visit)) return again;
    if (fields.get('act') === 'leave') {
      await booking.leave(cityId, token);
      return seeOther(addressOf(cityId, language, { said: 'waiting-left' }));
    }
    if (fields.get('act') !== 'accept' || waiting.offer === null) return again;
    const typed = typedIn(fields);
    const identified = identifiedAs(reader);
    const reached = waiting.reach && proofOf(waiting.reach);
    const done = await booking.confirm(cityId, token, {
      documentNumber: waiting.from === null ? (identified?.value ?? (typed || null)) : null,
      // The link was sent only to the proven mail address or telephone number, so opening it proves the address again.
      proven: waiting.provenBy === null ? null : waiting.provenBy === 'document' ? identified : reached,
    });
    if (!done.ok)
      return done.error.kind === 'bad-document' ? html(422, waitingPage(reader, token, waiting, { typed })) : again;
    return seeOther(bookingAddress(cityId, token, language, waiting.from === null ? '&new' : '&moved'));
  }

  /**
   * The page `/c/CITY/notice`. It proves by a code that a mail address or telephone number belongs to the citizen, for a held appointment
   * time or for the waiting list.
   */
  async function notice(visit: Visit): Promise<Page> {
    const isForm = visit.method === 'POST';
    const fields = fieldsOf(visit);
    const cityId = City.safeParse(visit.params.cityId);
    if (!cityId.success || holders === null) return unknownCity(visit, fields);
    const reader = readerOf(cityId.data, visit, fields, null);
    const signedAsk = fields.get('ask') ?? '';
    const ask = texts.open('ask', signedAsk, BoundAsk);
    const signed = fields.get('hold') ?? '';
    const held = heldIn(cityId.data, signed);
    if ((held === null && ask?.cityId !== cityId.data) || (isForm && isForeign(visit)))
      return seeOther(addressOf(cityId.data, reader.language));
    if (held !== null && Date.parse(held.endsAt) <= reader.nowMs) return ended(reader, held);
    if (held !== null) return holders.notice(reader, visit, fields, { name: 'hold', signed });
    const who = await booking.visitorOf(cityId.data, visit.remoteAddress);
    const isAnswer = isForm && fields.get('act') === 'answer';
    // The network is compared only when the reader requests a code: a telephone may change networks before the code is typed. The typed
    // code needs only the field `proof`, a secret that the page got with the request.
    const isOwn = ask?.who === who && Math.abs(reader.nowMs - ask.atMs) < FORM_LIVES_MS;
    const earlier = `/c/${cityId.data}/earlier?ask=${signedAsk}&lang=${reader.language}`;
    if (!isOwn && !isAnswer) return seeOther(earlier);
    return holders.notice(reader, visit, fields, {
      name: 'ask',
      signed: signedAsk,
      form: newForm(who),
      isSolved: isForm && !isAnswer && solvesOnce(fields, who),
    });
  }

  /**
   * The page `/c/CITY/identify`. It sends the browser to the identification provider, which sends it back to the page from which it came.
   * With `leave` it ends the identification.
   */
  async function identify(visit: Visit): Promise<Page> {
    const cityId = City.safeParse(visit.params.cityId);
    if (!cityId.success || holders === null) return unknownCity(visit, visit.query);
    const held = heldIn(cityId.data, visit.query.get('hold'));
    const language = languageOf(visit.query.get('lang'), visit.headers['accept-language']);
    const waits = Token.safeParse(visit.query.get('at')).data;
    const home = waits ? bookingAddress(cityId.data, waits, language) : `/c/${cityId.data}?mine&lang=${language}`;
    const next = held === null ? home : `/c/${cityId.data}?${visit.query}`;
    return visit.query.has('leave') ? holders.leave(next) : holders.identify(cityId.data, next);
  }

  const identified = (visit: Visit): Promise<Page> =>
    holders === null ? Promise.resolve(unknownCity(visit, visit.query)) : holders.return(visit);

  const strangerOf = (visit: Visit, fields: Fields): Reader =>
    readerOf(City.safeParse(visit.params.cityId).data ?? NO_READER.cityId, visit, fields, null);

  function unknownCity(visit: Visit, fields: Fields): Page {
    const reader = strangerOf(visit, fields);
    return html(
      404,
      saidPage(reader, 'off-title', [], (one) => addressOf(reader.cityId, one)),
    );
  }

  const phoneOf = async (cityId: CityId, own: OfficeId): Promise<string | null> =>
    (await officesOf(cityId)).find(({ officeId }) => officeId === own)?.phone ?? null;

  async function bookedAt(visit: Visit): Promise<{ booked: Booked; reader: Reader } | null> {
    const cityId = City.safeParse(visit.params.cityId);
    const token = Token.safeParse(visit.params.token);
    const booked = cityId.success && token.success ? await booking.read(cityId.data, token.data) : null;
    if (!cityId.success || booked === null) return null;
    const reader = readerOf(cityId.data, visit, visit.query, await phoneOf(cityId.data, booked.officeId));
    const isChosen = visit.query.has('lang');
    return { booked, reader: isChosen ? reader : { ...reader, language: booked.language } };
  }

  function unknownBooking(visit: Visit): Page {
    const reader = strangerOf(visit, visit.query);
    return html(
      404,
      saidPage(reader, 'unknown-title', ['unknown-say', 'mine-phone', 'unknown-offer'], (one) => `?lang=${one}`),
    );
  }

  /** The page of a booking, at `/c/CITY/TOKEN`. A visitor who knows the address may see, move and cancel the booking. */
  async function show(visit: Visit): Promise<Page> {
    const found = await bookedAt(visit);
    if (found === null) return (await showWait(visit)) ?? unknownBooking(visit);
    const { booked, reader } = found;
    const { cityId } = reader;
    if (visit.method === 'POST') {
      const fields = fieldsOf(visit);
      const language = languageOf(fields.get('lang'), booked.language);
      if (!isForeign(visit) && fields.get('act') === 'cancel') {
        const done = await booking.cancel(cityId, booked.token, { door: 'web' });
        if (done.ok) await holders?.cancelled(cityId, booked);
      }
      return seeOther(bookingAddress(cityId, booked.token, language));
    }
    if (visit.query.has('cancel') && booked.state === 'booked') return html(200, cancelPage(reader, booked));
    const arrival = visit.query.has('new') ? 'new' : visit.query.has('moved') ? 'moved' : null;
    return html(200, bookingPage(reader, booked, arrival, await earlierOf(cityId, booked)));
  }

  async function earlierOf(cityId: CityId, { state, token }: Booked): Promise<'earlier' | 'waiting-link' | null> {
    if (state !== 'booked' || !offersCodes) return null;
    const may = await booking.mayWait(cityId, token);
    return may === 'waits' ? 'waiting-link' : may === 'may' ? 'earlier' : null;
  }

  async function calendar(visit: Visit): Promise<Page> {
    const found = await bookedAt(visit);
    if (found === null) return unknownBooking(visit);
    const { booked, reader } = found;
    const link = `${isSecure ? 'https' : 'http'}://${hostOf(visit)}/c/${reader.cityId}/${booked.token}`;
    return {
      status: 200,
      mediaType: 'text/calendar; charset=utf-8',
      text: calendarFile(reader, booked, link),
      headers: { ...HEADERS, 'content-disposition': 'attachment; filename="cita.ics"' },
    };
  }

  return { choose, show, calendar, notice, earlier, identify, identified };
}

/** Creates a cache that reads each list at most once in `livesMs`, however many pages show the list. */
export function createLists<A extends readonly unknown[], T>(
  clock: Clock,
  read: (...asked: A) => Promise<T>,
  livesMs: number = LIST_LIVES_MS,
) {
  const known = new Map<string, { untilMs: number; list: Promise<T> }>();
  return (key: string, ...asked: A): Promise<T> => {
    const nowMs = clock.nowMs();
    // A list that ends too far ahead was read before the clock was set back, so it is dropped too.
    for (const [one, { untilMs }] of known) if (untilMs <= nowMs || untilMs - nowMs > livesMs) known.delete(one);
    const kept = known.get(key);
    if (kept !== undefined) return kept.list;
    const list = read(...asked);
    known.set(key, { untilMs: nowMs + livesMs, list });
    list.catch(() => known.delete(key));
    return list;
  };
}

/**
 * The door through which a reader books. An identified person has the same door as on the city's website for procedures (Seu electrònica).
 */
const doorOf = (document: string | null): BookingDoor => (document === null ? 'web' : 'seu');

export type Door = ReturnType<typeof createDoor>;

const fieldsOf = ({ method, body, query }: Visit): Fields =>
  method === 'POST' ? new URLSearchParams(body.toString('utf8')) : query;
const typedIn = (fields: Fields): string => (fields.get('document') ?? '').trim().slice(0, 40);
const identifiedAs = ({ document }: Reader): ProvenHolder | null =>
  document === null ? null : { by: 'document', value: document };

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

/**
 * Returns the host for which the browser asked. Each proxy appends a name to `x-forwarded-host`, so the last name is from the nearest
 * proxy.
 */
const hostOf = ({ headers }: Visit): string =>
  String(headers['x-forwarded-host'] ?? headers.host ?? '')
    .split(',')
    .at(-1)
    ?.trim() ?? '';

/**
 * Whether a page of another site sent the form, by the headers `Origin` and `Sec-Fetch-Site`, which such a page cannot choose. A browser
 * too old to send them passes, because the form's own signature still protects it.
 */
export function isForeign(visit: Visit): boolean {
  const { origin, 'sec-fetch-site': site } = visit.headers;
  if (site !== undefined && site !== 'same-origin') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || ![visit.headers.host, hostOf(visit)].includes(new URL(origin).host);
}
