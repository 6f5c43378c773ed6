import type { DocumentOffered } from '../contract/shared/check-in.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import type { Service } from '../contract/shared/services.ts';
import { isStrongForm, readChannelCode } from '../domain/channel-code.ts';
import {
  type AppointmentCache,
  type CheckInDecision,
  type CheckInRules,
  decideCheckIn,
  type Presented,
} from '../domain/check-in.ts';
import { type IdentityDocument, readDocument } from '../domain/identity-document.ts';
import { readLocator } from '../domain/locator.ts';
import { readMachineReadableZone } from '../domain/machine-readable-zone.ts';
import { personalNumberIn } from '../domain/personal-number.ts';
import { instantOfLocal } from '../domain/service-day.ts';
import type { AppointmentMemory, HeldAppointments, Identification } from '../ports/appointments.ts';
import type { Clock } from '../ports/clock.ts';
import type { GuessMemory } from '../ports/guesses.ts';
import type { Log } from '../ports/log.ts';
import { windowsOf } from './check-in-windows.ts';
import type { Office } from './office.ts';

/** What somebody says of themselves, already without what they typed: a signed code, or keyed hashes. */
export interface Claim {
  readonly way: 'qr' | 'code' | 'locator' | 'document';
  readonly presented: Exclude<Presented, { way: 'none' }>;
}

/** Of one code that was read. Bytes and text are forgotten with it. */
export interface ScannedCode {
  readonly text: string | null;
  readonly bytes: Uint8Array;
}

export type ScanReading =
  /** `sealMark`: by which a code that holds once is known again; `null` for one that holds as long as it says. */
  | { readonly kind: 'claim'; readonly claim: Claim | Promise<Claim>; readonly sealMark: string | null }
  /** Of a document, and good, but it has been shown before: `claim` is for whoever may show it once more. */
  | { readonly kind: 'shown-before'; readonly claim: () => Claim | Promise<Claim>; readonly sealMark: string }
  /** Of a ticket of this office. */
  | { readonly kind: 'ticket'; readonly followToken: string }
  /** A document's code that was not read well, is altered or is too old. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unknown' };

export interface CheckInParts {
  office: Office;
  memory: AppointmentMemory;
  identification: Identification;
  guesses: GuessMemory;
  clock: Clock;
  log: Log;
}

/** Reads what people show or type, and decides on it from what the kiosk holds. Writes nothing. */
export interface CheckIn {
  readScan(code: ScannedCode): ScanReading;
  /** A locator or a channel's code; `null` for what is neither. */
  readTyped(text: string): Claim | null;
  /** `null` for what is no number of that kind. What is one takes its time to be looked up. */
  readTypedDocument(kind: DocumentOffered, text: string): Claim | Promise<Claim> | null;
  /** Whether it is looked up within a service that is chosen before: then nothing shows who has an appointment. */
  asksServiceFirst(claim: Claim): boolean;
  decide(claim: Claim, chosen: Service | null): CheckInDecision;
  /**
   * Whether a service gives a turn now to somebody whose appointment it cannot see or must not show: while it is open; to a signed code
   * by the hour in it; to all others, found or not, as long before it opens as an appointment is taken early.
   */
  takes(service: Service, claim: Claim | null): boolean;
  /** When an appointment starts, milliseconds since 1970; `null` for one that is not held. */
  startOf(appointmentId: string | null): number | null;
  /** What is known of another office of the city. */
  placeOf(officeId: string): { name: string; address: string } | null;
}

