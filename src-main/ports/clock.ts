/** The only source of time. The wall clock is for people; ages and deadlines use the monotonic one. */
export interface Clock {
  /** Milliseconds since 1970, with fractions; may jump. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start, with fractions; never goes back. */
  monotonicMs(): number;
  /** Runs `action` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, action: () => void): () => void;
}
