import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A test's certificate authority. This file writes X.509 in DER, as far as tests need it. */
export interface Authority {
  key: KeyObject;
  certificate: string;
  name: string;
}

export interface CertificateWishes {
  host?: string;
  fromMs: number;
  toMs: number;
}

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_ALT_NAME = '2.5.29.17';

export const newServerKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();

export function newAuthority(name: string): Authority {
  const key = newServerKey();
  const years = { fromMs: Date.UTC(2000, 0), toMs: Date.UTC(2049, 0) };
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(Buffer.from([0x01, 0x01, 0xff])), true);
  return { key, name, certificate: issue({ name, key }, { name, key }, years, isAuthority) };
}

export function certify(
  authority: Authority,
  key: KeyObject,
  { host = '127.0.0.1', ...years }: CertificateWishes,
): string {
  const names = extension(SUBJECT_ALT_NAME, sequence(nameOf(host)), false);
  return issue(authority, { name: host, key }, years, names);
}

const nameOf = (host: string): Buffer =>
  /^[\d.]+$/.test(host)
    ? tagged(0x87, Buffer.from(host.split('.').map(Number)))
    : tagged(0x82, Buffer.from(host, 'ascii'));

interface Party {
  name: string;
  key: KeyObject;
}

function issue(issuer: Party, subject: Party, years: { fromMs: number; toMs: number }, extensions: Buffer): string {
  const algorithm = sequence(objectId(ECDSA_SHA256));
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguished(issuer.name),
    sequence(time(years.fromMs), time(years.toMs)),
    distinguished(subject.name),
    createPublicKey(subject.key).export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(extensions)),
  );
  const signature = sign('sha256', body, issuer.key);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 0x100), length % 0x100];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);

function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const digits = [part % 128];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(128 + (left % 128));
    bytes.push(...digits);
  }
  return tagged(0x06, Buffer.from(bytes));
}

const distinguished = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId(COMMON_NAME), tagged(0x0c, Buffer.from(name, 'utf8')))));

/** Encodes a time as GeneralizedTime. RFC 5280 requires UTCTime for dates before 2050, but OpenSSL accepts both. */
const time = (atMs: number): Buffer =>
  tagged(0x18, Buffer.from(`${new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`, 'ascii'));

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  const flag = critical ? [tagged(0x01, Buffer.from([0xff]))] : [];
  return sequence(objectId(id), ...flag, tagged(0x04, value));
}
