/**
 * A byte link to one device. It knows bytes, nothing of their meaning.
 * A link that is not open refuses to send: nothing is ever queued behind it.
 * Errno words stop here: the outside sees `LinkTrouble`.
 */
export type LinkTrouble = 'refused' | 'no-route' | 'no-answer' | 'closed-by-device' | 'failed';

export type LinkState = { kind: 'closed'; trouble: LinkTrouble | null } | { kind: 'opening' } | { kind: 'open' };

export interface Link {
  state(): LinkState;
  /** Opens and, when the device goes away, opens again with back-off until `close`. */
  start(): void;
  /** True when the operating system took the bytes; false, with none of them sent, when the link is not open. */
  send(bytes: Uint8Array): boolean;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  onState(listener: (state: LinkState) => void): () => void;
  /** Drops the present connection and opens a new one: for a device that answers nonsense or nothing. */
  restart(): void;
  /** Sends what is under way, then ends. */
  close(): Promise<void>;
}
