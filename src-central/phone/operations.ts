import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { faceNamed } from '../../src-main/domain/faces.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { isBeforeCall } from '../../src-main/domain/ticket-life.ts';
import { City, Token } from '../citizens/choice.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { ASK_HASH, WORKER_PROGRAM } from '../turn-words/program.ts';
import type { PushParts } from '../turn-words/send-word.ts';
import { keepWord } from '../turn-words/turn-words.ts';
import { findTurn } from './find-turn.ts';
import { giveUp } from './give-up.ts';
import { leavePage, STILL, turnPage, unknownPage, wordPage } from './page.ts';
import { statedQueue, stateQueue } from './stated-queue.ts';
import { STYLE_HASH } from './style.ts';
import { canBeLeft } from './turn.ts';
import { createWordsAfter, type WordsAfter, wordAfterForm } from './word-after.ts';

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
  const paths = ['/t', '/T'].flatMap((at) => [`${at}/:cityId/:token`, ...(phoneCity === null ? [] : [`${at}/:token`])]);
  for (const path of paths) {
    const turnAt = ({ params }: Visit) => addressedIn(params.cityId ?? phoneCity, params.token);
    server.registerVisits(path, (visit) => answer(centre, words, turnAt(visit), visit, push), closed);
    if (push !== null)
      server.registerVisits(`${path}/word`, (visit) => askWord(centre, turnAt(visit), visit, push), closed, WORD_BYTES);
  }
  if (push === null) return;
  server.registerPage('/t/word.js', async () => ({
    status: 200,
    mediaType: 'text/javascript; charset=utf-8',
    text: WORKER_PROGRAM,
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

interface Addressed {
  cityId: CityId;
  token: string;
}

function addressedIn(city: string | null | undefined, secret: string | undefined): Addressed | null {
  const [cityId, token] = [City.safeParse(city), Token.safeParse(secret)];
  return cityId.success && token.success ? { cityId: cityId.data, token: token.data } : null;
}

async function askWord(centre: Centre, at: Addressed | null, visit: Visit, push: PushParts): Promise<Page> {
  const found = at && (await findTurn(centre.database, at.cityId, at.token));
  if (found === null) return html(404, unknownPage());
  if (visit.method === 'GET')
    return withScript(html(200, wordPage(found.turn, addressOf(visit).replace(/\/word$/i, ''), push.keys.publicKey)));
  const fields = Object.fromEntries(new URLSearchParams(visit.body.toString('utf8')));
  const isKept = isBeforeCall(found.turn.state) && (await keepWord({ ...centre, push }, found, fields));
  return html(isKept ? 200 : 422, '');
}

const addressOf = ({ path }: Visit): string => path.split('?')[0] ?? '';

async function answer(
  { database, clock }: Centre,
  words: WordsAfter,
  at: Addressed | null,
  visit: Visit,
  push: PushParts | null,
): Promise<Page> {
  const isStill = visit.query.has(STILL);
  const location = isStill ? `?${STILL}` : '?';
  if (at === null) return html(404, unknownPage(isStill));
  const { cityId, token } = at;
  if (visit.method === 'POST' && visit.query.has('word')) {
    const [face, found] = [faceNamed(visit.query.get('word')), await findTurn(database, cityId, token)];
    if (face !== null && found?.asksAfter === true && found.turn.state === 'served')
      await words.count(database, found, token, face, clock.nowMs());
    return html(303, '', { location });
  }
  if (visit.method === 'POST') {
    await giveUp({ database, clock }, cityId, token);
    // After this redirect a reload only reads the page. Without it, a reload would send the form again.
    return html(303, '', { location });
  }
  const found = await findTurn(database, cityId, token);
  if (found === null) return html(404, unknownPage(isStill));
  const { turn, zone } = found;
  if (visit.query.has('leave') && canBeLeft(turn)) return html(200, leavePage(turn, isStill));
  const nowMs = clock.nowMs();
  // The number of people ahead is shown only while the ticket waits, or its holder is on the way.
  const queue = turn.state === 'waiting' || turn.state === 'coming' ? await statedQueue(database, found, nowMs) : null;
  const fromMs = nowMs + (queue?.minutes?.from ?? 0) * 60_000;
  const { coming } = turn;
  const comeBy = coming && localDateTime(Math.max(coming.heldSinceMs + coming.holdMs, fromMs), zone).time;
  const asked = found.asksAfter && turn.state === 'served';
  const after = asked ? wordAfterForm(turn.language, words.hasAnswered(token)) : null;
  const wordAddress = push && `${addressOf(visit)}/word`;
  return html(200, turnPage(turn, localDateTime(nowMs, zone).time, queue, { comeBy, wordAddress, after, isStill }));
}

const closed = (): Page => html(503, unknownPage(), { 'retry-after': '30' });
