import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import type { MailServer } from '../../src-central/alarms/mail-server.ts';
import { certify, newAuthority, newServerKey, pemOf } from './certificates.ts';
import { freePort } from './free-port.ts';

export interface ReceivedMail {
  to: string;
  messageId: string;
  subject: string;
  text: string;
  raw: string;
  isEncrypted: boolean;
}

export interface TestMailServer {
  settings: MailServer;
  mails: ReceivedMail[];
  /** SMTP answer with which each message is refused after its last byte; `null`: messages are accepted. */
  refuses: string | null;
  /** Called when a message has arrived completely and is not yet answered. */
  onMail: (mail: ReceivedMail) => Promise<void>;
  stop(): Promise<void>;
}

const header = (raw: string, name: string): string =>
  new RegExp(`^${name}: ((?:.*(?:\\r\\n[ \\t].*)*))`, 'im').exec(raw)?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? '';

/** Decodes a header that nodemailer split into encoded words (RFC 2047). */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_all, coding: string, words: string) =>
      coding.toUpperCase() === 'B' ? Buffer.from(words, 'base64').toString() : quoted(words.replaceAll('_', ' ')),
    );
const quoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})|[^\0-\x7f]/gi, (all, hex: string | undefined) =>
        hex === undefined ? Buffer.from(all).toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString('utf8');

function bodyOf(raw: string): string {
  const [, body = ''] = /\r\n\r\n([\s\S]*)$/.exec(raw) ?? [];
  const coding = header(raw, 'Content-Transfer-Encoding');
  if (coding === 'base64') return Buffer.from(body, 'base64').toString();
  return coding === 'quoted-printable' ? quoted(body) : body;
}

interface Wishes {
  port?: number;
  isPlain?: boolean;
}

export async function startMailServer({ port, isPlain = false }: Wishes = {}): Promise<TestMailServer> {
  const authority = newAuthority('Autoritat de prova');
  const key = newServerKey();
  const cert = certify(authority, key, { host: 'localhost', fromMs: Date.UTC(2020, 0), toMs: Date.UTC(2040, 0) });
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    key: pemOf(key),
    cert,
    disabledCommands: isPlain ? ['STARTTLS', 'AUTH'] : [],
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'torn' && password === 'secret' ? done(null, { user: username }) : done(new Error('no')),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const [recipient] = session.envelope.rcptTo;
        const mail = {
          to: recipient?.address ?? '',
          raw,
          isEncrypted: session.secure,
          messageId: header(raw, 'Message-ID'),
          subject: decodeWords(header(raw, 'Subject')),
          text: bodyOf(raw).replaceAll('\r\n', '\n'),
        };
        void made.onMail(mail).then(() => {
          if (made.refuses !== null) return done(new Error(made.refuses));
          mails.push(mail);
          return done(null);
        });
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(port ?? (await freePort()), '127.0.0.1');
  await once(listening, 'listening');
  let isStopped = false;
  const made: TestMailServer = {
    mails,
    refuses: null,
    onMail: async () => {},
    settings: {
      host: 'localhost',
      port: (listening.address() as AddressInfo).port,
      isImplicitTls: false,
      isLoopback: false,
      user: isPlain ? null : 'torn',
      password: isPlain ? null : 'secret',
      from: 'avisos@torn.example',
      authority: authority.certificate,
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  onTestFinished(made.stop);
  return made;
}
