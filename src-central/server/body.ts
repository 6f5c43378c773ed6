import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { MAX_INFLATED_BYTES } from '../../src-main/contract/centre/events-upload.ts';
import { pointerTo } from '../../src-main/contract/shared/json-pointer.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { Refusal } from './operation.ts';

const inflate = promisify(gunzip);

/** What is made of a body, by its media type. Each throws on what is none of it, and its words are not repeated. */
const READERS = {
  'application/json': { name: 'JSON', read: (plain: Buffer): unknown => JSON.parse(plain.toString('utf8')) },
  // Without its byte order mark.
  'text/csv': { name: 'UTF-8', read: (plain: Buffer) => new TextDecoder('utf-8', { fatal: true }).decode(plain) },
} as const;

/** A body as it came over the wire, plain or gzip. A bomb is stopped at the bound, before it has cost more memory than that. */
export async function readMedia(
  body: Buffer | null,
  headers: Readonly<Record<string, string>>,
  media: keyof typeof READERS,
): Promise<Result<unknown, Refusal>> {
  if (body === null) return refuse({ kind: 'malformed-request', detail: 'there is no body' });
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const isPlain = parameters.every((parameter) => /^(charset="?utf-8"?|header=present)?$/.test(parameter));
  if (type !== media || !isPlain) return refuse({ kind: 'unsupported-media' });
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return refuse({ kind: 'unsupported-media' });
  const { name, read } = READERS[media];
  try {
    const plain = encoding === 'gzip' ? await inflate(body, { maxOutputLength: MAX_INFLATED_BYTES }) : body;
    return succeed(read(plain));
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return refuse({ kind: 'too-large' });
    return refuse({ kind: 'malformed-request', detail: encoding === 'gzip' ? `no gzip of ${name}` : `no ${name}` });
  }
}

/** Where and what is wrong, never the value. */
export function parsePart<T>(schema: z.ZodType<T>, value: unknown, place: string): Result<T, Refusal> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const errors = parsed.error.issues.slice(0, 20).map(({ path, message, code }) => ({
    pointer: pointerTo([place, ...path]),
    // Its own words name the members: somebody's number may be one.
    detail: code === 'unrecognized_keys' ? 'expected no other members' : message,
  }));
  return refuse({ kind: 'malformed-request', errors });
}
