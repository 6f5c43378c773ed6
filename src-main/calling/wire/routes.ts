import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language } from '../../contract/shared/languages.ts';
import { succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type DeskAnswer, DeskOrder, DeskShows } from '../contract/desk.ts';
import { HALL_PICTURE_PATH, HALL_SPEECH_PATH } from '../contract/hall.ts';
import { BeginPairing, ClaimPairing, HUB_PATHS, HubRole } from '../contract/pairing.ts';
import type { HubIdentities, KeptIdentity } from '../ports/hub-identities.ts';
import type { Desks } from '../steps/desks.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import type { PublicCall } from '../view/hall-feed.ts';
import { networkOf } from './addresses.ts';
import { createAllowance } from './allowance.ts';
import type { Feeds } from './feeds.ts';
import type { HubFile } from './pages.ts';
import { type Pairings, tokenHashOf } from './pairings.ts';
import { answer, cookieFor, guardHeaders, isJson, isOwnPage, readJson, tokenOf } from './requests.ts';

export type SayCall = (call: PublicCall, language: Language) => Promise<Buffer | null>;

export interface RoutesParts {
  pages: ReadonlyMap<string, HubFile>;
  pairings: Pairings;
  identities: HubIdentities;
  desks: Desks;
  help: Pick<HelpCalls, 'shown'>;
  say: SayCall;
  feeds: Feeds;
  clock: Clock;
  log: Log;
  /** Carries out a desk's order, here or at the kiosk that calls; `null`: that kiosk does not answer, and the desk repeats the order. */
  order: (deskId: string, order: DeskOrder) => Promise<DeskAnswer | null>;
  /** Requests that sibling kiosks may send. */
  kioskPosts: () => Readonly<Record<string, Handle>>;
  /** A browser asks to be paired. */
  onAsked: () => void;
  onSeen: (identityId: string) => void;
  /** A request had a browser's valid cookie. */
  onShown: (request: IncomingMessage, identityId: string) => void;
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** All requests of browsers; any other request gets 404. */
export function createRoutes(parts: RoutesParts): Handle {
  const { pages, log } = parts;
  const posts = createPosts(parts);
  const gets: Readonly<Record<string, Handle>> = {
    '/': (_request, response) => {
      response.setHeader('location', '/desk/');
      answer(response, 302);
    },
    [HUB_PATHS.deskFeed]: (request, response) => openFeed(parts, 'desk', request, response),
    [HUB_PATHS.hallFeed]: (request, response) => openFeed(parts, 'hall', request, response),
    [HALL_SPEECH_PATH]: speaking(parts),
    [HALL_PICTURE_PATH]: (request, response) => givePicture(parts, request, response),
  };
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guardHeaders(response);
    const [path = ''] = (request.url ?? '').split('?', 1);
    const table =
      request.method === 'POST' ? { ...posts, ...parts.kioskPosts() } : request.method === 'GET' ? gets : {};
    const own = Object.hasOwn(table, path) ? table[path] : undefined;
    if (own !== undefined) await own(request, response);
    else if (request.method === 'GET') {
      // Result ignored: pages are served to all callers, even while the disk cannot be read.
      for (const role of HubRole.options) recognise(parts, role, request);
      givePage(pages.get(path), response);
    } else answer(response, 404);
  }
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.event('hub-fault', { err: error });
      response.destroy();
    });
  };
}

function givePage(page: HubFile | undefined, response: ServerResponse): void {
  if (page === undefined) {
    answer(response, 404);
    return;
  }
  response.setHeader('content-type', page.type);
  if (page.isFixed) response.setHeader('cache-control', 'private, max-age=31536000, immutable');
  response.end(page.bytes);
}

/** The paired browser that a request's cookie names; `null`: none. */
function recognise(
  { identities, onShown }: Pick<RoutesParts, 'identities' | 'onShown'>,
  role: HubRole,
  request: IncomingMessage,
): ReturnType<HubIdentities['byToken']> {
  const token = tokenOf(request, role);
  const found = token === null ? succeed(null) : identities.byToken(tokenHashOf(token));
  if (found.ok && found.value !== null) onShown(request, found.value.identityId);
  return found;
}

