import { z } from 'zod';
import { Slug } from '../shared/ids.ts';

/** What a paired browser is. */
export const HubRole = z.enum(['desk', 'hall']);
export type HubRole = z.infer<typeof HubRole>;

/** So long after a feed's last event nobody knows any more whether it holds; the hub says so at least every third of it. */
export const HUB_STALE_AFTER_S = 12;

/** Digits that a page shows and a person types at the kiosk. */
export const HUB_CODE_DIGITS = 6;
export const HubCode = z.string().regex(/^\d{6}$/, 'expected six digits');

/**
 * The first 16 characters of the certificate's SHA-256, as a desk's browser shows it in its own window about the certificate. A person types them at
 * the kiosk, which never shows them. 64 bits: a machine in between that makes certificates until one agrees must make about 10^19.
 */
export const CertificateSeen = z.string().regex(/^[0-9A-F]{16}$/, 'expected 16 of 0-9 and A-F');

/** The characters that a person types of a fingerprint (pairs of capitals with colons) shown by a browser. */
export const certificateSeenIn = (fingerprint: string): string => fingerprint.replaceAll(':', '').slice(0, 16);

/** A page without an identity asks for a code; the answer is `PairingBegun`. */
export const BeginPairing = z.strictObject({ role: HubRole });
/** `claim`: by which this page alone takes the identity, once a person has confirmed the code. */
export const PairingBegun = z.object({ code: HubCode, claim: z.string(), expiresInS: z.int().positive() });
export const ClaimPairing = z.strictObject({ claim: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
/** `paired` comes with the cookie. `gone`: the code is too old, or was never given; ask for another. */
export const PairingState = z.object({ state: z.enum(['waiting', 'paired', 'gone']) });

/** What a page may ask, each at this path of the hub. */
export const HUB_PATHS = {
  beginPairing: '/api/pairings',
  claimPairing: '/api/pairings/claim',
  /** Server-sent events `desk` (`DeskView`). 401: this page is paired no more. */
  deskFeed: '/api/desk/feed',
  deskOrders: '/api/desk/orders',
  /** `DeskShows`; 401: this page is paired no more. */
  deskShows: '/api/desk/shows',
  /** Server-sent events `hall` (`HallFeed`). 401: this page is paired no more. */
  hallFeed: '/api/hall/feed',
} as const;

/** A paired browser, as a person sees it who may end it. `deskId` is `null` of a hall screen. */
export const HubIdentity = z.object({
  identityId: z.uuid(),
  role: HubRole,
  deskId: Slug.nullable(),
  pairedAtMs: z.number(),
  /** SHA-256 of the hub's certificate when the browser was let in, in pairs of capitals; `null` of one that an older program let in. */
  certificate: z.string().nullable(),
  lastSeenAtMs: z.number().nullable(),
});
export type HubIdentity = z.infer<typeof HubIdentity>;

/** A browser that waits to be let in. */
export const WaitingBrowser = z.object({ code: HubCode, role: HubRole, sinceMs: z.number() });
export type WaitingBrowser = z.infer<typeof WaitingBrowser>;
