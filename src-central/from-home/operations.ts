import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Booking } from '../booking/booking.ts';
import { City } from '../citizens/choice.ts';
import { html, isForeign, seeOther } from '../citizens/door.ts';
import { isSolved } from '../citizens/puzzle.ts';
import { languageOf, NO_READER, type Reader } from '../citizens/reader.ts';
import { createSignedTexts } from '../citizens/signed-texts.ts';
import { createVisitors } from '../citizens/visitors.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import { findTurn } from '../phone/find-turn.ts';
import { isOpenTurn } from '../phone/turn.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer, OperationsRegistrar } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { offersOf } from './offers.ts';
import { askingPage, noTurnsPage, notGivenPage, type TurnSaid, turnsPage } from './pages.ts';
import { askTurn, readRequest, stateTurns } from './requests.ts';

const FORM_BYTES = 4_096;
const FORM_LIVES_MS = 30 * 60_000;
/** The seconds after which the page reloads to look for the kiosk's answer: short at first, longer once the request is late. */
const AGAIN_S = 2;
const AGAIN_LATER_S = 20;
const COOKIE = 'torn-turn';
const COOKIE_LIVES_S = 12 * 3_600;

const GivenForm = z.object({ id: z.string(), atMs: z.number(), bits: z.number(), who: z.string(), office: z.string() });
const InLine = z.object({ form: z.string(), readyMs: z.number(), service: z.string() });

interface Asking {
  place: OfficePlace;
  reader: Reader;
  /** The path of the office's page. */
  address: string;
  visit: Visit;
}

