import { z } from 'zod';
import { Language } from '../../contract/shared/languages.ts';
import { DeskOrder, DeskShows } from './desk.ts';
import { ChangesAsked, KioskPin, NumberAsked, NumberShown, OrderPassedOn } from './kiosks.ts';
import { ClaimPairing, HubRole } from './pairing.ts';

/**
 * Messages between the core and the thread that serves the office. The thread owns the port: TLS, HTTP, connections, limits, pages. It hands
 * over only what a paired browser or kiosk may ask; the core checks it once more and alone writes.
 */

/** SHA-256 of a browser's token, base64url. */
const TokenHash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** The thread's number of an open feed. */
const FeedId = z.int().nonnegative();
const browser = { token: TokenHash };
const kiosk = { pin: KioskPin };

/** What the thread asks the core; each call gets one `HubReply`. */
export const HubCall = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('begin-pairing'), role: HubRole, from: z.string().max(100) }),
  z.strictObject({ call: z.literal('claim-pairing'), ...ClaimPairing.shape }),
  z.strictObject({ call: z.literal('order'), ...browser, order: DeskOrder }),
  z.strictObject({ call: z.literal('shows'), ...browser, ...DeskShows.shape }),
  z.strictObject({ call: z.literal('picture'), ...browser, id: z.string().nullable() }),
  z.strictObject({ call: z.literal('speech'), ...browser, callId: z.uuid(), language: Language }),
  /** Answered with 200, the feed's texts follow as `feed`. */
  z.strictObject({ call: z.literal('open-feed'), ...browser, role: HubRole, feedId: FeedId }),
  z.strictObject({ call: z.literal('changes'), ...kiosk, asked: ChangesAsked }),
  z.strictObject({ call: z.literal('trial'), ...kiosk }),
  z.strictObject({ call: z.literal('numbers'), ...kiosk, asked: NumberAsked }),
  z.strictObject({ call: z.literal('numbers-again'), ...kiosk, shown: NumberShown }),
  z.strictObject({ call: z.literal('pass-on'), ...kiosk, passed: OrderPassedOn }),
]);
export type HubCall = z.infer<typeof HubCall>;

export const FromThread = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), call: HubCall }),
  z.strictObject({ kind: z.literal('listening'), port: z.int() }),
  /** It cannot listen, and ends. */
  z.strictObject({ kind: z.literal('failed'), detail: z.string() }),
  z.strictObject({ kind: z.literal('feed-closed'), feedId: FeedId }),
  /** Characters of `feed` that it has read. */
  z.strictObject({ kind: z.literal('read'), characters: z.int() }),
  z.strictObject({ kind: z.literal('alive') }),
  z.strictObject({ kind: z.literal('fault'), detail: z.string() }),
]);
export type FromThread = z.infer<typeof FromThread>;

/** The core's answer, as the caller gets it over HTTP. */
export interface HubReply {
  status: number;
  /** JSON. */
  json?: string;
  file?: { type: string; bytes: Uint8Array };
  /** The browser's cookie from now on. */
  cookie?: { role: HubRole; token: string };
}

/** The callers that the core knows. The thread refuses all others by itself. */
export interface Known {
  /** `null`: the disk could not be read. */
  browsers: readonly { token: string; identityId: string; role: HubRole }[] | null;
  /** `null`: this kiosk has no sibling kiosks, or left the office. */
  kiosks: { slot: number; run: string; pins: readonly string[] } | null;
}

/** The core's messages are not validated: the thread is its own. */
export type ToThread =
  | { kind: 'reply'; id: number; reply: HubReply }
  | { kind: 'known'; known: Known }
  | { kind: 'feed'; feedIds: readonly number[]; text: string }
  | { kind: 'end-feed'; feedId: number }
  /** Answered with `alive`. */
  | { kind: 'ping' }
  | { kind: 'close' };

/** The key comes with the thread's start, in memory. */
export interface ThreadData {
  port: number;
  key: string;
  certificate: string;
  pagesFolder: string;
  known: Known;
}
