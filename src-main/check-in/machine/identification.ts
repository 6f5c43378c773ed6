import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { CentreMemory } from '../../centre/ports/centre-memory.ts';
import { readAppointmentToken } from '../../domain/appointment-token.ts';
import { messageOf, refuse, succeed } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import { documentHashOf, keyedHash } from '../../signing/keyed-hash.ts';
import { verifyBytes } from '../../signing/keys.ts';
import type { AppointmentMemory, Identification } from '../ports/appointments.ts';
import { readMidniQr, type VerifySignedCode } from '../rules/midni-qr.ts';

export interface IdentificationParts {
  centre: CentreMemory;
  appointments: AppointmentMemory;
  /** Certificates in PEM of the keys that sign MiDNI codes. */
  midniCertificates: readonly string[];
  log: Log;
}

export function createIdentification(parts: IdentificationParts): Identification {
  const { centre, appointments, midniCertificates, log } = parts;
  const verifySignedCode = createSignedCodeVerifier(midniCertificates, log);
  return {
    hashes: (what, text) => appointments.held().keys.map(({ key }) => keyedHash(key, what, text)),
    async documentHashes(number) {
      try {
        return await Promise.all(appointments.held().documentKeys.map(({ key }) => documentHashOf(key, number)));
      } catch (error) {
        log.event('number-not-hashed', { detail: messageOf(error) });
        return [];
      }
    },
    readToken(text) {
      const enrolment = centre.enrolment();
      if (enrolment === null) return refuse({ kind: 'no-token' });
      const keys = [...appointments.held().tokenKeys, ...enrolment.centreKeys];
      return readAppointmentToken(text, enrolment.cityId, (bytes, signature) =>
        keys.some((key) => verifyBytes(bytes, signature, key)),
      );
    },
    readSignedCode(bytes, nowMs) {
      const read = readMidniQr(bytes, (...signed) => verifySignedCode(nowMs, ...signed), nowMs);
      if (!read.ok) return read;
      const { document, goodUntilMs, once } = read.value;
      return succeed({ document, goodUntilMs, mark: createHash('sha256').update(once).digest('base64url') });
    },
  };
}

/** Returns the expiry of the certificate that expires first, milliseconds since 1970; `null`: no certificate can be read. */
export function firstEndOf(certificates: readonly string[]): number | null {
  const ends = certificates.flatMap((pem) => {
    try {
      return new X509Certificate(pem).validToDate.getTime();
    } catch {
      // The verifier logs an unreadable certificate.
      return [];
    }
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

interface Certified {
  key: KeyObject;
  fromMs: number;
  toMs: number;
}

type VerifySignedCodeAt = (nowMs: number, ...signed: Parameters<VerifySignedCode>) => boolean;

/**
 * Finds a certificate by the serial number in the code. An unreadable certificate is logged and left out. A certificate outside its dates
 * verifies no code; this is logged once.
 */
function createSignedCodeVerifier(certificates: readonly string[], log: Log): VerifySignedCodeAt {
  const keys = new Map<string, Certified>();
  const said = new Set<string>();
  for (const pem of certificates) {
    try {
      const { serialNumber, publicKey, validFromDate, validToDate } = new X509Certificate(pem);
      keys.set(withoutZeros(serialNumber), {
        key: publicKey,
        fromMs: validFromDate.getTime(),
        toMs: validToDate.getTime(),
      });
    } catch (error) {
      log.event('certificate-unreadable', { detail: messageOf(error) });
    }
  }
  return (nowMs, bytes, signature, certificateReference) => {
    const serial = withoutZeros(certificateReference);
    const certified = keys.get(serial);
    if (certified === undefined) return false;
    const { key, fromMs, toMs } = certified;
    if (!(fromMs <= nowMs && nowMs <= toMs)) {
      if (!said.has(serial)) log.event('certificate-out-of-date', { serial, until: new Date(toMs).toISOString() });
      said.add(serial);
      return false;
    }
    try {
      return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
    } catch {
      return false;
    }
  };
}

/** Serial numbers are written with or without leading zeros. */
const withoutZeros = (serial: string): string => serial.toUpperCase().replace(/^0+/, '');
