import { z } from 'zod';
import { Slug } from '../../contract/shared/ids.ts';

export const HubRole = z.enum(['desk', 'hall']);
export type HubRole = z.infer<typeof HubRole>;

/**
 * A feed is stale this many seconds after its last event; the kiosk that serves the page sends an event at least every third of this time.
 */
export const HUB_STALE_AFTER_S = 12;

export const HUB_CODE_DIGITS = 6;
export const HubCode = z.string().regex(/^\d{6}$/, 'expected six digits');

/**
 * The first 16 characters of the certificate's SHA-256, as the desk's browser shows them in its own window about the certificate. A
 * technician types them at the kiosk, which never shows them. 64 bits: an attacker in between who makes certificates until one matches must
 * make about 10^19.
 */
export const CertificateSeen = z.string().regex(/^[0-9A-F]{16}$/, 'expected 16 of 0-9 and A-F');

/** The characters of a certificate's fingerprint (pairs of capitals with colons) that a technician types. */
export const certificateSeenIn = (fingerprint: string): string => fingerprint.replaceAll(':', '').slice(0, 16);

/** A page that is not paired asks for a code; the answer is `PairingBegun`. */
export const BeginPairing = z.strictObject({ role: HubRole });
/** `claim`: the secret with which this page alone takes the identity, once a technician has confirmed the code. */
export const PairingBegun = z.object({ code: HubCode, claim: z.string(), expiresInS: z.int().positive() });
export const ClaimPairing = z.strictObject({ claim: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
/**
 * `paired`: the answer sets the cookie. `gone`: the code has expired, was dropped for a newer code, or never existed; the page asks for a
 * new code.
 */
export const PairingState = z.object({ state: z.enum(['waiting', 'paired', 'gone']) });

/** A paired browser, as shown to a technician. `deskId` is `null` for a hall screen. */
export const HubIdentity = z.object({
  identityId: z.uuid(),
  role: HubRole,
  deskId: Slug.nullable(),
  pairedAtMs: z.number(),
  /** SHA-256 of the kiosk's certificate at pairing, in pairs of capitals; `null` if an older program paired the browser. */
  certificate: z.string().nullable(),
  lastSeenAtMs: z.number().nullable(),
});
export type HubIdentity = z.infer<typeof HubIdentity>;

export const WaitingBrowser = z.object({ code: HubCode, role: HubRole, sinceMs: z.number() });
export type WaitingBrowser = z.infer<typeof WaitingBrowser>;
