export interface PartOptions {
  n: number;
  seed: number;
  /** The index of the first case, from 0. `booking`, `days`, `from-home`, `robot` and `rot` use it to repeat one case alone. */
  from: number;
  progress: (line: string) => void;
  trace: boolean;
}

export interface PartReport {
  violations: number;
  /** The number of violations in which an acknowledged item is missing. */
  lost: number;
  /** The number of violations in which an item is present more than once. */
  repeated: number;
  /** `planted`: the number of planted faults; `caught`: how many of them the same checks noticed. Both must be equal. */
  control: { planted: number; caught: number };
}

export type Part = (options: PartOptions) => Promise<PartReport>;
