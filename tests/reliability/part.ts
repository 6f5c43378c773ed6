export interface PartOptions {
  n: number;
  seed: number;
  /** Number of the first case, from 0: `days` and `rot` repeat one case without those before it. */
  from: number;
  /** Tells a person how far it is; not part of the result. */
  progress: (line: string) => void;
  /** Tell every step as well, where a part can. */
  trace: boolean;
}

export interface PartReport {
  /** How often a promise was broken, whatever promise. */
  violations: number;
  /** Of these: said to be there and not there. */
  lost: number;
  /** Of these: there more than once. */
  repeated: number;
  /** Variants that break a promise on purpose; the same checks must catch each of them. */
  control: { planted: number; caught: number };
}

export type Part = (options: PartOptions) => Promise<PartReport>;
