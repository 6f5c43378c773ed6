import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Logger } from 'pino';
import { onTestFinished } from 'vitest';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import type { Keyring } from '../../src-central/appointments/keyring.ts';
import type { CitizensReach } from '../../src-central/citizens/operations.ts';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import type { StaffOptions } from '../../src-central/people/listener.ts';
import { EVENT_PROJECTIONS } from '../../src-central/projections/projection.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import type { ServerOptions } from '../../src-central/server/server.ts';
import type { PushParts } from '../../src-central/turn-words/send-word.ts';
import type { RunTwin } from '../../src-central/what-if/run-thread.ts';
import { isAdministrative } from '../../src-main/contract/centre/authorization.ts';
import { EventsAnswer, type WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { OPERATIONS, type Operation, type OperationName, pathOf } from '../../src-main/contract/centre/operations.ts';
import { kindOf, Problem, type ProblemKind } from '../../src-main/contract/centre/problems.ts';
import type { Environment } from '../../src-main/contract/shared/environment.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { newSigningKey, pairingFingerprint, type SigningKey } from '../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest, verifyAnswer } from '../../src-main/signing/signed-messages.ts';
import { centreDefaults } from './centre-defaults.ts';

export const terrassa = CityId.parse('terrassa');
export const OFFICE = 'ajuntament';

/** `problem` is the kind of a problem answer. */
export interface Answered {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  problem: ProblemKind | null;
  /** The time in the answer's signature; `null` without a valid signature. */
  signedAtMs: number | null;
}

export interface TestCentre {
  url: string;
  /** Address of the listener for staff; equals `url` if there is none. */
  staffUrl: string;
  database: Database;
  /** Only a test moves this clock. */
  clock: { ms: number };
  signingKey: SigningKey;
  token: string;
  /** Calls an operation with a bearer token, by default that of `terrassa`. `body` is sent as JSON, or as CSV if it is a text. */
  order(name: OperationName, params: Record<string, string>, body?: unknown, token?: string): Promise<Answered>;
  /** Sends a request signed with `key`. A kiosk's read also needs its number `count`, because the centre accepts each number once. */
  signed(request: SignedRequest): Promise<Answered>;
  enrol(slot: number, office?: string, city?: CityId): Promise<TestKiosk>;
  /** Creates an office without a profile, if there is none yet. */
  makeOffice(office: string, city?: CityId): Promise<void>;
  stop(): Promise<void>;
}

export interface SignedRequest {
  key: SigningKey;
  as: 'kiosk' | 'candidate';
  method: string;
  path: string;
  body?: Buffer;
  headers?: Record<string, string>;
  count?: number;
  tamper?: (request: RequestToSign) => RequestToSign;
}

export interface TestKiosk {
  kioskId: string;
  key: SigningKey;
  incarnation: string;
  bootId: string;
  /** Milliseconds since the kiosk's boot. */
  monoMs: number;
  path(name: OperationName): string;
  /** Uploads these events, signed and gzipped. `over` overrides parts of the request. */
  upload(
    events: readonly unknown[],
    over?: Partial<SignedRequest> & { upload?: Record<string, unknown> },
  ): Promise<Answered>;
  send(events: readonly unknown[]): Promise<EventsAnswer>;
}

const zip = promisify(gzip);
/** Wednesday, eleven in the morning in Terrassa. */
export const START_MS = Date.parse('2026-11-25T10:00:00.000Z');

interface TestCentreOptions extends Pick<ServerOptions, 'admission' | 'connectionLimits' | 'patience' | 'meter'> {
  /** City of the tickets' pages whose address names no city. */
  phoneCity?: CityId;
  staff?: StaffOptions;
  environment?: Environment;
  clock?: { ms: number };
  signingKey?: SigningKey;
  maxInFlight?: number;
  behindProxy?: boolean;
  logger?: Logger;
  /** Keys that encrypt the offices' keys in the database. Default: these keys are stored unencrypted. */
  keyring?: Keyring;
  citizens?: CitizensReach;
  push?: PushParts;
  /** Computes the answers of the simulated office (twin) in place of the usual thread. */
  runTwin?: RunTwin;
}

