/**
 * Why a link is closed. Errno words stop here: the outside sees these.
 * - `refused`, `no-route`: the network's answer.
 * - `no-answer`: it did not open in time.
 * - `no-device`, `no-permission`, `not-a-device`, `in-use`: the device file's.
 * - `closed-by-device`: it hung up, was unplugged or switched off.
 * - `blocked`: it took no byte for too long.
 */
export type LinkTrouble =
  | 'refused'
  | 'no-route'
  | 'no-answer'
  | 'no-device'
  | 'no-permission'
  | 'not-a-device'
  | 'in-use'
  | 'closed-by-device'
  | 'blocked'
  | 'failed';

export type LinkState = { kind: 'closed'; trouble: LinkTrouble | null } | { kind: 'opening' } | { kind: 'open' };

/**
 * A byte link to one device. It knows bytes, nothing of their meaning.
 * A link that is not open refuses to send: nothing is ever queued behind it, and what an open connection had not carried when it
 * ended is forgotten with it.
 */
export interface Link {
  /** What the wire carries at most in a second; `null` where the wire is never what one waits for. */
  readonly bytesPerS: number | null;
  state(): LinkState;
  /** Opens and, when the device goes away, opens again with back-off until `close`. */
  start(): void;
  /** True when this connection carries the bytes or loses them; false, with none of them sent, when the link is not open. */
  send(bytes: Uint8Array): boolean;
  /** Forgets what was given to `send` and has not left this program, so that what follows goes out sooner. */
  dropUnsent(): void;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  onState(listener: (state: LinkState) => void): () => void;
  /** Drops the present connection and opens a new one: for a device that answers nonsense or nothing. */
  restart(): void;
  /** Sends what is under way, then ends. */
  close(): Promise<void>;
}
