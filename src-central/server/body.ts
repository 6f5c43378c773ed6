import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { MOST_NESTED } from '../../src-main/contract/centre/body-bounds.ts';
import type { Operation } from '../../src-main/contract/centre/operations.ts';
import { pointerTo } from '../../src-main/contract/shared/json-pointer.ts';
import { issuesIn } from '../../src-main/contract/shared/problems.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';
import { type MemberRefusal, type Refusal, refuseMember } from './operation.ts';

const inflate = promisify(gunzip);

type Headers = Readonly<Record<string, string>>;

/** The parser of each media type. It throws on invalid input. Its message is not repeated to the client, because it may quote the input. */
const READERS = {
  'application/json': { name: 'JSON', read: (plain: Buffer): unknown => JSON.parse(plain.toString('utf8')) },
  // `TextDecoder` removes a byte order mark.
  'text/csv': { name: 'UTF-8', read: (plain: Buffer) => new TextDecoder('utf-8', { fatal: true }).decode(plain) },
} as const;

/** Only these bytes decide nesting: quote and backslash delimit strings, the others open and close arrays and objects. */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS: readonly number[] = [0x5b, 0x7b];
const CLOSES: readonly number[] = [0x5d, 0x7d];

/**
 * Whether arrays and objects are nested more than `most` levels deep. Reads each byte once and allocates nothing. For invalid JSON the
 * result is arbitrary, because the parser refuses it anyway.
 */
function isNestedDeeper(json: Buffer, most: number): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (isText && byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) isText = !isText;
    else if (isText) continue;
    else if (OPENS.includes(byte)) depth += 1;
    else if (CLOSES.includes(byte)) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

const NO_BODY = refuseMember('malformed-request', '/body', 'there is no body');

/** Returns why a body is refused from the head alone; `null`: the body may come. Fastify checks the body's length. */
export function bodyRefusal(operation: Operation, headers: Headers): Refusal | null {
  if (!operation.body) return null;
  if (!isBodyAnnounced(headers)) return NO_BODY.error;
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const isPlain = parameters.every((parameter) => /^(charset="?utf-8"?|header=present)?$/.test(parameter));
  if (type !== mediaOf(operation) || !isPlain) return { kind: 'unsupported-media' };
  const encoding = headers['content-encoding'] ?? 'identity';
  const isTaken = encoding === 'identity' || (encoding === 'gzip' && operation.bounds.unpacked !== undefined);
  return isTaken ? null : { kind: 'unsupported-media' };
}

/** Whether a request has a body (RFC 9112): it has a length or a transfer coding. */
const isBodyAnnounced = (headers: Headers): boolean =>
  headers['transfer-encoding'] !== undefined || !/^0*$/.test(headers['content-length'] ?? '');

const mediaOf = ({ bodyMedia }: Operation): keyof typeof READERS => bodyMedia ?? 'application/json';

/** Reads the body of a request whose head has passed `bodyRefusal`. Gzip is unpacked only up to the operation's limit. */
export async function readBody(
  operation: Operation,
  { headers, body }: Pick<RequestToSign, 'headers' | 'body'>,
): Promise<Result<unknown, Refusal>> {
  if (!operation.body) return succeed(null);
  if (body === null) return NO_BODY;
  const { name, read } = READERS[mediaOf(operation)];
  const isPacked = headers['content-encoding'] === 'gzip';
  try {
    const plain = isPacked ? await inflate(body, { maxOutputLength: operation.bounds.unpacked }) : body;
    if (name === 'JSON' && isNestedDeeper(plain, MOST_NESTED))
      return refuseMember('malformed-request', '/body', `nested more than ${MOST_NESTED} levels deep`);
    return parsePart(operation.body, read(plain), 'body');
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return refuse({ kind: 'too-large' });
    return refuseMember('malformed-request', '/body', isPacked ? `expected gzip of ${name}` : `expected ${name}`);
  }
}

/**
 * Parses a part of a request by its schema. The refusal names up to twenty wrong members, each with the reason, and never repeats a value.
 */
export function parsePart<T>(schema: z.ZodType<T>, value: unknown, place: string): Result<T, MemberRefusal> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const errors = issuesIn(parsed.error)
    .slice(0, 20)
    .map(({ path, message, code }) => ({
      pointer: pointerTo([place, ...path]),
      // Zod's message would repeat the members' names, and a name may be a person's document number.
      detail: code === 'unrecognized_keys' ? 'expected no other members' : message,
    }));
  return refuse({ kind: 'malformed-request', errors });
}