/** Starts a replica in this process on this database, until the test ends. */
export async function startTestCentre(
  databaseUrl: string | Database,
  { clock = { ms: START_MS }, signingKey = newSigningKey(), ...options }: TestCentreOptions = {},
): Promise<TestCentre> {
  const database =
    typeof databaseUrl === 'string' ? openPostgres(databaseUrl, { connections: 10, onTrouble: () => {} }) : databaseUrl;
  const { server, staffServer, open } = assembleCentre({
    ...centreDefaults(),
    maxInFlight: 200,
    ...options,
    database,
    signingKey,
    clock: { nowMs: () => clock.ms },
  });
  await open();
  const url = await server.listen('127.0.0.1', 0);
  const staffUrl = (await staffServer?.listen('127.0.0.1', 0)) ?? url;
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await Promise.all([server.drain(), staffServer?.drain()]);
    await database.close();
  };
  onTestFinished(stop);
  const token = await makeToken(database, terrassa, 'Montserrat Prova', clock.ms);
  const asking = askingOf({ url, staffUrl, signingKey, token });
  const place = { database, clock, signingKey, token, ...asking };
  return {
    url,
    staffUrl,
    stop,
    ...place,
    enrol: (slot, office = OFFICE, city = terrassa) => enrol(place, slot, office, city),
    makeOffice: (office, city = terrassa) => makeOffice(database, office, city),
  };
}

function askingOf({
  url,
  staffUrl,
  signingKey,
  token,
}: Pick<TestCentre, 'url' | 'staffUrl' | 'signingKey' | 'token'>): Pick<TestCentre, 'order' | 'signed'> {
  async function fetchAnswer(
    path: string,
    init: RequestInit,
    request: RequestToSign | null,
    at = url,
  ): Promise<Answered> {
    const response = await fetch(`${at}${path}`, init);
    const bytes = Buffer.from(await response.arrayBuffer());
    const headers = Object.fromEntries(response.headers);
    const isJson = /json/.test(headers['content-type'] ?? '');
    const body: unknown = isJson ? JSON.parse(bytes.toString()) : null;
    const problem = response.ok || !isJson ? null : kindOf(Problem.parse(body));
    const answer = { status: response.status, headers, body: bytes };
    return { ...answer, body, problem, signedAtMs: await verifyAnswer(answer, request, [signingKey.publicKey]) };
  }
  return {
    async signed({ key, as, method, path, body, headers = {}, count, tamper }) {
      const plain: RequestToSign = { method, url: `${url}${path}`, headers, body: body ?? null };
      const all = { ...plain, headers: await signRequest(plain, key, as, count ?? null) };
      const sent = tamper ? tamper(all) : all;
      const init = {
        method: sent.method,
        headers: sent.headers,
        ...(sent.body ? { body: new Uint8Array(sent.body) } : {}),
      };
      return fetchAnswer(sent.url.slice(url.length), init, all);
    },
    order(name, params, body, bearer = token) {
      const operation: Operation = OPERATIONS[name];
      const media = operation.bodyMedia ?? 'application/json';
      const init = {
        method: operation.method,
        headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': media }) },
        ...(body === undefined ? {} : { body: media === 'text/csv' ? String(body) : JSON.stringify(body) }),
      };
      const at = isAdministrative(name) ? staffUrl : url;
      return fetchAnswer(pathOf(name, { cityId: terrassa, ...params }), init, null, at);
    },
  };
}

async function makeOffice(database: Database, office: string, city: CityId): Promise<void> {
  await database.query(
    'INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, now()) ON CONFLICT (city_id, office_id) DO NOTHING',
    [city, office],
  );
}

type EnrolmentPlace = Pick<TestCentre, 'database' | 'clock' | 'signingKey' | 'token' | 'order' | 'signed'>;

