import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Booking } from '../booking/booking.ts';
import type { Reach } from '../contacts/reach.ts';
import type { Identification } from '../identification/citizens.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { closedPage, createDoor, html } from './door.ts';
import { CALLBACK_PATH, createHolders } from './holders.ts';
import { createSignedTexts } from './signed-texts.ts';
import { createVisitors } from './visitors.ts';

/** The size limit of a form. The longest form has four services and their texts. */
const FORM_BYTES = 8_192;

const FONTS = join(import.meta.dirname, '..', '..', 'out', 'pages', 'assets');

/** `origin` is the public address of the pages, for links in messages and for the identification provider. */
export interface CitizensReach {
  origin: string;
  reach: Reach;
  identification: Identification | null;
}

const zip = promisify(gzip);
const LEAST_ZIPPED = 1_000;

/** Compresses pages for browsers that accept gzip, because many readers pay for each byte. */
const zipped =
  (answer: (visit: Visit) => Promise<Page>) =>
  async (visit: Visit): Promise<Page> => {
    const page = await answer(visit);
    const takesZip = /\bgzip\b/.test(String(visit.headers['accept-encoding'] ?? ''));
    if (!takesZip || page.text.length < LEAST_ZIPPED) return page;
    const headers = { ...page.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' };
    return { ...page, text: await zip(page.text), headers };
  };

export function registerCitizens(
  server: CentreServer,
  centre: Centre,
  booking: Booking,
  { isSecure, reach = null }: { isSecure: boolean; reach?: CitizensReach | null },
): void {
  const { clock, signingKey } = centre;
  const texts = createSignedTexts(signingKey);
  const holders =
    reach && createHolders({ ...reach, contacts: { ...centre, reach: reach.reach }, texts, booking, html });
  const door = createDoor({ booking, clock, texts, visitors: createVisitors(clock), isSecure, holders });
  server.registerVisits(CALLBACK_PATH, door.identified, closedPage);
  for (const at of ['/c', '/C']) {
    server.registerVisits(`${at}/:cityId`, zipped(door.choose), closedPage, FORM_BYTES);
    server.registerVisits(`${at}/:cityId/notice`, zipped(door.notice), closedPage, FORM_BYTES);
    server.registerVisits(`${at}/:cityId/earlier`, zipped(door.earlier), closedPage, FORM_BYTES);
    server.registerVisits(`${at}/:cityId/identify`, door.identify, closedPage);
    server.registerVisits(`${at}/:cityId/:token`, zipped(door.show), closedPage);
    server.registerVisits(`${at}/:cityId/:token/cita.ics`, door.calendar, closedPage);
  }
  const font = existsSync(FONTS)
    ? readdirSync(FONTS).find((name) => /^atkinson-hyperlegible-next-latin-wght-normal.*\.woff2$/.test(name))
    : undefined;
  if (font === undefined) return;
  const text = readFileSync(join(FONTS, font));
  server.registerPage('/c/atkinson.woff2', async () => ({
    status: 200,
    mediaType: 'font/woff2',
    text,
    headers: { 'cache-control': 'public, max-age=604800' },
  }));
}
