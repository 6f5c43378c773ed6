import { z } from 'zod';
import { ComeBackAsk } from './come-back.ts';
import { DeskOrder, DeskShows } from './desk.ts';
import { ChangesAsked, KioskPin, NumberAsked, NumberShown, OrderPassedOn } from './kiosks.ts';
import { BeginPairing, ClaimPairing, HubRole } from './pairing.ts';

/**
 * Messages between the core process and the thread that serves the office. The thread owns the port: TLS, HTTP, connections, limits, pages.
 * It hands over only the requests of paired browsers and kiosks, and requests for a pairing. The core validates them and alone writes.
 */

/** SHA-256 of a browser's token, base64url. */
const TokenHash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const FeedId = z.int().nonnegative();
const browser = { token: TokenHash };
const kiosk = { pin: KioskPin };

/** The thread's calls to the core; each gets one `HubReply`. `body`: the request's JSON, or its parameters. */
export const HubCall = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('begin-pairing'), from: z.string(), body: BeginPairing }),
  z.strictObject({ call: z.literal('claim-pairing'), body: ClaimPairing }),
  z.strictObject({ call: z.literal('order'), ...browser, body: DeskOrder }),
  z.strictObject({ call: z.literal('shows'), ...browser, body: DeskShows }),
  z.strictObject({ call: z.literal('come-back'), ...browser, body: ComeBackAsk }),
  z.strictObject({ call: z.literal('picture'), ...browser, body: z.object({ id: z.string().optional() }) }),
  z.strictObject({
    call: z.literal('speech'),
    ...browser,
    body: z.object({ call: z.string().optional(), language: z.string().optional() }),
  }),
  /** After the answer 200, the feed's texts follow in messages `feed`. */
  z.strictObject({ call: z.literal('open-feed'), ...browser, role: HubRole, feedId: FeedId }),
  z.strictObject({ call: z.literal('changes'), ...kiosk, body: ChangesAsked }),
  z.strictObject({ call: z.literal('trial'), ...kiosk, body: z.unknown() }),
  z.strictObject({ call: z.literal('numbers'), ...kiosk, body: NumberAsked }),
  z.strictObject({ call: z.literal('numbers-again'), ...kiosk, body: NumberShown }),
  z.strictObject({ call: z.literal('orders'), ...kiosk, body: OrderPassedOn }),
]);
export type HubCall = z.infer<typeof HubCall>;

/** A call before the core has validated its body. */
export type SentCall<One = HubCall> = One extends { body: unknown } ? Omit<One, 'body'> & { body: unknown } : One;

/** Messages of the thread to the core. A call without a valid body is answered with 400. */
export const FromThread = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), call: z.custom<SentCall>() }),
  z.strictObject({ kind: z.literal('listening'), port: z.int() }),
  z.strictObject({ kind: z.literal('failed'), detail: z.string() }),
  z.strictObject({ kind: z.literal('feed-closed'), feedId: FeedId }),
  /** The thread has read this many characters of the messages `feed`. */
  z.strictObject({ kind: z.literal('read'), characters: z.int() }),
  z.strictObject({ kind: z.literal('alive') }),
  z.strictObject({ kind: z.literal('fault'), detail: z.string() }),
]);
export type FromThread = z.infer<typeof FromThread>;

export interface HubReply {
  status: number;
  json?: string;
  file?: { type: string; bytes: Uint8Array };
  cookie?: { role: HubRole; token: string };
}

/** The callers that the core knows. The thread refuses all others by itself. */
export interface Known {
  /** The paired browsers; `null`: the disk could not be read, and the core decides about each cookie. */
  browsers: readonly { token: string; identityId: string; role: HubRole }[] | null;
  /** The paired kiosks; `null`: this kiosk has no sibling kiosks, or left the office. */
  kiosks: { slot: number; run: string; pins: readonly string[] } | null;
}

/** The core's messages, which are not validated, because the thread runs the same program. */
export type ToThread =
  | { kind: 'reply'; id: number; reply: HubReply }
  | { kind: 'known'; known: Known }
  | { kind: 'feed'; feedIds: readonly number[]; text: string }
  | { kind: 'end-feed'; feedId: number }
  | { kind: 'ping' }
  | { kind: 'close' };

/** The private key is passed in memory, not by a file. */
export interface ThreadData {
  port: number;
  key: string;
  certificate: string;
  pagesFolder: string;
  known: Known;
}
