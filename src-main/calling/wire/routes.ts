import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../ports/clock.ts';
import type { HubRole } from '../contract/pairing.ts';
import { HALL_PICTURE_PATH, HALL_SPEECH_PATH, HUB_PATHS } from '../contract/paths.ts';
import type { Known } from '../contract/server-thread.ts';
import { networkOf } from './addresses.ts';
import { createAllowance } from './allowance.ts';
import type { CoreCalls } from './core-calls.ts';
import type { FeedPages } from './feed-pages.ts';
import type { HubFile } from './pages.ts';
import {
  answer,
  give,
  guardHeaders,
  type Handle,
  isJson,
  isOwnPage,
  readJson,
  tokenHashOf,
  tokenOf,
} from './requests.ts';

export interface RoutesParts {
  pages: ReadonlyMap<string, HubFile>;
  known: () => Known;
  core: CoreCalls;
  feeds: FeedPages;
  clock: Clock;
  onFault: (error: unknown) => void;
  kioskPosts: Readonly<Record<string, Handle>>;
  onShown: (request: IncomingMessage, identityId: string) => void;
}

/** Handles all requests of browsers and sibling kiosks; a request with any other path gets 404. */
export function createRoutes(parts: RoutesParts): Handle {
  const { pages, clock, onFault, kioskPosts } = parts;
  const posts = { ...createPosts(parts), ...kioskPosts };
  const gets: Readonly<Record<string, Handle>> = {
    '/': (_request, response) => {
      response.setHeader('location', '/desk/');
      answer(response, 302);
    },
    [HUB_PATHS.deskFeed]: feedFor(parts, 'desk'),
    [HUB_PATHS.hallFeed]: feedFor(parts, 'hall'),
    [HALL_SPEECH_PATH]: forHall(parts, 'speech', createAllowance(30, 500, clock)),
    [HALL_PICTURE_PATH]: forHall(parts, 'picture', () => true),
  };
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guardHeaders(response);
    const [path = ''] = (request.url ?? '').split('?', 1);
    const table = request.method === 'POST' ? posts : request.method === 'GET' ? gets : {};
    const own = Object.hasOwn(table, path) ? table[path] : undefined;
    if (own !== undefined) await own(request, response);
    else if (request.method === 'GET') {
      // Result ignored: pages are served to all callers.
      for (const role of ROLES) recognise(parts, role, request);
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

const asked = ({ url }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(new URLSearchParams((url ?? '').split('?')[1] ?? ''));

const ROLES: readonly HubRole[] = ['desk', 'hall'];

type KnownBrowser = NonNullable<Known['browsers']>[number];

/**
 * Finds the paired browser that a request's cookie names; `null`: none. While the list of browsers is `null`, because the core could not
 * read its disk, the core decides about each cookie.
 */
function recognise({ known, onShown }: RoutesParts, role: HubRole, request: IncomingMessage): KnownBrowser | null {
  const token = tokenOf(request, role);
  if (token === null) return null;
  const hash = tokenHashOf(token);
  const { browsers } = known();
  if (browsers === null) return { token: hash, identityId: hash, role };
  const found = browsers.find((browser) => browser.token === hash) ?? null;
  if (found !== null) onShown(request, found.identityId);
  return found;
}

/** Finds the paired browser that sent the request; `null`: there is none, and 401 was answered. */
function browserOf(parts: RoutesParts, role: HubRole, ...[request, response]: Parameters<Handle>): KnownBrowser | null {
  const found = recognise(parts, role, request);
  if (found?.role === role) return found;
  answer(response, 401);
  return null;
}

function feedFor(parts: RoutesParts, role: HubRole): Handle {
  return async (request, response) => {
    const browser = browserOf(parts, role, request, response);
    if (browser !== null) await parts.feeds.open({ token: browser.token, role }, response);
  };
}

function forHall(parts: RoutesParts, call: 'picture' | 'speech', mayAsk: (identityId: string) => boolean): Handle {
  return async (request, response) => {
    const hall = browserOf(parts, 'hall', request, response);
    if (hall === null) return;
    if (!mayAsk(hall.identityId)) return answer(response, 429);
    give(response, await parts.core.ask({ call, token: hall.token, body: asked(request) }));
  };
}

function createPosts(parts: RoutesParts): Readonly<Record<string, Handle>> {
  const { core, clock } = parts;
  const mayBegin = createAllowance(12, 5_000, clock);
  const mayClaim = createAllowance(60, 500, clock);
  function post(act: (body: unknown, ...exchange: Parameters<Handle>) => Promise<void> | void): Handle {
    return async (request, response) => {
      if (!isOwnPage(request)) return answer(response, 403);
      const body = isJson(request) ? await readJson(request) : null;
      if (body === null) answer(response, 400);
      else await act(body.value, request, response);
    };
  }
  /** A desk's request; beyond the allowance it gets the answer `tooMany`. */
  function ofDesk(call: 'order' | 'come-back' | 'shows', most: number, everyMs: number, tooMany = 429): Handle {
    const mayAsk = createAllowance(most, everyMs, clock);
    return post(async (body, request, response) => {
      const desk = browserOf(parts, 'desk', request, response);
      if (desk === null) return;
      if (!mayAsk(desk.identityId)) return answer(response, tooMany);
      give(response, await core.ask({ call, token: desk.token, body }));
    });
  }
  const address = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';
  return {
    [HUB_PATHS.beginPairing]: post(async (body, request, response) => {
      if (!mayBegin(networkOf(address(request)))) answer(response, 429);
      else give(response, await core.ask({ call: 'begin-pairing', from: address(request), body }));
    }),
    [HUB_PATHS.claimPairing]: post(async (body, request, response) => {
      if (!mayClaim(address(request))) answer(response, 429);
      else give(response, await core.ask({ call: 'claim-pairing', body }));
    }),
    [HUB_PATHS.deskOrders]: ofDesk('order', 60, 100),
    [HUB_PATHS.deskComeBack]: ofDesk('come-back', 20, 1_000),
    [HUB_PATHS.deskShows]: ofDesk('shows', 60, 500, 200),
  };
}
