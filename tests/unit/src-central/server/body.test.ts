import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bodyRefusal, parsePart, readBody } from '../../../../src-central/server/body.ts';
import { MOST_NESTED } from '../../../../src-main/contract/centre/body-bounds.ts';
import type { Operation } from '../../../../src-main/contract/centre/operations.ts';

const PARTS = {
  method: 'POST',
  path: '/v1/try',
  summary: 'A try',
  credential: 'none',
  params: z.object({}),
  answer: { status: 204, body: null },
  problems: [],
} as const satisfies Operation;
const UNPACKED = 1_000;
const SMALL: Operation = { ...PARTS, body: z.unknown(), bounds: { sent: 500 } };
const LARGE: Operation = { ...PARTS, body: z.unknown(), bounds: { sent: 500, unpacked: UNPACKED } };
const CSV: Operation = { ...LARGE, body: z.string(), bodyMedia: 'text/csv' };
const BODILESS: Operation = PARTS;

const JSON_OF_9 = { 'content-type': 'application/json', 'content-length': '9' };
const NO_BODY = { kind: 'malformed-request', errors: [{ pointer: '/body', detail: 'there is no body' }] };
const UNSUPPORTED = { kind: 'unsupported-media' };

describe('the head of a body', () => {
  test('is ignored if the operation takes no body', () => {
    expect(bodyRefusal(BODILESS, { 'content-type': 'text/plain', 'content-encoding': 'br' })).toBeNull();
  });

  test.each([
    ['a length', { 'content-length': '9' }, null],
    ['a length with zeros before', { 'content-length': '09' }, null],
    ['a length with zeros after', { 'content-length': '90' }, null],
    ['a transfer coding', { 'transfer-encoding': 'chunked' }, null],
    ['a transfer coding beside a length of none', { 'transfer-encoding': 'chunked', 'content-length': '0' }, null],
    ['no length', {}, NO_BODY],
    ['a length of zero', { 'content-length': '0' }, NO_BODY],
    ['a length of zeros', { 'content-length': '000' }, NO_BODY],
  ])('announces a body by %s', (_what, headers, refusal) => {
    expect(bodyRefusal(SMALL, { 'content-type': 'application/json', ...headers })).toEqual(refusal);
  });

  test.each([
    ['application/json', null],
    ['Application/JSON', null],
    ['application/json; charset=utf-8', null],
    ['application/json ;charset="UTF-8"', null],
    ['application/json; header=present; charset=utf-8', null],
    ['application/json;', null],
    ['application/json; charset=utf8', UNSUPPORTED],
    ['application/json; charset=latin1', UNSUPPORTED],
    ['application/json; charset=utf-8; boundary=x', UNSUPPORTED],
    ['application/json; xcharset=utf-8', UNSUPPORTED],
    ['application/json; charset=utf-8x', UNSUPPORTED],
    ['text/csv', UNSUPPORTED],
    ['application/jsonp', UNSUPPORTED],
    ['', UNSUPPORTED],
  ])('with the type %j gets %j', (type, refusal) => {
    expect(bodyRefusal(SMALL, { ...JSON_OF_9, 'content-type': type })).toEqual(refusal);
  });

  test('without a type is refused, and a CSV operation accepts CSV only', () => {
    expect(bodyRefusal(SMALL, { 'content-length': '9' })).toEqual(UNSUPPORTED);
    expect(bodyRefusal(CSV, JSON_OF_9)).toEqual(UNSUPPORTED);
    expect(bodyRefusal(CSV, { ...JSON_OF_9, 'content-type': 'text/csv; header=present' })).toBeNull();
  });

  test('may announce gzip if the operation unpacks, and no other coding', () => {
    const coded = (operation: Operation, coding: string) =>
      bodyRefusal(operation, { ...JSON_OF_9, 'content-encoding': coding });
    expect([coded(SMALL, 'identity'), coded(LARGE, 'identity'), coded(LARGE, 'gzip')]).toEqual([null, null, null]);
    for (const refused of [coded(SMALL, 'gzip'), coded(LARGE, 'br'), coded(LARGE, '')])
      expect(refused).toEqual(UNSUPPORTED);
  });
});

const read = (operation: Operation, body: string | Buffer | null, headers: Record<string, string> = {}) =>
  readBody(operation, { headers, body: typeof body === 'string' ? Buffer.from(body) : body });
const PACKED = { 'content-encoding': 'gzip' };
const malformed = (detail: string) => ({
  ok: false,
  error: { kind: 'malformed-request', errors: [{ pointer: '/body', detail }] },
});
const TOO_DEEP = malformed(`nested more than ${MOST_NESTED} levels deep`);

