import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_kp_serverAuth,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { openSecretPlace } from './secret-place.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
/**
 * The certificate is valid from 1970 to 2049, so that a wrong clock does not invalidate it. Trust comes from a person who has compared its
 * fingerprint.
 */
const FROM = new Date('1970-01-02T00:00:00Z');
const UNTIL = new Date('2049-12-31T00:00:00Z');

export interface HubCertificate {
  key: string;
  certificate: string;
  /** SHA-256 as browsers show it: pairs of hexadecimal digits in capitals, separated by colons. */
  fingerprint: string;
}

export interface HubCertificateParts {
  folder: string;
  environment: NodeJS.ProcessEnv;
  hosts: Hosts;
}

export interface Hosts {
  names: readonly string[];
  addresses: readonly string[];
}

const LOOPBACK: Hosts = { names: ['localhost'], addresses: ['127.0.0.1'] };

/**
 * Opens the key and the self-signed certificate that this machine shows to browsers of its network. The key is stored as a secret. A new
 * certificate is made with the same key if the machine now has another name, or none of the addresses in the certificate.
 */
export async function openHubCertificate({ folder, environment, hosts }: HubCertificateParts): Promise<HubCertificate> {
  const place = placeOf(folder, environment);
  const found = await place.read();
  if (!found.ok) throw new Error(`${found.error.kind}: ${found.error.detail}`);
  const kept = found.value?.text ?? null;
  const key = kept ?? newKey();
  if (kept === null) await place.keep(key);
  const file = join(folder, CERTIFICATE_FILE);
  const before = read(file);
  const isKept = before !== null && fits(before.parsed, key, hosts);
  const certificate = isKept ? before.text : makeCertificate(key, hosts);
  if (!isKept) await write(file, certificate);
  return { key, certificate, fingerprint: new X509Certificate(certificate).fingerprint256 };
}

/**
 * Overwrites and deletes the key, and deletes its certificate. The next start makes a new key and a new certificate, which no browser or
 * kiosk trusts yet. Throws disk errors.
 */
export function forgetHubKey({ folder, environment }: Pick<HubCertificateParts, 'folder' | 'environment'>): void {
  placeOf(folder, environment).wipe();
  rmSync(join(folder, CERTIFICATE_FILE), { force: true });
}

const CERTIFICATE_FILE = 'hub-certificate.pem';

const placeOf = (folder: string, environment: NodeJS.ProcessEnv) =>
  openSecretPlace({ folder, environment }, 'torn-hub-key', '.pem');

/** Makes a key on P-256, because browsers do not accept the kiosk's own Ed25519. */
const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Reads the certificate; `null` without a file, and for a damaged one. */
function read(file: string): { text: string; parsed: X509Certificate } | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  try {
    return { text, parsed: new X509Certificate(text) };
  } catch {
    return null;
  }
}

/**
 * Whether the certificate has this key, names the machine, and contains one of its addresses if it has any. One address suffices, because
 * browsers must trust a new certificate again, and a plugged-in cable adds an address.
 */
function fits(parsed: X509Certificate, key: string, { names, addresses }: Hosts): boolean {
  return (
    parsed.checkPrivateKey(createPrivateKey(key)) &&
    names.every((name) => parsed.checkHost(name) !== undefined) &&
    (addresses.length === 0 || addresses.some((address) => parsed.checkIP(address) !== undefined))
  );
}

async function write(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, file);
}

const extension = (extnID: string, value: object, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

function makeCertificate(key: string, { names, addresses }: Hosts): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const mark = createHash('sha256').update(spki).digest('hex').slice(0, 8);
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: `Torn ${mark}` }) }),
    ]),
  ]);
  const called = [
    ...[...LOOPBACK.names, ...names].map((dNSName) => new GeneralName({ dNSName })),
    ...[...LOOPBACK.addresses, ...addresses].map((iPAddress) => new GeneralName({ iPAddress })),
  ];
  // The first byte keeps the serial number positive and always of full length.
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: Uint8Array.from(serial).buffer,
    signature: algorithm,
    issuer: name,
    subject: name,
    validity: new Validity({ notBefore: FROM, notAfter: UNTIL }),
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectAltName, new SubjectAlternativeName(called)),
    ]),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(body)), key);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: algorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString();
}
