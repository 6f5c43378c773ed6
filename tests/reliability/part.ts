export interface PartOptions {
  n: number;
  seed: number;
  /** The number of the first case, from 0. `days` and `rot` use it to repeat one case alone. */
  from: number;
  /** Reports progress to a person; not part of the result. */
  progress: (line: string) => void;
  /** Whether to report every step, if the part can. */
  trace: boolean;
}

export interface PartReport {
  /** The number of broken promises. */
  violations: number;
  /** The number of broken promises in which something acknowledged is missing. */
  lost: number;
  /** The number of broken promises in which something is present more than once. */
  repeated: number;
  /** Variants that break a promise on purpose; the same checks must catch each of them. */
  control: { planted: number; caught: number };
}

export type Part = (options: PartOptions) => Promise<PartReport>;
