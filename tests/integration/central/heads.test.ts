import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { PATIENCE } from '../../../src-central/server/http-server.ts';
import { ChannelId } from '../../../src-main/contract/centre/appointments.ts';
import { MOST_NESTED } from '../../../src-main/contract/centre/body-bounds.ts';
import {
  OPERATIONS,
  type Operation,
  type OperationName,
  pathOf,
} from '../../../src-main/contract/centre/operations.ts';
import type { ProblemKind } from '../../../src-main/contract/centre/problems.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../../src-main/signing/signed-messages.ts';
import { exchangeFrom, halfFrom } from '../../support/hostile-sockets.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { OFFICE, startTestCentre, type TestCentre, type TestKiosk, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const NAMES = Object.keys(OPERATIONS) as OperationName[];
const operationOf = (name: OperationName): Operation => OPERATIONS[name];
const withBody = NAMES.filter((name) => operationOf(name).body !== undefined);

interface Place {
  centre: TestCentre;
  kiosk: TestKiosk;
  channelToken: string;
}

async function begin(): Promise<Place> {
  // A short time limit lets the test get the answer 408 soon.
  const patience = { ...PATIENCE, bodySpanMs: 200 };
  const centre = await startTestCentre(await postgres.newDatabase(), { patience });
  const kiosk = await centre.enrol(1);
  const web = ChannelId.parse('web');
  return { centre, kiosk, channelToken: await makeToken(centre.database, terrassa, 'web', centre.clock.ms, web) };
}

const NOTHING = '00000000-0000-4000-8000-000000000000';

const pathAt = ({ kiosk }: Place, name: OperationName): string =>
  pathOf(name, {
    cityId: terrassa,
    officeId: OFFICE,
    kioskId: kiosk.kioskId,
    serviceId: 'empadronament',
    orderId: NOTHING,
    proposalId: NOTHING,
    ticketId: NOTHING,
    subjectId: NOTHING,
    enrolmentId: NOTHING,
    personId: NOTHING,
    recoveryId: NOTHING,
    appointmentId: NOTHING,
    channelId: 'web',
    reference: 'W-1',
    code: 'AAAA11112222',
  });

const mediaOf = (name: OperationName): string => operationOf(name).bodyMedia ?? 'application/json';
let count = 0;

/** Headers of a request with valid credentials, as far as they can be checked without the body. */
async function goodHead(
  place: Place,
  name: OperationName,
  body: Buffer | null,
  more: Record<string, string> = {},
): Promise<Record<string, string>> {
  const { credential, method } = operationOf(name);
  const headers: Record<string, string> = { ...(body ? { 'content-type': mediaOf(name) } : {}), ...more };
  if (credential === 'none') return headers;
  if (credential === 'token') return { ...headers, authorization: `Bearer ${place.centre.token}` };
  if (credential === 'channel') return { ...headers, authorization: `Bearer ${place.channelToken}` };
  const request: RequestToSign = { method, url: `${place.centre.url}${pathAt(place, name)}`, headers, body };
  const key = credential === 'kiosk' ? place.kiosk.key : newSigningKey();
  count += 1;
  const isRead = credential === 'kiosk' && method === 'GET';
  return { ...(await signRequest(request, key, credential, isRead ? count : null)), host: hostOf(place.centre) };
}

const hostOf = ({ url }: TestCentre): string => new URL(url).host;

/** Sends headers without the body, and resolves to the answer. */
async function half(
  place: Place,
  name: OperationName,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; kind: string }> {
  const { method } = operationOf(name);
  const text = await halfFrom('127.0.0.1', { url: place.centre.url, path, method, headers });
  return { status: Number(text.slice(9, 12)), kind: /urn:torn:problem:([a-z-]+)/.exec(text)?.[1] ?? 'none' };
}

