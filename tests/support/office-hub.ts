import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DeskAnswer, type DeskOrder, DeskView } from '../../src-main/calling/contract/desk.ts';
import { HallFeed } from '../../src-main/calling/contract/hall.ts';
import {
  certificateSeenIn,
  type HubRole,
  PairingBegun,
  PairingState,
} from '../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../src-main/calling/contract/paths.ts';
import type { HubState } from '../../src-main/calling/ports/hub.ts';
import { TicketId } from '../../src-main/contract/shared/ids.ts';
import { type CoreProcess, demonstration, newRequestId, service, startCoreProcess } from './core-process.ts';

const DESKS = ['taula-1', 'taula-2', 'taula-3'] as const;

/**
 * Writes the profile of the demonstration office into a folder, with desks that the kiosk serves at this port. `kiosks` are addresses of
 * sibling kiosks; `more` overrides members of the profile.
 */
export function officeWithDesks(
  folder: string,
  port: number,
  desks: readonly string[] = DESKS,
  kiosks: readonly string[] = [],
  hub: object = {},
  more: object = {},
): string {
  const file = join(folder, `office-${port}.json`);
  const named = desks.map((deskId, at) => ({
    deskId,
    name: { ca: `Taula ${at + 1}`, es: `Mesa ${at + 1}`, en: `Desk ${at + 1}` },
  }));
  writeFileSync(
    file,
    JSON.stringify({
      ...demonstration(),
      ...more,
      desks: named,
      hub: { port, ...(kiosks.length === 0 ? {} : { kiosks }), ...hub },
    }),
  );
  return file;
}

export interface KioskWithDesks {
  core: CoreProcess;
  port: number;
  state(): Promise<HubState>;
  giveTicket(serviceId?: string): Promise<{ ticketId: TicketId; label: string }>;
  /** Opens a browser and pairs it as a desk or a hall screen. `from` is its local address. */
  pair(role: HubRole, deskId?: string, from?: string): Promise<HubBrowser>;
  browser(from?: string): HubBrowser;
}

export async function startKioskWithDesks(
  data: string,
  profile: string,
  port: number,
  slot = 1,
  args: readonly string[] = [],
  under: readonly string[] = [],
): Promise<KioskWithDesks> {
  const core = startCoreProcess({ data, profile, slot, args, under });
  const state = async (): Promise<HubState> => {
    const answer = await core.call('getHub', {});
    if (!answer.ok || answer.value === null) throw new Error(`no hub: ${JSON.stringify(answer)}`);
    return answer.value as HubState;
  };
  while (!(await state()).isUp) await new Promise((resolve) => setTimeout(resolve, 20));
  const browser = (from?: string) =>
    createHubBrowser(port, readFileSync(join(data, 'hub-certificate.pem'), 'utf8'), from);
  return {
    core,
    port,
    state,
    async giveTicket(serviceId = 'empadronament') {
      const given = await core.call('takeTicket', {
        requestId: newRequestId(),
        serviceId: service(serviceId),
        language: 'ca',
      });
      if (!given.ok) throw new Error(JSON.stringify(given.error));
      const { ticketId, label } = given.value as { ticketId: string; label: string };
      return { ticketId: TicketId.parse(ticketId), label };
    },
    browser,
    async pair(role, deskId, from) {
      const page = browser(from);
      const { fingerprint } = await state();
      const desk = deskId === undefined ? {} : { deskId, seen: certificateSeenIn(fingerprint ?? '') };
      await page.pairWith(async (code) => (await core.call('pairBrowser', { code, ...desk })).ok, role);
      return page;
    },
  };
}

type Sent = { status: number; headers: IncomingHttpHeaders; bytes: Buffer; body: unknown };

