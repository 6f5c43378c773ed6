import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { findTurn } from './find-turn.ts';
import { giveUp } from './give-up.ts';
import { leavePage, turnPage, unknownPage } from './page.ts';
import { statedQueue, stateQueue } from './stated-queue.ts';
import { STYLE_HASH } from './style.ts';
import { canBeLeft } from './turn.ts';

/** Tokens as made by `followToken`. QR codes hold capitals only, so the city may be in capitals too. */
const Token = z.string().regex(/^[A-Z2-7]{26}$/);
const City = z.string().toLowerCase().pipe(CityId);

/** The page loads nothing, and must not be cached, framed or passed on as a referrer: its address alone grants access. */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const html = (status: number, text: string, more: Readonly<Record<string, string>> = {}): Page => ({
  status,
  mediaType: 'text/html; charset=utf-8',
  text,
  headers: { ...HEADERS, ...more },
});

/**
 * Serves one turn on its holder's phone: `/t/CITY/TOKEN`, and `/t/TOKEN` in the city that this centre names. The path ignores case, because
 * QR codes hold capitals.
 */
export function registerPhone(server: CentreServer, centre: Centre, phoneCity: CityId | null): void {
  server.registerOperation('stateQueue', stateQueue(centre));
  for (const at of ['/t', '/T']) {
    server.registerVisits(`${at}/:cityId/:token`, (visit) => answer(centre, visit.params.cityId, visit), closed);
    if (phoneCity !== null) server.registerVisits(`${at}/:token`, (visit) => answer(centre, phoneCity, visit), closed);
  }
}

async function answer(centre: Centre, city: string | undefined, visit: Visit): Promise<Page> {
  const cityId = City.safeParse(city);
  const token = Token.safeParse(visit.params.token?.toUpperCase());
  if (!cityId.success || !token.success) return html(404, unknownPage());
  if (visit.method === 'POST') {
    await giveUp(centre, cityId.data, token.data);
    // A reload after this redirect only reads the page, and gives up nothing again.
    return html(303, '', { location: '?' });
  }
  const found = await findTurn(centre.database, cityId.data, token.data);
  if (found === null) return html(404, unknownPage());
  const { turn, zone } = found;
  if (visit.query.has('leave') && canBeLeft(turn)) return html(200, leavePage(turn));
  const nowMs = centre.clock.nowMs();
  // Only a waiting or coming turn has people before it.
  const queue =
    turn.state === 'waiting' || turn.state === 'coming' ? await statedQueue(centre.database, found, nowMs) : null;
  const fromMs = nowMs + (queue?.minutes?.from ?? 0) * 60_000;
  const { coming } = turn;
  const comeBy = coming && localDateTime(Math.max(coming.heldSinceMs + coming.holdMs, fromMs), zone).time;
  return html(200, turnPage(turn, localDateTime(nowMs, zone).time, queue, comeBy));
}

/** The page while the database cannot be read: the centre is starting, ending or overloaded. */
const closed = (): Page => html(503, unknownPage(), { 'retry-after': '30' });