/** Headers without and with wrong credentials for the operation, each with the refusals that it may get. */
async function badHeads(place: Place, name: OperationName): Promise<[ProblemKind[], Record<string, string>][]> {
  const { credential, body } = operationOf(name);
  const { authorization: _, ...bare } = await goodHead(place, name, body ? Buffer.from('{}') : null);
  const { signature: __, ...unsigned } = bare;
  const { 'signature-input': ___, ...halfSigned } = bare;
  if (credential === 'token' || credential === 'channel')
    return [
      [['bad-token'], bare],
      [['bad-token'], { ...bare, authorization: `Bearer torn_${'A'.repeat(43)}` }],
      [
        ['wrong-token'],
        { ...bare, authorization: `Bearer ${credential === 'token' ? place.channelToken : place.centre.token}` },
      ],
    ];
  const request: RequestToSign = {
    method: operationOf(name).method,
    url: `${place.centre.url}${pathAt(place, name)}`,
    headers: { 'content-type': mediaOf(name) },
    body: null,
  };
  const host = { host: hostOf(place.centre) };
  const stranger = await signRequest(request, newSigningKey(), credential === 'kiosk' ? 'kiosk' : 'candidate', 1);
  const otherTag = await signRequest(request, newSigningKey(), credential === 'kiosk' ? 'candidate' : 'kiosk', 1);
  const named = String(bare['signature-input']).replace(/keyid="[^"]+"/, 'keyid="nobody"');
  return [
    [['unsigned'], unsigned],
    [['unsigned'], halfSigned],
    [['unsigned'], { ...otherTag, ...host }],
    [['unsigned', 'unknown-key'], { ...bare, 'signature-input': named }],
    // A signature without a digest leaves the body unsigned.
    [[body ? 'unsigned' : credential === 'kiosk' ? 'unknown-key' : 'not-found'], { ...stranger, ...host }],
  ];
}

describe('every operation', () => {
  it('has a bound for each body, and accepts gzip only for long bodies', () => {
    for (const name of withBody) {
      const { bounds } = operationOf(name);
      expect(bounds?.sent, name).toBeGreaterThan(0);
      if (bounds && bounds.sent <= 65_536) expect(bounds.unpacked, name).toBeUndefined();
    }
    expect(operationOf('openEnrolment').bounds).toEqual({ sent: 2_048 });
  });

  it('checks all that the head must show before a byte of the body has arrived', async () => {
    const place = await begin();
    for (const name of NAMES) {
      const path = pathAt(place, name);
      if (operationOf(name).credential === 'none') {
        const { status } = await half(place, name, path, await goodHead(place, name, null));
        expect([200, 400, 404], name).toContain(status);
        continue;
      }
      for (const [index, [kinds, headers]] of (await badHeads(place, name)).entries()) {
        const { status, kind } = await half(place, name, path, headers);
        expect(kinds, `${name}, case ${index}`).toContain(kind);
        expect(status, `${name}, case ${index}`).toBeGreaterThanOrEqual(401);
      }
    }
  });

  it('refuses a body by type, coding and length before it arrives, even with valid credentials', async () => {
    const place = await begin();
    for (const name of withBody) {
      const { bounds } = operationOf(name);
      if (!bounds) expect.fail(name);
      const refused: [ProblemKind, Record<string, string>][] = [
        ['unsupported-media', { 'content-type': 'text/plain' }],
        ['unsupported-media', { 'content-encoding': 'br' }],
        ['too-large', { 'content-length': String(bounds.sent + 1) }],
        ['malformed-request', { 'content-length': '0' }],
      ];
      if (bounds.unpacked === undefined) refused.push(['unsupported-media', { 'content-encoding': 'gzip' }]);
      for (const [expected, more] of refused) {
        const headers = await goodHead(place, name, Buffer.from('{}'), more);
        const { kind } = await half(place, name, pathAt(place, name), headers);
        expect(kind, `${name} ${JSON.stringify(more)}`).toBe(expected);
      }
    }
  });

  it('parses no body that is nested too deeply, and unpacks none beyond its bound', async () => {
    const place = await begin();
    const parse = vi.spyOn(JSON, 'parse');
    for (const name of withBody) {
      const { bounds, method, bodyMedia } = operationOf(name);
      if (!bounds) expect.fail(name);
      const send = async (body: Buffer, more: Record<string, string> = {}) => {
        const url = `${place.centre.url}${pathAt(place, name)}`;
        const headers = await goodHead(place, name, body, more);
        const { status, text } = await exchangeFrom('127.0.0.1', { method, url, headers, body });
        return { status, kind: /urn:torn:problem:([a-z-]+)/.exec(text)?.[1], text };
      };
      const nested = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels));
      if (!bodyMedia) {
        const deep = nested(Math.floor(bounds.sent / 2));
        parse.mockClear();
        expect(await send(deep), name).toMatchObject({ status: 400, kind: 'malformed-request' });
        expect(
          parse.mock.calls.filter(([text]) => String(text).startsWith('[[')),
          name,
        ).toEqual([]);
        expect((await send(nested(MOST_NESTED + 1))).text, name).toContain('levels deep');
        expect((await send(nested(MOST_NESTED))).text, name).not.toContain('levels deep');
      }
      // A file for an import may be refused for its number of rows before its content is read.
      const fits = bodyMedia ? ['too-large', undefined] : ['malformed-request'];
      expect(fits, name).toContain((await send(Buffer.alloc(bounds.sent, ' '))).kind);
      expect((await send(Buffer.alloc(bounds.sent + 1, ' '))).kind, name).toBe('too-large');
      if (bounds.unpacked) {
        const packed = { 'content-encoding': 'gzip' };
        expect(fits, name).toContain((await send(gzipSync(Buffer.alloc(bounds.unpacked, ' ')), packed)).kind);
        expect((await send(gzipSync(Buffer.alloc(bounds.unpacked + 1, ' ')), packed)).kind, name).toBe('too-large');
      }
    }
  });
});

