import { generateSync } from 'otplib';
import { invitePerson } from '../../src-central/people/invite.ts';
import { beginSession, SESSION_TERMS, sessionCookie } from '../../src-central/people/sessions.ts';
import { OPERATIONS, type Operation, type OperationName, pathOf } from '../../src-main/contract/centre/operations.ts';
import { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import { kindOf, Problem, type ProblemKind } from '../../src-main/contract/centre/problems.ts';
import { type TestCentre, terrassa } from './test-centre.ts';

/** The public origin of the staff pages in tests, as if a proxy ended TLS. Its host is that of the test's listener, which speaks HTTP. */
export const STAFF_ORIGIN = 'https://127.0.0.1';
export const STAFF = { origin: STAFF_ORIGIN, cityId: terrassa };

export const PASSWORD = 'cavall verd que dorm';

export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Shown>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Shown>;
  /** Calls an operation with the browser's cookies, as a page's script does. */
  order(
    name: OperationName,
    params?: Record<string, string>,
    body?: unknown,
    headers?: Record<string, string>,
    query?: string,
  ): Promise<Called>;
}

export interface Shown {
  status: number;
  headers: Headers;
  text: string;
  /** `null` if the answer is no redirect. */
  location: string | null;
}

export interface Called {
  status: number;
  problem: ProblemKind | null;
  body: unknown;
}

export function newVisitor({ staffUrl }: Pick<TestCentre, 'staffUrl'>): Visitor {
  const cookies = new Map<string, string>();
  async function send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const response = await fetch(`${staffUrl}${path}`, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  const shown = async (response: Response): Promise<Shown> => ({
    status: response.status,
    headers: response.headers,
    text: await response.text(),
    location: response.headers.get('location'),
  });
  return {
    cookies,
    get: async (path, headers = {}) => shown(await send(path, { headers })),
    post: async (path, fields, headers = {}) =>
      shown(
        await send(path, {
          method: 'POST',
          body: new URLSearchParams(fields).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin: STAFF_ORIGIN, ...headers },
        }),
      ),
    async order(name, params = {}, body, headers = {}, query = '') {
      const { method }: Operation = OPERATIONS[name];
      const response = await send(`${pathOf(name, { cityId: terrassa, ...params })}?${query}`, {
        method,
        headers: {
          ...(method === 'GET' ? {} : { origin: STAFF_ORIGIN }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      // An event stream does not end, so only its head is returned.
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
        await response.body?.cancel();
        return { status: response.status, body: null, problem: null };
      }
      const text = await response.text();
      const answer: unknown = text === '' ? null : JSON.parse(text);
      return { status: response.status, body: answer, problem: response.ok ? null : kindOf(Problem.parse(answer)) };
    },
  };
}

type Terms = Partial<PersonInvitation>;

const MACHINE = { cityId: terrassa, address: null, tokenId: null, name: 'command line: prova' };

const NEW_OFFICES = `INSERT INTO office (city_id, office_id, changed_at)
  SELECT $1, office_id, now() FROM unnest($2::text[]) AS office_id ON CONFLICT DO NOTHING`;

/**
 * Invites a person as the centre's command line does, and first creates the offices in `terms` that do not exist. Returns the path of the
 * invitation's link.
 */
export async function inviteHere(centre: TestCentre, name: string, terms: Terms = {}): Promise<string> {
  const invitation = PersonInvitation.parse({ name, role: 'administrator', officeIds: null, ...terms });
  await centre.database.query(NEW_OFFICES, [terrassa, invitation.officeIds ?? []]);
  const invited = await invitePerson(centre.database, MACHINE, invitation, centre.clock.ms);
  if (!invited.ok) throw new Error(invited.error.kind);
  return `/invitations/${terrassa}/${invited.value.code}`;
}

export interface Enrolled {
  name: string;
  personId: string;
  password: string;
  code(): string;
}

export const seedIn = (text: string): string => /name="seed"[^>]*value="([\w-]+)"/.exec(text)?.[1] ?? '';
/** The page must be in English. */
export const keyIn = (text: string): string => (/Key: ([A-Z2-7 ]+)/.exec(text)?.[1] ?? '').replaceAll(' ', '');

export async function acceptHere(centre: TestCentre, path: string, name: string): Promise<Enrolled> {
  const visitor = newVisitor(centre);
  const { text } = await visitor.get(`${path}?lang=en`);
  const secret = keyIn(text);
  const code = () => generateSync({ secret, epoch: Math.floor(centre.clock.ms / 1_000) });
  const seed = seedIn(text);
  const accepted = await visitor.post(path, { seed, password: PASSWORD, again: PASSWORD, code: code() });
  if (accepted.status !== 303) throw new Error(`not accepted: ${accepted.status} ${accepted.text}`);
  // The code that accepted the invitation is used up, and the authenticator app shows another one after 30 s.
  centre.clock.ms += 30_000;
  const [person] = await centre.database.query<{ personId: string }>(
    'SELECT person_id AS "personId" FROM person WHERE city_id = $1 AND name = $2 AND withdrawn_at IS NULL',
    [terrassa, name],
  );
  return { name, personId: person?.personId ?? '', password: PASSWORD, code };
}

export const newPerson = async (centre: TestCentre, name: string, terms: Terms = {}): Promise<Enrolled> =>
  acceptHere(centre, await inviteHere(centre, name, terms), name);

export const signInHere = (visitor: Visitor, { name, password, code }: Enrolled, fields: Record<string, string> = {}) =>
  visitor.post('/sign-in', { city: terrassa, name, password, code: code(), ...fields });

/** Begins a session directly in the database, because a sign-in is slow. */
export async function signedIn(centre: TestCentre, name: string, terms: Terms = {}): Promise<Visitor> {
  await inviteHere(centre, name, terms);
  const [person] = await centre.database.query<{ personId: string }>(
    `UPDATE person SET since = now() WHERE city_id = $1 AND name = $2 AND withdrawn_at IS NULL RETURNING person_id AS "personId"`,
    [terrassa, name],
  );
  const visitor = newVisitor(centre);
  await beginAgain(centre, visitor, person?.personId ?? '');
  return visitor;
}

export async function beginAgain(centre: TestCentre, visitor: Visitor, personId: string): Promise<void> {
  const session = { cityId: terrassa, personId, address: '127.0.0.1', nowMs: centre.clock.ms };
  const value = await beginSession(centre.database, session, SESSION_TERMS);
  if (value === null) throw new Error('the person has been withdrawn');
  const [name = '', rest = ''] = (sessionCookie(value).split(';')[0] ?? '').split(/=(.*)/s);
  visitor.cookies.set(name, rest);
}
