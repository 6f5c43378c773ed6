/**
 * Reasons why a link is closed. Callers see these causes and never an errno.
 * - `refused`, `no-route`: reported by the network.
 * - `no-answer`: the link did not open in time.
 * - `no-device`, `no-permission`, `not-a-device`, `in-use`: reported for the device file.
 * - `closed-by-device`: the device hung up, was unplugged or was switched off.
 * - `blocked`: the device accepted no byte for too long.
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
 * A byte link to one device. It transports bytes and does not interpret them.
 * A link that is not open refuses to send and queues nothing. A lost connection discards its unsent bytes.
 */
export interface Link {
  /** Speed of a serial line in bytes per second; `null` for TCP and USB, which are faster than any device. */
  readonly bytesPerS: number | null;
  state(): LinkState;
  /** Opens the link and reopens it with back-off whenever the device goes away, until `close`. */
  start(): void;
  /**
   * Returns true if the bytes were handed to the present connection, which may still lose them, and false if the link is not open and sent
   * nothing.
   */
  send(bytes: Uint8Array): boolean;
  /** Discards bytes that have not left this program, so that the next bytes go out sooner. */
  dropUnsent(): void;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  onState(listener: (state: LinkState) => void): () => void;
  /** Replaces the connection by a new one. Drivers use it when a device answers nonsense or nothing. */
  restart(): void;
  close(): Promise<void>;
}
