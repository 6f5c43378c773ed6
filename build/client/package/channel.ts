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
  /** Where the centre is, `https://…`. */
  url: string;
  cityId: string;
  /** The channel's own token. It goes nowhere but to `url`. */
  token: string;
  /** Plain HTTP also to another machine: a sandbox alone. By default only this machine is asked so. */
  allowPlainHttp?: boolean;
  /** How long one answer is waited for; 15 s by default. */
  withinMs?: number;
}

/**
 * `kind` is the last part of the problem's `type`, such as `invalid-appointment`, or `unreachable` when no answer came: the centre may have done it or not, and the same
 * call again finds out. `requestId` is what the centre calls the request in its log.
 */
export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; kind: string; problem: Problem | null; requestId: string | null };

export interface Channel {
  /** Books; the same reference again changes or moves that appointment, and books one that was cancelled once more. */
  book(reference: string, order: AppointmentOrder): Promise<Answer<Appointment>>;
  read(reference: string): Promise<Answer<Appointment>>;
  /** One that is cancelled stays so. */
  cancel(reference: string): Promise<Answer<null>>;
  /** Many at once, by a CSV of at most 2,000 rows; each row is done or refused by itself. */
  importCsv(text: string): Promise<Answer<ImportReport>>;
  /** Whether a proof of attendance is genuine. */
  attendance(code: string): Promise<Answer<Attendance>>;
  /** The same by method and path, with every header and status. */
  readonly http: Client<paths>;
}

/** Throws when the address is none, or would carry the token over a network in plain. */
export function connectChannel(settings: ChannelSettings): Channel {
  const { cityId, token, withinMs = WITHIN_MS } = settings;
  const http = createClient<paths>({
    baseUrl: checkedUrl(settings),
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) => askPatiently(request, withinMs),
    // What is elsewhere is not the centre that the token is for.
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
  if (protocol !== 'https:' && !isPlain) throw new Error(`${url} would carry the token in plain: it must be https`);
  return url.replace(/\/+$/, '');
}

const WITHIN_MS = 15_000;
const TRIES = 3;
const PAUSE_MS = 1_000;
/** Whoever is asked to come back later than this says so to its own user. */
const LONGEST_PAUSE_MS = 10_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again when nothing came, or when the centre asks for it: whatever a channel asks changes nothing when it comes twice. */
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
