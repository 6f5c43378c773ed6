import { runCentre } from './centre/part.ts';
import { runClock } from './clock/part.ts';
import { runCorrupt } from './corrupt/part.ts';
import { runFullDisk } from './full-disk/part.ts';
import { runKill } from './kill/part.ts';
import { runModel } from './model/part.ts';
import { runPower } from './power/part.ts';
import { stormPrinting } from './printing/part.ts';
import { fuzzScanner } from './scanner/part.ts';
import { runSockets } from './sockets/part.ts';
import { fuzzStatus } from './status-fuzz.ts';
import { runSync } from './sync/part.ts';

export interface PartOptions {
  n: number;
  seed: number;
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

/** Every part of Torn that is tried by chance, under the name that `--only` takes. */
export const PARTS: Readonly<Record<string, Part>> = {
  printing: stormPrinting,
  status: fuzzStatus,
  scanner: fuzzScanner,
  model: runModel,
  kill: runKill,
  power: runPower,
  'full-disk': runFullDisk,
  corrupt: runCorrupt,
  clock: runClock,
  sync: runSync,
  centre: runCentre,
  sockets: runSockets,
};
