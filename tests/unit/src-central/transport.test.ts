import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whyUnsafe } from '../../../src-central/database/transport.ts';

const SECRET = 'contrasenya-secreta';
const at = (rest: string): string => `postgres://torn:${SECRET}@${rest}`;
const FAR = 'base.example:5432/torn';

beforeEach(() => {
  for (const name of ['PGHOST', 'PGSSLMODE', 'NODE_TLS_REJECT_UNAUTHORIZED']) vi.stubEnv(name, undefined);
  // node-postgres warns once that its next release changes the meaning of some `sslmode` values.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the connection to the database', () => {
  it.each([
    at('localhost/torn'),
    at('127.0.0.1:5432/torn'),
    at('127.9.9.9/torn'),
    at('[::1]/torn'),
    at('localhost/torn?host=%2Frun%2Fpostgresql'),
    at('base.example/torn?host=/run/postgresql'),
    at('%2Frun%2Fpostgresql/torn'),
    'postgres:///torn',
    '/run/postgresql torn',
    at(`${FAR}?sslmode=verify-full`),
    at('192.0.2.7/torn?sslmode=verify-full'),
    at(`${FAR}?ssl=true`),
  ])('is a socket of this machine, or TLS with a checked certificate: %s', (url) => {
    expect(whyUnsafe(url)).toBeNull();
  });

  it.each([
    [at(FAR), 'without TLS'],
    [at(`${FAR}?sslmode=disable`), 'without TLS'],
    [at(`${FAR}?ssl=0`), 'without TLS'],
    [at(`${FAR}?sslmode=no-verify`), 'would not be checked'],
    [at(`${FAR}?ssl=no-verify`), 'would not be checked'],
    [at(`${FAR}?ssl=false`), 'setting is not known'],
    [at(`${FAR}?sslmode=verify-full&sslmode=disable`), 'without TLS'],
    [at(`${FAR}?sslmode=prefer&uselibpqcompat=true`), 'would not be checked'],
    [at(`${FAR}?sslmode=require&uselibpqcompat=true`), 'would not be checked'],
    [at('localhost/torn?host=192.0.2.7'), '192.0.2.7'],
    [at('localhost/torn?host=/run/postgresql&host=192.0.2.7'), '192.0.2.7'],
    [at('127.0.0.1.example/torn'), '127.0.0.1.example'],
    [at('localhost,base.example/torn'), 'localhost,base.example'],
    [at('128.0.0.1/torn'), '128.0.0.1'],
    [at('a.example:5432,b.example:5432/torn'), 'cannot be read'],
    [at('base.example:port/torn'), 'cannot be read'],
    [at(`${FAR}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`), 'cannot be read'],
  ])('that others could read or answer is refused with a sentence without the password: %s', (url, words) => {
    const reason = whyUnsafe(url) ?? 'fine';
    expect(reason).toContain(words);
    expect(reason).not.toContain(SECRET);
  });

  it('leaves this machine by PGHOST, and uses TLS by PGSSLMODE, as in node-postgres', () => {
    vi.stubEnv('PGHOST', 'base.example');
    expect(whyUnsafe('postgres:///torn')).toContain('without TLS');
    expect(whyUnsafe(at('localhost/torn'))).toBeNull();
    vi.stubEnv('PGSSLMODE', 'verify-full');
    expect(whyUnsafe('postgres:///torn')).toBeNull();
    vi.stubEnv('PGSSLMODE', 'no-verify');
    expect(whyUnsafe('postgres:///torn')).toContain('would not be checked');
    // The address's `sslmode` takes precedence over `PGSSLMODE`.
    expect(whyUnsafe(at(`${FAR}?sslmode=verify-full`))).toBeNull();
    vi.stubEnv('PGSSLMODE', 'allow');
    expect(whyUnsafe('postgres:///torn')).toContain('without TLS');
  });

  it('over TLS is refused if this process accepts any certificate', () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(whyUnsafe(at(`${FAR}?sslmode=verify-full`))).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(whyUnsafe(at('localhost/torn'))).toBeNull();
  });
});
