/** The core's source of time. The wall clock is for dates and times of day that people read; ages and deadlines use the monotonic clock. */
export interface Clock {
  /** Milliseconds since 1970, with fractions; may jump. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start, with fractions; never goes back. */
  monotonicMs(): number;
  after(delayMs: number, action: () => void): () => void;
}
