import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Language } from '../../contract/shared/languages.ts';
import type { Clock } from '../../ports/clock.ts';
import { DeskOrder, DeskShows } from '../contract/desk.ts';
import { HALL_PICTURE_PATH, HALL_SPEECH_PATH } from '../contract/hall.ts';
import { BeginPairing, ClaimPairing, HUB_PATHS, HubRole } from '../contract/pairing.ts';
import type { Known } from '../contract/server-thread.ts';
import { networkOf } from './addresses.ts';
import { createAllowance } from './allowance.ts';
import type { CoreCalls } from './core-calls.ts';
import type { FeedPages } from './feed-pages.ts';
import type { HubFile } from './pages.ts';
import { tokenHashOf } from './pairings.ts';
import { answer, give, guardHeaders, type Handle, isJson, isOwnPage, readJson, tokenOf } from './requests.ts';

export interface RoutesParts {
  pages: ReadonlyMap<string, HubFile>;
  /** The callers that the core knows now. */
  known: () => Known;
  core: CoreCalls;
  feeds: FeedPages;
  clock: Clock;
  onFault: (error: unknown) => void;
  /** Requests that sibling kiosks may send. */
  kioskPosts: Readonly<Record<string, Handle>>;
  /** A request had a browser's valid cookie. */
  onShown: (request: IncomingMessage, identityId: string) => void;
}

/** All requests of browsers; any other request gets 404. */
export function createRoutes(parts: RoutesParts): Handle {
  const { pages, onFault, kioskPosts } = parts;
  const posts = { ...createPosts(parts), ...kioskPosts };
  const gets: Readonly<Record<string, Handle>> = {
    '/': (_request, response) => {
      response.setHeader('location', '/desk/');
      answer(response, 302);
    },
    [HUB_PATHS.deskFeed]: (request, response) => openFeed(parts, 'desk', request, response),
    [HUB_PATHS.hallFeed]: (request, response) => openFeed(parts, 'hall', request, response),
    [HALL_SPEECH_PATH]: speaking(parts),
    [HALL_PICTURE_PATH]: async (request, response) => {
      const hall = browserOf(parts, 'hall', request, response);
      if (hall !== null)
        give(response, await parts.core.ask({ call: 'picture', token: hall.token, id: asked(request).get('id') }));
    },
  };
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guardHeaders(response);
    const [path = ''] = (request.url ?? '').split('?', 1);
    const table = request.method === 'POST' ? posts : request.method === 'GET' ? gets : {};
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
      onFault(error);
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

const asked = ({ url }: IncomingMessage): URLSearchParams => new URLSearchParams((url ?? '').split('?')[1] ?? '');

type KnownBrowser = NonNullable<Known['browsers']>[number];

/** The paired browser that a request's cookie names; `null`: none, or the disk cannot be read. */
function recognise(
  { known, onShown }: Pick<RoutesParts, 'known' | 'onShown'>,
  role: HubRole,
  request: IncomingMessage,
): KnownBrowser | null {
  const token = tokenOf(request, role);
  if (token === null) return null;
  const hash = tokenHashOf(token);
  const found = known().browsers?.find((browser) => browser.token === hash) ?? null;
  if (found !== null) onShown(request, found.identityId);
  return found;
}

/** The paired browser that sent the request; `null`: 401 was answered, or 503 if the disk cannot be read. */
function browserOf(
  parts: RoutesParts,
  role: HubRole,
  request: IncomingMessage,
  response: ServerResponse,
): KnownBrowser | null {
  const found = recognise(parts, role, request);
  if (found?.role === role) return found;
  answer(response, parts.known().browsers === null && tokenOf(request, role) !== null ? 503 : 401);
  return null;
}

async function openFeed(
  parts: RoutesParts,
  role: HubRole,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const browser = browserOf(parts, role, request, response);
  if (browser !== null) await parts.feeds.open({ token: browser.token, role }, response);
}

const SpokenCall = z.object({ call: z.uuid(), language: Language });

/** The sound of a call that halls show now, in Catalan or in its ticket's language. */
function speaking(parts: RoutesParts): Handle {
  const maySpeak = createAllowance(30, 500, parts.clock);
  return async (request, response) => {
    const hall = browserOf(parts, 'hall', request, response);
    if (hall === null) return;
    if (!maySpeak(hall.identityId)) {
      answer(response, 429);
      return;
    }
    const read = SpokenCall.safeParse(Object.fromEntries(asked(request)));
    if (!read.success) {
      answer(response, 404);
      return;
    }
    const { call: callId, language } = read.data;
    give(response, await parts.core.ask({ call: 'speech', token: hall.token, callId, language }));
  };
}

function createPosts(parts: RoutesParts): Readonly<Record<string, Handle>> {
  const { core, clock } = parts;
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
    [HUB_PATHS.beginPairing]: post(BeginPairing, async ({ role }, request, response) => {
      if (!mayBegin(networkOf(address(request)))) answer(response, 429);
      else give(response, await core.ask({ call: 'begin-pairing', role, from: address(request) }));
    }),
    [HUB_PATHS.claimPairing]: post(ClaimPairing, async ({ claim }, request, response) => {
      if (!mayClaim(address(request))) answer(response, 429);
      else give(response, await core.ask({ call: 'claim-pairing', claim }));
    }),
    [HUB_PATHS.deskOrders]: post(DeskOrder, async (order, request, response) => {
      const desk = browserOf(parts, 'desk', request, response);
      if (desk === null) return;
      if (!mayOrder(desk.identityId)) answer(response, 429);
      else give(response, await core.ask({ call: 'order', token: desk.token, order }));
    }),
    [HUB_PATHS.deskShows]: post(DeskShows, async ({ helpIds }, request, response) => {
      const desk = browserOf(parts, 'desk', request, response);
      if (desk === null) return;
      if (!mayShow(desk.identityId)) answer(response, 200);
      else give(response, await core.ask({ call: 'shows', token: desk.token, helpIds }));
    }),
  };
}
