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
  url: string;
  cityId: string;
  /** The token is sent only to `url`. */
  token: string;
  /** Allows plain HTTP to another machine; use it only with a sandbox. By default plain HTTP works only on the same machine. */
  allowPlainHttp?: boolean;
  /** Milliseconds to wait for one answer; 15 s by default. */
  withinMs?: number;
}

/**
 * The result of a call. `kind` is the last part of the problem's `type`, such as `invalid-appointment`, or `status-` and the HTTP status if
 * the answer describes no problem, or `unreachable` if no answer came. After `unreachable` the centre may or may not have carried out the
 * call; repeating the call is safe and returns its result. `requestId` identifies the request in the centre's log.
 */
export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; kind: string; problem: Problem | null; requestId: string | null };

export interface Channel {
  /**
   * Books an appointment. A second call with the same reference changes or moves the appointment, or books it again if it was cancelled.
   */
  book(reference: string, order: AppointmentOrder): Promise<Answer<Appointment>>;
  read(reference: string): Promise<Answer<Appointment>>;
  /** Cancels an appointment. Cancelling it again changes nothing. */
  cancel(reference: string): Promise<Answer<null>>;
  /** Books many appointments from a CSV with at most 2,000 rows. Each row succeeds or fails independently of the others. */
  importCsv(text: string): Promise<Answer<ImportReport>>;
  attendance(code: string): Promise<Answer<Attendance>>;
  /** The typed HTTP client, for calls that need headers or the exact status. */
  readonly http: Client<paths>;
}

/**
 * Connects to a centre.
 * @throws Error when the address is invalid or would send the token unencrypted over a network
 */
export function connectChannel(settings: ChannelSettings): Channel {
  const { cityId, token, withinMs = WITHIN_MS } = settings;
  const http = createClient<paths>({
    baseUrl: checkedUrl(settings),
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) => askPatiently(request, withinMs),
    // A redirect could send the token to another server.
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
/**
 * The longest pause after which a request is repeated. If the centre asks for a longer pause, the centre's answer is returned and the
 * caller decides.
 */
const LONGEST_PAUSE_MS = 10_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Repeats a request that got no answer or that the centre asks to repeat. Repeating is safe, because every request of a channel is
 * idempotent.
 */
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
