import { isIP } from 'node:net';
import pg from 'pg';

const MENDS =
  'add ?sslmode=verify-full to DATABASE_URL, and &sslrootcert=FILE if no public authority has issued its certificate';

/** Whether a host is this machine: a Unix socket's folder, or a loopback address. */
const isLocal = (host: string): boolean =>
  host.startsWith('/') || ['localhost', '::1'].includes(host) || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Returns why another machine could read or answer the traffic to this database; `null`: none could. It builds a client of node-postgres
 * without connecting and reads the client's settings. The address alone does not suffice, because the host may come from the address's
 * query or from PGHOST, and because node-postgres and libpq check the certificate at different values of `sslmode` and PGSSLMODE. The
 * message contains no part of the address but the host.
 */
export function whyUnsafe(url: string): string | null {
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url });
  } catch (error) {
    // The error's message may repeat the address.
    return `DATABASE_URL cannot be read (${error instanceof Error ? error.name : 'no address'})`;
  }
  const { host, ssl } = client as pg.Client & { ssl: unknown };
  if (isLocal(host)) return null;
  const subject = `the database at ${host} is another machine`;
  if (ssl === undefined || ssl === null || ssl === false)
    return `${subject}, and the connection would be without TLS: ${MENDS}`;
  // An `ssl=…` value that node-postgres does not recognise.
  if (ssl !== true && typeof ssl !== 'object') return `${subject}, and its ssl setting is not known: ${MENDS}`;
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    return `${subject}, and NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate: unset it`;
  const { rejectUnauthorized = true, checkServerIdentity } = Object(ssl) as Record<string, unknown>;
  if (rejectUnauthorized !== true) return `${subject}, whose certificate would not be checked: ${MENDS}`;
  return checkServerIdentity === undefined
    ? null
    : `${subject}, whose name would not be compared with its certificate: ${MENDS}`;
}