/** A browser with a page of the hub (the kiosk that serves the desks). It verifies TLS with the hub's own certificate. */
export interface HubBrowser {
  cookie: string;
  /**
   * Asks for a pairing and claims it; throws if the browser is then not paired. `confirm` enters the code at the kiosk,
   * as a technician does.
   */
  pairWith(confirm: (code: string) => boolean | Promise<boolean>, role?: HubRole): Promise<void>;
  /** `after` is sent behind the JSON of the body. */
  post(path: string, body: unknown, headers?: Record<string, string>, after?: string): Promise<Sent>;
  get(path: string): Promise<Sent>;
  order(order: OrderWithoutId): Promise<DeskAnswer>;
  view(test?: (view: DeskView) => boolean): Promise<DeskView>;
  hall(test?: (feed: HallFeed) => boolean): Promise<HallFeed>;
  /** Opens a desk's feed and discards its content. */
  keepOpen(): void;
}
type Without<T> = T extends unknown
  ? Omit<T, 'orderId' | 'ageMs' | 'serviceIds'> & Partial<Pick<DeskOrder, 'orderId' | 'ageMs'>>
  : never;
export type OrderWithoutId = Without<DeskOrder>;

/**
 * A browser at the hub. With `from` it uses this local address and keeps connections alive, as a browser does; without it each request
 * opens a connection.
 */
export function createHubBrowser(port: number, ca: string, from?: string): HubBrowser {
  const own =
    from === undefined ? { agent: false as const } : { agent: new Agent({ keepAlive: true }), localAddress: from };
  const origin = `https://127.0.0.1:${port}`;
  let cookie = '';
  const options = (method: string, path: string, headers: Record<string, string>) => ({
    host: '127.0.0.1',
    port,
    ca,
    method,
    path,
    ...own,
    headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
  });
  function send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const sending = request(options(method, path, headers), (response) => {
        const [set] = response.headers['set-cookie'] ?? [];
        if (set !== undefined) cookie = set.split(';', 1)[0] ?? '';
        buffer(response).then((bytes) => {
          const isJson = response.headers['content-type'] === 'application/json';
          const read = bytes.toString('utf8');
          const value: unknown = isJson ? JSON.parse(read) : read;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, body: value });
        }, reject);
      });
      sending.on('error', reject);
      sending.end(body);
    });
  }
  const feed = <T>(path: string, read: (data: unknown) => T, test: (value: T) => boolean): Promise<T> =>
    nextOfFeed(options('GET', path, {}), read, test);
  const post: HubBrowser['post'] = (path, body, headers = {}, after = '') =>
    send('POST', path, { origin, 'content-type': 'application/json', ...headers }, `${JSON.stringify(body)}${after}`);
  return {
    get cookie() {
      return cookie;
    },
    set cookie(value) {
      cookie = value;
    },
    post,
    async pairWith(confirm, role = 'desk') {
      const { code, claim } = PairingBegun.parse((await post(HUB_PATHS.beginPairing, { role })).body);
      if (!(await confirm(code))) throw new Error('not let in');
      const { state } = PairingState.parse((await post(HUB_PATHS.claimPairing, { claim })).body);
      if (state !== 'paired') throw new Error(state);
    },
    get: (path) => send('GET', path, {}),
    order: async (order) => {
      const { status, body } = await post(HUB_PATHS.deskOrders, { orderId: randomUUID(), ...order });
      if (status !== 200) throw new Error(`status ${status}`);
      return DeskAnswer.parse(body);
    },
    view: (test = () => true) => feed(HUB_PATHS.deskFeed, (data) => DeskView.parse(data), test),
    hall: (test = () => true) => feed(HUB_PATHS.hallFeed, (data) => HallFeed.parse(data), test),
    keepOpen() {
      const sending = request(options('GET', HUB_PATHS.deskFeed, {}), (response) => void response.resume());
      sending.on('error', () => undefined);
      sending.end();
    },
  };
}

function nextOfFeed<T>(options: RequestOptions, read: (data: unknown) => T, test: (value: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = request(options, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`status ${response.statusCode}`));
        sending.destroy();
        return;
      }
      let rest = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        const events = `${rest}${part}`.split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const data = event.split('\n').find((line) => line.startsWith('data: '));
          if (data === undefined) continue;
          const value = read(JSON.parse(data.slice('data: '.length)));
          if (!test(value)) continue;
          resolve(value);
          sending.destroy();
          return;
        }
      });
      response.on('close', () => reject(new Error('the feed ended')));
    });
    sending.on('error', reject);
    sending.end();
  });
}