export function createCheckIn(parts: CheckInParts): CheckIn {
  const { office, memory, identification, guesses, clock, log } = parts;
  const { profile } = office;
  const { officeId, zone } = profile;
  const scanned = new Set(profile.checkIn?.scannedDocuments ?? []);
  const windows = windowsOf(profile);

  function claimDocument({ number }: IdentityDocument, by: 'number' | 'seal'): Claim | Promise<Claim> {
    const claim = (documentHashes: readonly string[]): Claim => ({
      way: 'document',
      presented: { way: 'document', by, documentHashes },
    });
    const hashes = identification.documentHashes(number);
    return hashes instanceof Promise ? hashes.then(claim) : claim(hashes);
  }

  let heard: HeldAppointments['formats'] = [];
  let strong: HeldAppointments['formats'] = [];
  /** A code that can be guessed is nobody's word. */
  function strongFormats(): HeldAppointments['formats'] {
    const { formats } = memory.held();
    if (formats === heard) return strong;
    heard = formats;
    strong = formats.filter(isStrongForm);
    if (strong.length < formats.length) log.event('code-format-weak', { formats: formats.length - strong.length });
    return strong;
  }

  function readText(text: string): Claim | null {
    // Whatever a channel calls its codes: a number that anybody may know is looked up by no field that tells.
    if (personalNumberIn(text) !== null) return null;
    const locator = readLocator(text);
    const code = readChannelCode(text, strongFormats());
    if (!locator.ok && code === null) return null;
    const locatorHashes = [
      ...(locator.ok ? identification.hashes('locator', locator.value) : []),
      ...(code === null ? [] : identification.hashes('code', code)),
    ];
    return {
      way: code === null ? 'locator' : 'code',
      presented: { way: 'confirmation', by: 'locator', locatorHashes },
    };
  }

  function readTextScan(text: string): ScanReading {
    const token = identification.readToken(text);
    if (token.ok)
      return {
        kind: 'claim',
        claim: { way: 'qr', presented: { way: 'confirmation', by: 'token', token: token.value } },
        sealMark: null,
      };
    const followToken = followTokenIn(text, profile);
    if (followToken !== null) return { kind: 'ticket', followToken };
    if (scanned.has('document-zone')) {
      const zoneRead = readMachineReadableZone(text);
      if (zoneRead.ok) return { kind: 'claim', claim: claimDocument(zoneRead.value, 'number'), sealMark: null };
      if (zoneRead.error.kind !== 'no-zone') return { kind: 'unreadable' };
    }
    const claim = readText(text);
    return claim ? { kind: 'claim', claim, sealMark: null } : { kind: 'unknown' };
  }

  /** A picture of a code, or one that somebody else has read from the telephone, is good for as many minutes: it is taken once. */
  function readSealScan(bytes: Uint8Array, nowMs: number): ScanReading {
    const seal = identification.readSeal(bytes, nowMs);
    if (!seal.ok) return { kind: seal.error.kind === 'no-seal' ? 'unknown' : 'unreadable' };
    const { document, mark, goodUntilMs } = seal.value;
    const first = guesses.isFirstShown(mark, goodUntilMs, nowMs);
    if (!first.ok) {
      log.event(first.error.kind, { detail: first.error.detail });
      return { kind: 'unreadable' };
    }
    const claim = () => claimDocument(document, 'seal');
    return first.value
      ? { kind: 'claim', claim: claim(), sealMark: mark }
      : { kind: 'shown-before', claim, sealMark: mark };
  }

  function rulesFor(chosen: Service | null): CheckInRules {
    return {
      officeId,
      zone,
      chosenServiceId: chosen?.serviceId ?? null,
      sensitive: profile.sensitive || chosen?.sensitive === true,
      ...windows,
      isServed: office.isServed,
    };
  }

  function cache(): AppointmentCache {
    const { appointments, days, ageMs } = memory.held();
    return {
      days,
      overTo: memory.overTo(),
      ageMs,
      appointments: appointments.map((held) => ({
        ...held,
        officeId,
        sensitive: isSensitive(profile, held.serviceId),
      })),
    };
  }

  return {
    readScan({ text, bytes }) {
      if (text !== null) return readTextScan(text);
      if (!scanned.has('midni')) return { kind: 'unknown' };
      return readSealScan(bytes, clock.wallMs());
    },
    readTyped: readText,
    readTypedDocument(kind, text) {
      const read = readDocument(text, kind === 'passport' ? 'passport' : 'spanish');
      return read.ok && KINDS[kind].includes(read.value.kind) ? claimDocument(read.value, 'number') : null;
    },
    asksServiceFirst: ({ presented }) =>
      presented.way === 'document' &&
      (presented.by === 'number' ||
        profile.sensitive ||
        profile.services.some(({ sensitive, ways }) => sensitive && ways.includes('appointment'))),
    decide: (claim, chosen) => decideCheckIn(claim.presented, cache(), rulesFor(chosen), clock.wallMs()),
    takes(service, claim) {
      const { openNow, opensAt } = office.availability(service);
      if (openNow) return true;
      const presented = claim?.presented;
      if (presented?.way === 'confirmation' && presented.by === 'token')
        return office.isServed(service.serviceId, presented.token.startMs);
      const opensMs = opensAt === null ? null : instantOfLocal(`${office.now().date} ${opensAt}`, zone);
      const { earlyMs } = windows.serviceWindows.get(service.serviceId) ?? windows.window;
      return opensMs !== null && opensMs - clock.wallMs() <= earlyMs;
    },
    startOf: (appointmentId) =>
      memory.held().appointments.find((held) => held.appointmentId === appointmentId)?.startMs ?? null,
    placeOf(other) {
      const place = memory.held().offices.find((candidate) => candidate.officeId === other);
      return place ? { name: place.name, address: place.address } : office.nearbyPlace(other);
    },
  };
}

/** A company's NIF may also be a person's with K, L or M. */
const KINDS: Readonly<Record<DocumentOffered, readonly IdentityDocument['kind'][]>> = {
  dni: ['dni'],
  nie: ['nie'],
  passport: ['passport'],
  nif: ['company-nif', 'nif-klm'],
};

/** A service that the profile does not know shows nothing. */
const isSensitive = (profile: OfficeProfile, serviceId: string): boolean =>
  profile.sensitive || profile.services.find((service) => service.serviceId === serviceId)?.sensitive !== false;

/** What the QR code of a ticket of this office carries after the city's page, in capitals as it is printed. */
function followTokenIn(text: string, { ticket }: OfficeProfile): string | null {
  if (ticket.followPage === undefined) return null;
  const head = `${ticket.followPage}/`.toUpperCase();
  const read = text.trim().toUpperCase();
  return read.startsWith(head) && read.length > head.length ? read.slice(head.length) : null;
}
