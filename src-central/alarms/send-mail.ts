import { createTransport } from 'nodemailer';
import { messageOf, type Result, succeed } from '../../src-main/domain/result.ts';
import type { MailServer } from './mail-server.ts';
import { type NotSent, notSent } from './not-sent.ts';
import type { Message } from './words.ts';

/**
 * A connection without progress for this long is given up. It is longer than a healthy server takes, and far shorter than a replica
 * reserves a message (`HELD_MS`).
 */
const TIMEOUT_MS = 20_000;

export interface MailToSend extends Message {
  messageId: string;
  to: string;
}

/** Sends one mail over its own connection. A failure's reason contains no address. */
export async function sendMail(
  server: MailServer,
  { messageId, to, subject, text }: MailToSend,
): Promise<Result<null, NotSent>> {
  const { host, port, isImplicitTls, isLoopback, user, password, from, authority } = server;
  const transport = createTransport({
    host,
    port,
    secure: isImplicitTls,
    ...(isImplicitTls || isLoopback ? {} : { requireTLS: true }),
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    tls: { minVersion: 'TLSv1.2', ...(authority === undefined ? {} : { ca: authority }) },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      messageId: `<${messageId}@${from.slice(from.indexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    return succeed(null);
  } catch (error) {
    return notSent(reasonOf(error));
  } finally {
    transport.close();
  }
}

/** Describes a failure by nodemailer's code and the server's number, because the server's text may repeat the recipient. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error && error.responseCode !== undefined ? `${code} ${String(error.responseCode)}` : code;
}