async function enrol(
  { database, clock, signingKey, token, order, signed }: EnrolmentPlace,
  slot: number,
  office: string,
  city: CityId,
): Promise<TestKiosk> {
  await makeOffice(database, office, city);
  const key = newSigningKey();
  const incarnation = randomUUID();
  const asked = { publicKey: key.publicKey, incarnation, slot: null, version: '0.1.0', build: 'official' };
  const opened = await signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: city }),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(asked)),
  });
  const { code } = opened.body as { code: string };
  const bearer = city === terrassa ? token : await makeToken(database, city, 'Pere Prova', clock.ms);
  const confirmation = {
    code,
    fingerprint: pairingFingerprint(key.publicKey, signingKey.publicKey),
    officeId: office,
    slot,
    name: `quiosc ${slot}`,
  };
  const confirmed = await order('confirmEnrolment', { cityId: city }, confirmation, bearer);
  if (confirmed.status !== 201) throw new Error(`not enrolled: ${JSON.stringify(confirmed.body)}`);
  const { kioskId } = confirmed.body as { kioskId: string };
  return testKiosk(signed, { kioskId, key, incarnation }, city);
}

function testKiosk(
  signed: TestCentre['signed'],
  identity: Pick<TestKiosk, 'kioskId' | 'key' | 'incarnation'>,
  city: CityId,
): TestKiosk {
  const kiosk: TestKiosk = {
    ...identity,
    bootId: randomUUID(),
    monoMs: 60_000,
    path: (name) => pathOf(name, { cityId: city, kioskId: identity.kioskId }),
    async upload(events, { upload, ...over } = {}) {
      const sender = { bootId: kiosk.bootId, monoMs: kiosk.monoMs };
      const body = await zip(JSON.stringify({ incarnation: kiosk.incarnation, sender, events, ...upload }));
      return signed({
        key: kiosk.key,
        as: 'kiosk',
        method: 'POST',
        path: kiosk.path('uploadEvents'),
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body,
        ...over,
      });
    },
    async send(events) {
      const answered = await kiosk.upload(events);
      if (answered.status !== 200) throw new Error(`not taken: ${JSON.stringify(answered.body)}`);
      return EventsAnswer.parse(answered.body);
    },
  };
  return kiosk;
}

export function newEvents({ epoch = 0, from = 1, wall = '2026-11-25T10:59:00.000+01:00' } = {}) {
  let seq = from - 1;
  const next = (type: string, payload: Record<string, unknown>, over: Partial<WireEvent> = {}): WireEvent => {
    seq += 1;
    return { id: randomUUID(), epoch, seq, type, v: 1, at: { wall, trust: 'guess' }, payload, ...over };
  };
  return {
    next,
    issued: (number: number, over: Record<string, unknown> = {}) =>
      next('ticket-issued', {
        ticketId: randomUUID(),
        series: 'A',
        serviceDay: '2026-11-25',
        number,
        serviceId: 'empadronament',
        way: 'walk-in',
        language: 'ca',
        followToken: null,
        ...over,
      }),
    printed: (ticket: WireEvent, state = 'printed') =>
      next('ticket-print-ended', { ticketId: ticket.payload.ticketId, state, cause: null, duplicate: false }),
  };
}

/** Returns the content of tables, or one kiosk's rows, in a fixed sequence, so that two results can be compared. */
export async function tablesOf(
  database: Database,
  tables: readonly string[],
  kioskId?: string,
): Promise<Record<string, unknown[]>> {
  const read = async (table: string) => {
    const where = kioskId === undefined ? '' : `WHERE kiosk_id = '${kioskId}'`;
    const sql = `SELECT to_jsonb(${table}) AS row FROM ${table} ${where} ORDER BY to_jsonb(${table})::text`;
    return [table, await database.query(sql)] as const;
  };
  return Object.fromEntries(await Promise.all(tables.map(read)));
}

export const ALL_TABLES = [
  'event',
  'fork',
  'quarantine',
  'stream',
  'boot_anchor',
  'ticket_void',
  'kiosk_health',
  'alarm',
  'kiosk',
  'kiosk_key',
  'kiosk_contact',
  'enrolment',
  'office',
  'audit',
  'channel',
  'channel_token',
  'office_key',
  'token_key',
  'appointment',
  'appointment_departure',
  ...EVENT_PROJECTIONS.map(({ table }) => table),
] as const;
export const PROJECTIONS = [
  'kiosk_health',
  ...EVENT_PROJECTIONS.flatMap(({ table, clear }) => (clear ? [table] : [])),
] as const;