/** The paired browser that sent the request; `null`: 401 was answered, or 503 if the disk cannot be read. */
function identityOf(
  parts: RoutesParts,
  role: HubRole,
  request: IncomingMessage,
  response: ServerResponse,
): KeptIdentity | null {
  const { desks, onSeen } = parts;
  const found = recognise(parts, role, request);
  if (!found.ok) {
    answer(response, 503);
    return null;
  }
  const identity = found.value;
  const isOfOffice = identity?.deskId == null || desks.has(identity.deskId);
  if (identity === null || identity.role !== role || !isOfOffice) {
    answer(response, 401);
    return null;
  }
  onSeen(identity.identityId);
  return identity;
}

function openFeed(parts: RoutesParts, role: HubRole, request: IncomingMessage, response: ServerResponse): void {
  const identity = identityOf(parts, role, request, response);
  if (identity !== null) parts.feeds.open(identity, response);
}

function givePicture(parts: RoutesParts, request: IncomingMessage, response: ServerResponse): void {
  if (identityOf(parts, 'hall', request, response) === null) return;
  const asked = new URLSearchParams((request.url ?? '').split('?')[1] ?? '');
  const png = parts.desks.hallPicture(asked.get('id'));
  if (png === null) {
    answer(response, 404);
    return;
  }
  response.setHeader('content-type', 'image/png');
  response.end(png);
}

/** The sound of a call that halls show now, in Catalan or in its ticket's language. */
function speaking(parts: RoutesParts): Handle {
  const maySpeak = createAllowance(30, 500, parts.clock);
  return async (request, response) => {
    const identity = identityOf(parts, 'hall', request, response);
    if (identity === null) return;
    if (!maySpeak(identity.identityId)) {
      answer(response, 429);
      return;
    }
    const asked = new URLSearchParams((request.url ?? '').split('?')[1] ?? '');
    const now = parts.desks.look();
    const calls = now.ok ? now.value.hall().calls : [];
    const call = calls.find(({ id }) => id === asked.get('call'));
    const language = call && (['ca', call.language] as const).find((one) => one === asked.get('language'));
    const sound = call === undefined || language === undefined ? null : await parts.say(call, language);
    if (sound === null) {
      answer(response, 404);
      return;
    }
    response.setHeader('content-type', 'audio/wav');
    response.end(sound);
  };
}

function createPosts(parts: RoutesParts): Readonly<Record<string, Handle>> {
  const { pairings, help, clock, order: carryOut, onAsked } = parts;
  const mayBegin = createAllowance(12, 5_000, clock);
  const mayClaim = createAllowance(60, 500, clock);
  const mayOrder = createAllowance(60, 100, clock);
  const mayShow = createAllowance(60, 500, clock);
  /** Validates the body with `schema` before `act`. */
  function post<T>(
    schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
    act: (body: T, request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
  ): Handle {
    return async (request, response) => {
      if (!isOwnPage(request)) {
        answer(response, 403);
        return;
      }
      const body = isJson(request) ? await readJson(request) : null;
      const read = body === null ? null : schema.safeParse(body.value);
      if (read?.success) await act(read.data, request, response);
      else answer(response, 400);
    };
  }
  const address = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';
  return {
    [HUB_PATHS.beginPairing]: post(BeginPairing, ({ role }, request, response) => {
      const begun = mayBegin(networkOf(address(request))) ? pairings.begin(role, address(request)) : null;
      if (begun !== null) onAsked();
      answer(response, begun === null ? 429 : 200, begun ?? undefined);
    }),
    [HUB_PATHS.claimPairing]: post(ClaimPairing, ({ claim }, request, response) => {
      if (!mayClaim(address(request))) {
        answer(response, 429);
        return;
      }
      const claimed = pairings.claim(claim);
      if (claimed.state === 'paired') response.setHeader('set-cookie', cookieFor(claimed.role, claimed.token));
      answer(response, 200, { state: claimed.state });
    }),
    [HUB_PATHS.deskOrders]: post(DeskOrder, async (order, request, response) => {
      const identity = identityOf(parts, 'desk', request, response);
      if (identity === null || identity.deskId === null) return;
      if (!mayOrder(identity.identityId)) {
        answer(response, 429);
        return;
      }
      const done = await carryOut(identity.deskId, order);
      answer(response, done === null ? 503 : 200, done ?? undefined);
    }),
    [HUB_PATHS.deskShows]: post(DeskShows, ({ helpIds }, request, response) => {
      const identity = identityOf(parts, 'desk', request, response);
      if (identity === null) return;
      if (mayShow(identity.identityId)) help.shown(identity.identityId, helpIds);
      answer(response, 200);
    }),
  };
}
