import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { faceNamed } from '../../src-main/domain/faces.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { isBeforeCall } from '../../src-main/domain/ticket-life.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { ASK_HASH, WORKER_PROGRAM } from '../turn-words/program.ts';
import type { PushParts } from '../turn-words/send-word.ts';
import { keepWord } from '../turn-words/turn-words.ts';
import { type FoundTurn, findTurn } from './find-turn.ts';
import { giveUp } from './give-up.ts';
import { leavePage, STILL, turnPage, unknownPage, wordPage } from './page.ts';
import { statedQueue, stateQueue } from './stated-queue.ts';
import { STYLE_HASH } from './style.ts';
import { canBeLeft } from './turn.ts';
import { createWordsAfter, type WordsAfter, wordAfterForm } from './word-after.ts';

/** Tokens are made by `followToken`. QR codes contain only capitals, so the city may be in capitals too. */
const Token = z.string().regex(/^[A-Z2-7]{26}$/);
const City = z.string().toLowerCase().pipe(CityId);

/** The page's address alone grants access, so the page loads nothing and must not be cached, framed or passed on as a referrer. */
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
 * Registers the page of a ticket on its holder's phone: `/t/CITY/TOKEN`, and `/t/TOKEN` for tickets of `phoneCity`. The path ignores case,
 * because QR codes contain capitals.
 */
export function registerPhone(
  server: CentreServer,
  centre: Centre,
  phoneCity: CityId | null,
  push: PushParts | null,
): void {
  server.registerOperation('stateQueue', stateQueue(centre));
  const words = createWordsAfter();
  for (const at of ['/t', '/T']) {
    server.registerVisits(
      `${at}/:cityId/:token`,
      (visit) => answer(centre, words, visit.params.cityId, visit, push),
      closed,
    );
    if (phoneCity !== null)
      server.registerVisits(`${at}/:token`, (visit) => answer(centre, words, phoneCity, visit, push), closed);
    if (push === null) continue;
    const word = (city: string | undefined, visit: Visit) => askWord(centre, city, visit, push);
    server.registerVisits(`${at}/:cityId/:token/word`, (visit) => word(visit.params.cityId, visit), closed, WORD_BYTES);
    if (phoneCity !== null)
      server.registerVisits(`${at}/:token/word`, (visit) => word(phoneCity, visit), closed, WORD_BYTES);
  }
  if (push === null) return;
  server.registerPage('/t/word.js', async () => ({
    ...{ status: 200, mediaType: 'text/javascript; charset=utf-8', text: WORKER_PROGRAM },
    // The header lets the service worker serve `/T/…` too: a ticket's address may be in capitals, which is a different path.
    headers: { 'service-worker-allowed': '/', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  }));
}

const WORD_BYTES = 4_096;

const withScript = (page: Page): Page => ({
  ...page,
  headers: {
    ...page.headers,
    'content-security-policy': `${HEADERS['content-security-policy']}; script-src '${ASK_HASH}'; worker-src 'self'; connect-src 'self'`,
  },
});

async function askWord(centre: Centre, city: string | undefined, visit: Visit, push: PushParts): Promise<Page> {
  const found = await foundAt(centre, city, visit);
  if (found === null) return html(404, unknownPage());
  if (visit.method === 'GET')
    return withScript(html(200, wordPage(found.turn, addressOf(visit).replace(/\/word$/i, ''), push.keys.publicKey)));
  const fields = Object.fromEntries(new URLSearchParams(visit.body.toString('utf8')));
  const isKept = isBeforeCall(found.turn.state) && (await keepWord({ ...centre, push }, found, fields));
  return html(isKept ? 200 : 422, '');
}

const addressOf = ({ path }: Visit): string => path.split('?')[0] ?? '';

async function foundAt(centre: Centre, city: string | undefined, visit: Visit): Promise<FoundTurn | null> {
  const cityId = City.safeParse(city);
  const token = Token.safeParse(visit.params.token?.toUpperCase());
  return cityId.success && token.success ? findTurn(centre.database, cityId.data, token.data) : null;
}

async function answer(
  centre: Centre,
  words: WordsAfter,
  city: string | undefined,
  visit: Visit,
  push: PushParts | null,
): Promise<Page> {
  const cityId = City.safeParse(city);
  const token = Token.safeParse(visit.params.token?.toUpperCase());
  const isStill = visit.query.has(STILL);
  const location = isStill ? `?${STILL}` : '?';
  if (!cityId.success || !token.success) return html(404, unknownPage(isStill));
  if (visit.method === 'POST' && visit.query.has('word')) {
    const [face, found] = [
      faceNamed(visit.query.get('word')),
      await findTurn(centre.database, cityId.data, token.data),
    ];
    if (face !== null && found?.asksAfter === true && found.turn.state === 'served')
      await words.count(centre.database, found, token.data, face, centre.clock.nowMs());
    return html(303, '', { location });
  }
  if (visit.method === 'POST') {
    await giveUp(centre, cityId.data, token.data);
    // After this redirect a reload only reads the page, and gives up nothing again.
    return html(303, '', { location });
  }
  const found = await findTurn(centre.database, cityId.data, token.data);
  if (found === null) return html(404, unknownPage(isStill));
  const { turn, zone } = found;
  if (visit.query.has('leave') && canBeLeft(turn)) return html(200, leavePage(turn, isStill));
  const nowMs = centre.clock.nowMs();
  // The number of people ahead is shown only while the ticket waits, or its holder is on the way.
  const queue =
    turn.state === 'waiting' || turn.state === 'coming' ? await statedQueue(centre.database, found, nowMs) : null;
  const fromMs = nowMs + (queue?.minutes?.from ?? 0) * 60_000;
  const { coming } = turn;
  const comeBy = coming && localDateTime(Math.max(coming.heldSinceMs + coming.holdMs, fromMs), zone).time;
  const asked = found.asksAfter && turn.state === 'served';
  const after = asked ? wordAfterForm(turn.language, words.hasAnswered(token.data)) : null;
  const wordAddress = push && `${addressOf(visit)}/word`;
  return html(200, turnPage(turn, localDateTime(nowMs, zone).time, queue, { comeBy, wordAddress, after, isStill }));
}

const closed = (): Page => html(503, unknownPage(), { 'retry-after': '30' });
