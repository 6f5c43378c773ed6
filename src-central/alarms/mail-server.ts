import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { credentialsOf, hostOf } from '../url-parts.ts';

export interface MailServer {
  host: string;
  port: number;
  /** True: TLS from the first byte (`smtps`). False: STARTTLS; only a server on this machine may do without TLS. */
  isImplicitTls: boolean;
  isLoopback: boolean;
  user: string | null;
  password: string | null;
  from: string;
  /** Certificates of authorities in PEM that replace those of the machine; for tests. */
  authority?: string;
}

const wrong = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });
const IMPLICIT_TLS_PORT = 465;
const SUBMISSION_PORT = 587;

/**
 * Reads `smtps://USER@HOST:PORT` or `smtp://USER@HOST:PORT`. A query is refused, because nodemailer would take options from the query that
 * switch certificate checks off. Error messages leave out the address, which may contain a password.
 */
export function readMailServer(
  address: string,
  {
    password,
    from,
    isLoopback,
  }: { password: string | null; from: string | null; isLoopback: (host: string) => boolean },
): Result<MailServer, { kind: 'bad-settings'; detail: string }> {
  const url = URL.parse(address);
  if (url === null) return wrong('SMTP_URL cannot be read: expected smtps://USER@HOST:465 or smtp://USER@HOST:587');
  if (url.protocol !== 'smtps:' && url.protocol !== 'smtp:')
    return wrong('SMTP_URL must begin with smtps:// or smtp://');
  const host = hostOf(url);
  if (host === '') return wrong('SMTP_URL has no host');
  if (url.search !== '' || url.hash !== '' || (url.pathname !== '' && url.pathname !== '/'))
    return wrong('SMTP_URL has a path or a query: expected only user, host and port');
  if (url.password !== '' && password !== null)
    return wrong('SMTP_URL contains a password and SMTP_PASSWORD is set: keep one of them');
  if (from === null || !/^[^\s@<>"]+@[A-Za-z0-9.-]+$/.test(from))
    return wrong('MAIL_FROM is missing or not a mail address: the sender of messages about alarms');
  const credentials = credentialsOf(url);
  if (credentials === null)
    return wrong('SMTP_URL has a % in its user or password that is not the escape of a character: write %25 for it');
  const isImplicitTls = url.protocol === 'smtps:';
  return succeed({
    host,
    isImplicitTls,
    from,
    isLoopback: isLoopback(host),
    port: url.port === '' ? (isImplicitTls ? IMPLICIT_TLS_PORT : SUBMISSION_PORT) : Number(url.port),
    user: credentials.user || null,
    password: password ?? (credentials.password || null),
  });
}