describe('a body', () => {
  test('is null if the operation takes none, and missing if it takes one', async () => {
    expect(await read(BODILESS, '{"a":1}')).toEqual({ ok: true, value: null });
    expect(await read(SMALL, null)).toEqual({ ok: false, error: NO_BODY });
  });

  test('is read by its media type as JSON, or as UTF-8 without its byte order mark', async () => {
    expect(await read(SMALL, '{"nom":"Pere"}')).toEqual({ ok: true, value: { nom: 'Pere' } });
    expect(await read(CSV, '\ufeffnom;é')).toEqual({ ok: true, value: 'nom;é' });
    const brackets = '['.repeat(MOST_NESTED + 1);
    expect(await read(CSV, brackets)).toEqual({ ok: true, value: brackets });
  });

  test('that does not match its media type is refused without repeating it', async () => {
    expect(await read(SMALL, '{"nom":')).toEqual(malformed('expected JSON'));
    expect(await read(CSV, Buffer.from([0x6e, 0xff]))).toEqual(malformed('expected UTF-8'));
    expect(await read(LARGE, '{"nom":1}', PACKED)).toEqual(malformed('expected gzip of JSON'));
    expect(await read(LARGE, gzipSync('{'), PACKED)).toEqual(malformed('expected gzip of JSON'));
    expect(await read(CSV, 'nom', PACKED)).toEqual(malformed('expected gzip of UTF-8'));
  });

  test('is unpacked up to its limit and no further', async () => {
    const text = (bytes: number) => gzipSync(JSON.stringify('x'.repeat(bytes - 2)));
    expect(await read(LARGE, text(UNPACKED), PACKED)).toMatchObject({ ok: true });
    expect(await read(LARGE, text(UNPACKED + 1), PACKED)).toEqual({ ok: false, error: { kind: 'too-large' } });
    expect(await read(CSV, gzipSync('é'.repeat(500)), PACKED)).toMatchObject({ ok: true });
  });

  test('is read by the schema of its operation', async () => {
    const strict: Operation = { ...SMALL, body: z.strictObject({ reason: z.string() }) };
    expect(await read(strict, '{"reason":"robat"}')).toEqual({ ok: true, value: { reason: 'robat' } });
    expect(await read(strict, '{"reason":1}')).toMatchObject({
      error: { kind: 'malformed-request', errors: [{ pointer: '/body/reason' }] },
    });
  });
});

describe('the depth of a body', () => {
  const arrays = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  test.each([
    ['arrays', arrays],
    ['objects', objects],
  ])('of %s may reach the limit and no more', async (_what, nested) => {
    expect(await read(SMALL, nested(MOST_NESTED))).toMatchObject({ ok: true });
    expect(await read(SMALL, nested(MOST_NESTED + 1))).toEqual(TOO_DEEP);
  });

  test('counts only open levels: closed ones no longer count', async () => {
    const one = '[{},[]]';
    const many = `[${Array.from({ length: MOST_NESTED }, () => one).join()}]`;
    expect(await read(SMALL, many)).toMatchObject({ ok: true });
    expect(await read(SMALL, `[[],${arrays(MOST_NESTED)}]`)).toEqual(TOO_DEEP);
    expect(await read(SMALL, `[{},${arrays(MOST_NESTED)}]`)).toEqual(TOO_DEEP);
  });

  test('ignores brackets inside texts, also after an escaped quote or backslash', async () => {
    const open = '[{'.repeat(MOST_NESTED);
    const close = ']}'.repeat(MOST_NESTED);
    for (const text of [open, `"${open}`, `\\${open}`, `${open}\\`, `a"b"${open}`])
      expect(await read(SMALL, JSON.stringify([text]))).toEqual({ ok: true, value: [text] });
    // Closing brackets inside a text close no level.
    for (const text of [close, `\\"${close}`, `\\\\`])
      expect(await read(SMALL, `[${JSON.stringify(text)},${arrays(MOST_NESTED)}]`)).toEqual(TOO_DEEP);
  });

  test('counts after a text that ends with a backslash, and a backslash outside of a text hides nothing', async () => {
    expect(await read(SMALL, `["\\\\",${arrays(MOST_NESTED)}]`)).toEqual(TOO_DEEP);
    expect(await read(SMALL, `\\${arrays(MOST_NESTED + 1)}`)).toEqual(TOO_DEEP);
  });

  test('is checked after unpacking', async () => {
    expect(await read(LARGE, gzipSync(arrays(MOST_NESTED + 1)), PACKED)).toEqual(TOO_DEEP);
  });
});

describe('a part of a request', () => {
  const Part = z.strictObject({ 'a/b': z.array(z.number()) });

  test('is parsed by its schema', () => {
    expect(parsePart(z.object({ count: z.coerce.number() }), { count: '3' }, 'query')).toEqual({
      ok: true,
      value: { count: 3 },
    });
  });

  test('is refused with the place of the fault, without its value', () => {
    const refused = parsePart(Part, { 'a/b': [1, 'Z-1234'] }, 'query');
    expect(refused).toMatchObject({
      error: {
        kind: 'malformed-request',
        errors: [{ pointer: '/query/a~1b/1', detail: expect.stringMatching(/number/) }],
      },
    });
    expect(JSON.stringify(refused)).not.toContain('Z-1234');
  });

  test('is refused for an unknown member without the member’s name', () => {
    expect(parsePart(Part, { 'a/b': [], 'Z-1234': 1 }, 'body')).toEqual({
      ok: false,
      error: {
        kind: 'malformed-request',
        errors: [{ pointer: '/body', detail: 'expected no other members' }],
      },
    });
  });

  test('is refused with at most twenty faults', () => {
    const faults = (count: number) => {
      const refused = parsePart(
        z.array(z.number()),
        Array.from({ length: count }, () => 'x'),
        'body',
      );
      return !refused.ok && 'errors' in refused.error ? refused.error.errors?.length : null;
    };
    expect([faults(20), faults(21)]).toEqual([20, 20]);
  });
});
