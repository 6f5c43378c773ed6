import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

export type { components, operations, paths } from './schema.ts';

type Schemas = components['schemas'];
export type AppointmentOrder = Schemas['AppointmentOrder'];
export type Appointment = Schemas['AppointmentAnswer'];
export type ImportReport = Schemas['ImportReport'];
export type Attendance = Schemas['AttendanceAnswer'];
export type Problem = Schemas['Problem'];

export interface ChannelSettings {
  /** The centre's address, `https://…`. */
  url: string;
  cityId: string;
  /** The channel's own token. It is sent only to `url`. */
  token: string;
  /** Allows plain HTTP to another machine, for a sandbox only. By default plain HTTP works only on this machine. */
  allowPlainHttp?: boolean;
  /** The time limit for one answer in milliseconds; 15 s by default. */
  withinMs?: number;
}

/**
 * `kind` is the last part of the problem's `type`, such as `invalid-appointment`, or `unreachable` if no answer came. The centre may have
 * carried out an unanswered call or not; repeating it is safe and returns its result. `requestId` identifies the request in the centre's
 * log.
 */
export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; kind: string; problem: Problem | null; requestId: string | null };

export interface Channel {
  /** Books an appointment. The same reference again changes or moves it, and books it again if it was cancelled. */
  book(reference: string, order: AppointmentOrder): Promise<Answer<Appointment>>;
  read(reference: string): Promise<Answer<Appointment>>;
  /** Cancels an appointment; cancelling again changes nothing. */
  cancel(reference: string): Promise<Answer<null>>;
  /** Books many with a CSV of at most 2,000 rows; each row succeeds or fails by itself. */
  importCsv(text: string): Promise<Answer<ImportReport>>;
  /** Asks the centre whether a proof of attendance is genuine. */
  attendance(code: string): Promise<Answer<Attendance>>;
  /** The typed HTTP client, with every header and status. */
  readonly http: Client<paths>;
}

/** @throws when the address is invalid, or would send the token over a network unencrypted */
export function connectChannel(settings: ChannelSettings): Channel {
  const { cityId, token, withinMs = WITHIN_MS } = settings;
  const http = createClient<paths>({
    baseUrl: checkedUrl(settings),
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) => askPatiently(request, withinMs),
    // A redirect may lead to a server that the token is not for.
    redirect: 'manual',
  });
  const one = '/v1/cities/{cityId}/appointments/{reference}';
  const at = (reference: string) => ({ params: { path: { cityId, reference } } });
  return {
    http,
    book: (reference, body) => settle(http.PUT(one, { ...at(reference), body })),
    read: (reference) => settle(http.GET(one, at(reference))),
    cancel: (reference) => settle(http.DELETE(one, at(reference)), null),
    importCsv: (text) =>
      settle(
        http.POST('/v1/cities/{cityId}/appointments/import', {
          params: { path: { cityId } },
          headers: { 'content-type': 'text/csv' },
          body: text,
          bodySerializer: (csv) => csv,
        }),
      ),
    attendance: (code) =>
      settle(http.GET('/v1/cities/{cityId}/attendance/{code}', { params: { path: { cityId, code } } })),
  };
}

const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function checkedUrl({ url, allowPlainHttp = false }: ChannelSettings): string {
  const { protocol, hostname } = new URL(url);
  const isPlain = protocol === 'http:' && (allowPlainHttp || LOCAL.test(hostname));
  if (protocol !== 'https:' && !isPlain) throw new Error(`${url} would send the token unencrypted: expected https`);
  return url.replace(/\/+$/, '');
}

const WITHIN_MS = 15_000;
const TRIES = 3;
const PAUSE_MS = 1_000;
/** A longer pause is left to the caller: the answer is returned instead. */
const LONGEST_PAUSE_MS = 10_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats a request that got no answer, or that the centre asks to repeat. Every request of a channel is idempotent. */
async function askPatiently(request: Request, withinMs: number): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const isLast = tries === TRIES;
    let pauseMs = PAUSE_MS * tries;
    try {
      const response = await fetch(request.clone(), { signal: AbortSignal.timeout(withinMs) });
      const isLater = response.status === 429 || response.status === 503;
      const askedMs = Number(response.headers.get('retry-after') ?? Number.NaN) * 1_000;
      if (isLast || !isLater || !(askedMs <= LONGEST_PAUSE_MS)) return response;
      pauseMs = askedMs;
      await response.body?.cancel();
    } catch (error) {
      if (isLast) throw error;
    }
    await pause(pauseMs);
  }
}

interface Reply {
  data?: unknown;
  error?: unknown;
  response: Response;
}
type DataOf<A extends Reply> = Exclude<A['data'], undefined>;

async function settle<A extends Reply>(asked: Promise<A>): Promise<Answer<DataOf<A>>>;
async function settle<A extends Reply>(asked: Promise<A>, empty: null): Promise<Answer<null>>;
async function settle(asked: Promise<Reply>, empty?: null): Promise<Answer<unknown>> {
  try {
    const { data, error, response } = await asked;
    if (response.ok) return { ok: true, value: empty === null ? null : data };
    const problem = isProblem(error) ? error : null;
    const kind = problem?.type.split(':').at(-1) ?? `status-${response.status}`;
    return { ok: false, kind, problem, requestId: response.headers.get('x-request-id') };
  } catch {
    return { ok: false, kind: 'unreachable', problem: null, requestId: null };
  }
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string';