describe('a bracket', () => {
  it('counts when it opens an array or an object, and not inside a text', async () => {
    const place = await begin();
    const brackets = '['.repeat(MOST_NESTED + 1);
    const path = pathAt(place, 'revokeKiosk');
    const detailOf = async (body: string): Promise<unknown> => {
      const authorization = `Bearer ${place.centre.token}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const answered = await fetch(`${place.centre.url}${path}`, { method: 'PUT', headers, body });
      return answered.status === 204 ? 'done' : JSON.stringify(Object(await answered.json()).errors);
    };
    expect(await detailOf(JSON.stringify({ reason: `"${brackets}\\` }))).toBe('done');
    expect(await detailOf(`{"reason":"a\\\\","b":${brackets}`)).toContain('levels deep');
    expect(await detailOf(`{"reason":${'{"a":'.repeat(MOST_NESTED)}`)).toContain('levels deep');
    expect(
      await detailOf(`{"reason":"robat","b":[${Array.from({ length: 200 }, () => '[{}]').join()}]}`),
    ).not.toContain('levels deep');
  });
});

describe('4 kB of packed brackets from an unknown caller', () => {
  it('are refused by the head: no byte is read, unpacked or parsed', async () => {
    const place = await begin();
    const body = gzipSync(`${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`);
    expect(body.length).toBeLessThan(4_200);
    const path = pathOf('openEnrolment', { cityId: terrassa });
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const length = { 'content-length': String(body.length) };
    expect(await half(place, 'openEnrolment', path, { ...packed, ...length })).toEqual({
      status: 401,
      kind: 'unsigned',
    });
    const signed = await goodHead(place, 'openEnrolment', body, packed);
    expect(await half(place, 'openEnrolment', path, { ...signed, ...length })).toEqual({
      status: 415,
      kind: 'unsupported-media',
    });
  });
});
