export interface PartOptions {
  n: number;
  seed: number;
  /** Number of the first case, from 0: `days` and `rot` repeat one case without those before it. */
  from: number;
  /** Reports progress to a person; not part of the result. */
  progress: (line: string) => void;
  /** Report every step as well, where a part can. */
  trace: boolean;
}

export interface PartReport {
  /** How many promises were broken in all. */
  violations: number;
  /** Of these: acknowledged and missing. */
  lost: number;
  /** Of these: present more than once. */
  repeated: number;
  /** Variants that break a promise on purpose; the same checks must catch each of them. */
  control: { planted: number; caught: number };
}

export type Part = (options: PartOptions) => Promise<PartReport>;
