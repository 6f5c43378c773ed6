import { isIP } from 'node:net';
import pg from 'pg';

const MENDS =
  'add ?sslmode=verify-full to DATABASE_URL, and &sslrootcert=FILE where its certificate is not a public authority’s';

/** A socket's folder, or this machine by its own address. */
const isLocal = (host: string): boolean =>
  host.startsWith('/') || ['localhost', '::1'].includes(host) || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Why what is said to this database could be read or answered by another machine; `null` when it cannot. Asked of node-postgres itself, without
 * connecting: the host may stand in the query or in PGHOST, and which of the `sslmode`s and of PGSSLMODE's values verify is its own decision,
 * not libpq's. The sentence holds no part of the address but the host.
 */
export function whyUnsafe(url: string): string | null {
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url });
  } catch (error) {
    // Its words may repeat what they were given.
    return `DATABASE_URL cannot be read (${error instanceof Error ? error.name : 'no address'})`;
  }
  const { host, ssl } = client as pg.Client & { ssl: unknown };
  if (isLocal(host)) return null;
  const subject = `the database at ${host} is another machine`;
  if (ssl === undefined || ssl === null || ssl === false)
    return `${subject}, and would be spoken to without TLS: ${MENDS}`;
  // Of `ssl=…` in the address: a word that node-postgres makes nothing of.
  if (ssl !== true && typeof ssl !== 'object') return `${subject}, and its ssl setting is not known: ${MENDS}`;
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    return `${subject}, and NODE_TLS_REJECT_UNAUTHORIZED=0 lets any certificate pass: unset it`;
  const { rejectUnauthorized = true, checkServerIdentity } = Object(ssl) as Record<string, unknown>;
  if (rejectUnauthorized !== true) return `${subject}, whose certificate would not be checked: ${MENDS}`;
  return checkServerIdentity === undefined
    ? null
    : `${subject}, whose name would not be compared with its certificate: ${MENDS}`;
}
