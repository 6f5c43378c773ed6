import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Booking } from '../booking/booking.ts';
import { saidPage } from '../citizens/booking-pages.ts';
import { City, officesAddress } from '../citizens/choice.ts';
import { html } from '../citizens/door.ts';
import { languageOf, NO_READER } from '../citizens/reader.ts';
import { isKnown } from '../city/read-city.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { type LiveReader, officePage, officesPage, STILL } from './pages.ts';
import { type CityNow, LIVE_LIVES_MS, shareOffices, type Written } from './shared-offices.ts';

/** Proxies and browsers may share a page for as long as the replica itself reuses it. */
const CACHED = `public, max-age=${LIVE_LIVES_MS / 1_000}, must-revalidate`;

const LIVE_PAGE = html(200, '', { refresh: '30' });
const STILL_PAGE = html(200, '');

const readerFor = (visit: Visit, cityId: CityId, nowMs: number, phone: string | null): LiveReader => ({
  isStill: visit.query.has(STILL),
  cityId,
  nowMs,
  phone,
  document: null,
  language: languageOf(visit.query.get('lang'), visit.headers['accept-language']),
});

const nameOf = ({ language, isStill }: LiveReader): string => `${language}${isStill ? ' still' : ''}`;
const baseOf = ({ isStill }: LiveReader): Page => (isStill ? STILL_PAGE : LIVE_PAGE);

function sent(visit: Visit, { etag, text, zipped }: Written, base: Page, vary: string): Page {
  const headers = { ...base.headers, etag, 'cache-control': CACHED, vary };
  if (isKnown(etag, visit.headers['if-none-match'] ?? null)) return { ...base, status: 304, text: '', headers };
  const takesZip = /\bgzip\b/.test(String(visit.headers['accept-encoding'] ?? ''));
  return takesZip
    ? { ...base, text: zipped, headers: { ...headers, 'content-encoding': 'gzip' } }
    : { ...base, text, headers };
}

function notHere(visit: Visit, status: 404 | 503): Page {
  const reader = readerFor(visit, City.safeParse(visit.params.cityId).data ?? NO_READER.cityId, 0, null);
  return html(
    status,
    saidPage(reader, status === 404 ? 'live-off' : 'live-unknown', status === 404 ? [] : ['closed-say'], (one) =>
      officesAddress(reader.cityId, one),
    ),
    status === 404 ? {} : { 'retry-after': '30' },
  );
}

const JSON_PAGE = {
  status: 200,
  mediaType: 'application/json; charset=utf-8',
  text: '',
  // Scripts of any site may read the offices, for example those of the city's own pages.
  headers: { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' },
};

/** Errors have an empty object, because programs read the status. */
const noJson = (status: 404 | 503): Page => ({ ...JSON_PAGE, status, text: '{}' });

/** Registers the live pages of offices: `/c/CITY/offices`, `/c/CITY/offices/OFFICE`, and `/c/CITY/offices.json` for programs. */
export function registerLive(server: CentreServer, centre: Centre, booking: Booking): void {
  const cityNow = shareOffices(centre, booking);

  async function nowAt({ params }: Visit): Promise<(CityNow & { cityId: CityId }) | null> {
    const cityId = City.safeParse(params.cityId);
    return cityId.success ? { ...(await cityNow(cityId.data)), cityId: cityId.data } : null;
  }

  async function showCity(visit: Visit): Promise<Page> {
    const now = await nowAt(visit);
    if (now === null || now.live === null) return notHere(visit, 404);
    const { live, phones, atMs, cityId } = now;
    const phone = [...phones.values()].find((one) => one !== null) ?? null;
    const reader = readerFor(visit, cityId, atMs, phone);
    const written = await now.written(nameOf(reader), () => officesPage(reader, live));
    return sent(visit, written, baseOf(reader), 'accept-encoding, accept-language');
  }

  async function showOffice(visit: Visit): Promise<Page> {
    const now = await nowAt(visit);
    const wanted = visit.params.officeId?.toLowerCase();
    const office = now?.live?.offices.find(({ officeId }) => officeId === wanted);
    if (now === null || office === undefined) return notHere(visit, 404);
    const reader = readerFor(visit, now.cityId, now.atMs, now.phones.get(office.officeId) ?? null);
    const written = await now.written(`${nameOf(reader)} ${office.officeId}`, () => officePage(reader, office));
    return sent(visit, written, baseOf(reader), 'accept-encoding, accept-language');
  }

  async function giveJson(visit: Visit): Promise<Page> {
    const now = await nowAt(visit);
    if (now === null || now.live === null) return noJson(404);
    const { live } = now;
    return sent(visit, await now.written('json', () => JSON.stringify(live)), JSON_PAGE, 'accept-encoding');
  }

  const closed = (): Page => {
    const visit = { params: {}, query: new URLSearchParams(), headers: {} };
    return notHere({ ...visit, method: 'GET', path: '', body: Buffer.alloc(0), remoteAddress: '' }, 503);
  };
  for (const at of ['/c', '/C']) {
    server.registerVisits(`${at}/:cityId/offices`, showCity, closed);
    server.registerVisits(`${at}/:cityId/offices.json`, giveJson, () => noJson(503));
    server.registerVisits(`${at}/:cityId/offices/:officeId`, showOffice, closed);
  }
}