/** Derives a request's id from its form. A form that is sent twice, even to two replicas, has one id, so it requests one number. */
function requestOf(formId: string): string {
  const hex = createHash('sha256').update(`turn ${formId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Registers `/c/CITY/OFFICE/turn`, where citizens take a number at home, and the operation with which kiosks offer such numbers. */
export function registerTurns(
  server: CentreServer,
  operations: OperationsRegistrar,
  centre: Centre,
  booking: Pick<Booking, 'visitorOf'>,
  isSecure: boolean,
): void {
  operations.registerOperation('stateTurns', stateTurns(centre));
  const door = createTurnsDoor(centre, booking, isSecure);
  for (const at of ['/c', '/C']) server.registerVisits(`${at}/:cityId/:token/turn`, door, closed, FORM_BYTES);
}

function createTurnsDoor(
  centre: Centre,
  booking: Pick<Booking, 'visitorOf'>,
  isSecure: boolean,
): (visit: Visit) => Promise<Page> {
  const { database, clock, signingKey } = centre;
  const texts = createSignedTexts(signingKey);
  const visitors = createVisitors(clock);

  const cookieOf = (place: OfficePlace, requestId: string | null): Record<string, string> => ({
    'set-cookie': [
      `${COOKIE}=${requestId ?? ''}`,
      'HttpOnly',
      'SameSite=Lax',
      `Path=/c/${place.cityId}`,
      `Max-Age=${requestId === null ? 0 : COOKIE_LIVES_S}`,
      ...(isSecure ? ['Secure'] : []),
    ].join('; '),
  });

  /** The open request or ticket of this phone, which its cookie names. `null`: there is none, or it is over. */
  async function openOf(cityId: CityId, visit: Visit): Promise<{ officeId: string; requestId: string } | null> {
    const [, value] = new RegExp(`(?:^|;\\s*)${COOKIE}=([0-9a-f-]{36})(?:;|$)`).exec(visit.headers.cookie ?? '') ?? [];
    const requestId = z.uuid().safeParse(value);
    if (!requestId.success) return null;
    const request = await readRequest(database, cityId, requestId.data, clock.nowMs());
    if (request === null || request.notGiven !== null) return null;
    const { officeId, followToken, isLate } = request;
    if (followToken === null) return isLate ? null : { officeId, requestId: requestId.data };
    const found = await findTurn(database, cityId, followToken);
    // A ticket that the kiosk has not yet sent counts as open until the request is late, and then as over.
    const isOpen = found === null ? !isLate : isOpenTurn(found.turn);
    return isOpen ? { officeId, requestId: requestId.data } : null;
  }

  async function showRequest({ place, reader, address }: Asking, requestId: string): Promise<Page> {
    const { cityId } = place;
    const request = await readRequest(database, cityId, requestId, clock.nowMs());
    if (request === null || request.officeId !== place.officeId) return html(404, noTurnsPage(reader, address));
    const own = `${address}?ask=${requestId}`;
    const { followToken, notGiven, isLate } = request;
    if (followToken !== null) {
      const found = await findTurn(database, cityId, followToken);
      if (found !== null) return seeOther(`/t/${cityId}/${followToken}`);
      return html(200, askingPage(reader, own), { refresh: `${isLate ? AGAIN_LATER_S : AGAIN_S}` });
    }
    if (notGiven !== null) return html(200, notGivenPage(reader, own, address), cookieOf(place, null));
    // The page keeps looking, because a kiosk that was cut off after it gave a number sends it later.
    if (isLate) return html(200, notGivenPage(reader, own, address), { refresh: `${AGAIN_LATER_S}` });
    return html(200, askingPage(reader, own), { refresh: `${AGAIN_S}` });
  }

  /** Opens a signed form. `null`: it was altered, is too old, or belongs to another network or office. */
  async function formIn(place: OfficePlace, visit: Visit, signed: string): Promise<z.infer<typeof GivenForm> | null> {
    const form = texts.open('turn', signed, GivenForm);
    const who = await booking.visitorOf(place.cityId, visit.remoteAddress);
    const isOwn = form?.who === who && form.office === place.officeId && clock.nowMs() - form.atMs < FORM_LIVES_MS;
    return isOwn ? form : null;
  }

  const toRequest = (cityId: CityId, { officeId, requestId }: { officeId: string; requestId: string }): Page =>
    seeOther(`/c/${cityId}/${officeId}/turn?ask=${requestId}`);

  /** Requests a number with a form. `isReady`: the form has waited in the queue, so it needs no answer to its puzzle. */
  async function order(
    { place, reader, address, visit }: Asking,
    { signed, answer, service, isReady }: { signed: string; answer: string; service: string; isReady: boolean },
  ): Promise<Page> {
    const open = await openOf(place.cityId, visit);
    if (open !== null) return toRequest(place.cityId, open);
    const form = await formIn(place, visit, signed);
    const again = (said: TurnSaid): Page => seeOther(`${address}?said=${said}&lang=${reader.language}`);
    if (form === null) return again('stale');
    if (!isReady && !isSolved(signed, form.bits, answer)) {
      const readyMs = visitors.joinLine(form.who, clock.nowMs());
      if (readyMs === null) return again('turn-too-many');
      const line = texts.sign('turn-line', { form: signed, readyMs, service });
      return seeOther(`${address}?wait=${line}&lang=${reader.language}`);
    }
    const requestId = requestOf(form.id);
    const wanted = { requestId, serviceId: service, language: reader.language, visitor: form.who };
    const asked = await askTurn(centre, place, wanted);
    if (asked === 'none-left') return again('turn-none-left');
    if (asked === 'too-many') return again('turn-too-many');
    if (asked === 'not-offered') return html(404, noTurnsPage(reader, address));
    // A form that is sent twice is counted once, so that the repetition does not make later puzzles harder.
    if (asked === 'asked') visitors.countHold(form.who);
    const next = seeOther(`${address}?ask=${requestId}&lang=${reader.language}`);
    return { ...next, headers: { ...next.headers, ...cookieOf(place, requestId) } };
  }

  async function waitInLine(asking: Asking, text: string): Promise<Page> {
    const { reader, address } = asking;
    const line = texts.open('turn-line', text, InLine);
    if (line === null) return seeOther(address);
    const leftMs = line.readyMs - clock.nowMs();
    if (leftMs > 0)
      return html(200, askingPage(reader, `${address}?wait=${text}`), { refresh: `${Math.ceil(leftMs / 1_000)}` });
    return order(asking, { signed: line.form, answer: '', service: line.service, isReady: true });
  }

  async function showOffers({ place, reader, address, visit }: Asking): Promise<Page> {
    const open = await openOf(place.cityId, visit);
    if (open !== null) return toRequest(place.cityId, open);
    const office = await offersOf(database, place, reader.nowMs);
    if (office === null) return html(404, noTurnsPage(reader, address));
    const who = await booking.visitorOf(place.cityId, visit.remoteAddress);
    const bits = visitors.bitsOf(who);
    const form = { id: texts.newName(), atMs: clock.nowMs(), bits, who, office: place.officeId };
    const said = SAID.find((one) => one === visit.query.get('said')) ?? null;
    return html(
      200,
      turnsPage({ ...reader, phone: office.phone }, address, office, { signed: texts.sign('turn', form), bits }, said),
    );
  }

  return async (visit) => {
    const [cityId, officeId] = [City.safeParse(visit.params.cityId), OfficeId.safeParse(visit.params.token)];
    const isForm = visit.method === 'POST';
    const fields = isForm ? new URLSearchParams(visit.body.toString('utf8')) : visit.query;
    const language = languageOf(fields.get('lang'), visit.headers['accept-language']);
    const reader = { ...NO_READER, nowMs: clock.nowMs(), language };
    if (!cityId.success || !officeId.success) return html(404, noTurnsPage(reader, '?'));
    const place = { cityId: cityId.data, officeId: officeId.data };
    const address = `/c/${place.cityId}/${place.officeId}/turn`;
    const own = { ...reader, cityId: place.cityId };
    const field = (name: string): string => fields.get(name) ?? '';
    const given = { signed: field('form'), answer: field('answer'), service: field('service'), isReady: false };
    const asking = { place, reader: own, address, visit };
    if (isForm) return isForeign(visit) ? seeOther(address) : order(asking, given);
    const [asked, line] = [fields.get('ask'), fields.get('wait')];
    if (asked !== null) {
      const requestId = z.uuid().safeParse(asked);
      return requestId.success ? showRequest(asking, requestId.data) : html(404, noTurnsPage(own, address));
    }
    return line === null ? showOffers(asking) : waitInLine(asking, line);
  };
}

const SAID = ['stale', 'turn-none-left', 'turn-too-many'] as const satisfies readonly TurnSaid[];

const closed = (): Page => html(503, noTurnsPage(NO_READER, '?'), { 'retry-after': '30' });
