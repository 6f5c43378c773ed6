import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { MAX_INFLATED_BYTES } from '../../src-main/contract/central-api/events-upload.ts';
import { type Result, refuse, succeed } from '../../src-main/contract/result.ts';
import type { Refusal } from './operation.ts';

const inflate = promisify(gunzip);

/** JSON as it came over the wire, plain or gzip. A bomb is stopped at the bound, before it has cost more memory than that. */
export async function readJson(
  body: Buffer | null,
  headers: Readonly<Record<string, string>>,
): Promise<Result<unknown, Refusal>> {
  if (body === null) return refuse({ kind: 'malformed-request', detail: 'there is no body' });
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(headers['content-type'] ?? ''))
    return refuse({ kind: 'unsupported-media' });
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return refuse({ kind: 'unsupported-media' });
  try {
    const plain = encoding === 'gzip' ? await inflate(body, { maxOutputLength: MAX_INFLATED_BYTES }) : body;
    return succeed(JSON.parse(plain.toString('utf8')) as unknown);
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return refuse({ kind: 'too-large' });
    return refuse({ kind: 'malformed-request', detail: encoding === 'gzip' ? 'no gzip of JSON' : 'no JSON' });
  }
}

/** Where and what is wrong, never the value. */
export function parsePart<T>(schema: z.ZodType<T>, value: unknown, place: string): Result<T, Refusal> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const errors = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    pointer: [place, ...path.map(String)]
      .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join(''),
    detail: message,
  }));
  return refuse({ kind: 'malformed-request', errors });
}
