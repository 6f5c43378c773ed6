import { z } from 'zod';

const Milliseconds = z.int().min(0).max(600_000);
const Bytes = z.array(z.int().min(0).max(255)).max(1_024);

/**
 * Faults of a simulated printer as data; times are in milliseconds. Paper, cover and cutter are mended after `mendedAfterMs`, or never if
 * it is absent.
 */
export const Fault = z.discriminatedUnion('kind', [
  /** Resets the connection, which loses unread bytes. On a pty only the bytes are lost. */
  z.strictObject({ kind: z.literal('reset') }),
  /** The printer ends its sending side and reads on. No effect on a pty. */
  z.strictObject({ kind: z.literal('half-close') }),
  /** Nothing passes in either direction; then a TCP connection is reset. */
  z.strictObject({ kind: z.literal('unplugged'), forMs: Milliseconds }),
  /** The printer accepts, answers and moves nothing, then continues. */
  z.strictObject({ kind: z.literal('stall'), forMs: Milliseconds }),
  /** The printer obeys commands, but its answers are lost. */
  z.strictObject({ kind: z.literal('silent'), forMs: Milliseconds }),
  /** Answers given within `forMs` are delayed by `byMs` and go to the host that is connected by then. */
  z.strictObject({ kind: z.literal('late-answers'), byMs: Milliseconds, forMs: Milliseconds }),
  /** The printer's next confirmation of a job carries a wrong process ID. */
  z.strictObject({ kind: z.literal('wrong-id') }),
  /** The printer sends its last confirmation of a job once more, immediately. */
  z.strictObject({ kind: z.literal('stale-id') }),
  z.strictObject({ kind: z.literal('garbage'), bytes: Bytes }),
  /** Sends these bytes instead of the next `count` answers. */
  z.strictObject({ kind: z.literal('garbled-answers'), bytes: Bytes, count: z.int().min(1).max(1_000) }),
  z.strictObject({ kind: z.literal('paper-out'), mendedAfterMs: Milliseconds.optional() }),
  z.strictObject({ kind: z.literal('cover-open'), mendedAfterMs: Milliseconds.optional() }),
  /** The blade sticks at its next cut. */
  z.strictObject({ kind: z.literal('cutter-stuck'), mendedAfterMs: Milliseconds.optional() }),
  z.strictObject({ kind: z.literal('head-hot'), forMs: Milliseconds }),
  /** The printer forgets everything and is unreachable for `offMs`. */
  z.strictObject({ kind: z.literal('power-cycle'), offMs: Milliseconds }),
  z.strictObject({ kind: z.literal('slow'), speedMmPerS: z.number().min(1).max(100_000) }),
]);
export type Fault = z.infer<typeof Fault>;

/**
 * A fault and the moment at which it happens, once. A job begins with `ESC @`. `atByte` counts its bytes, `atLine` the printed lines and
 * feeds since the last cut; with neither, the fault happens at the start of the job. `atJob` is 1 for the first job after the plan was set;
 * if absent, the next matching job.
 */
export const ScriptedFault = z.strictObject({
  atJob: z.int().min(1).optional(),
  atByte: z.int().min(1).optional(),
  atLine: z.int().min(1).optional(),
  fault: Fault,
});
export type ScriptedFault = z.infer<typeof ScriptedFault>;

export interface FaultScript {
  plan(faults: readonly ScriptedFault[]): void;
  /** Counts received bytes up to the first at which a fault is due. Returns how many passed and the faults due. */
  pass(bytes: Uint8Array): { passed: number; due: Fault[] };
  line(): Fault[];
  cut(): void;
}

const ESC = 0x1b;
const RESET = 0x40;
const JOB_HEAD_BYTES = 2;

export function createFaultScript(): FaultScript {
  let waiting: (ScriptedFault & { afterJob: number })[] = [];
  let jobNo = 0;
  let byteNo = 0;
  let lineNo = 0;
  let before = 0;

  function takeDue(isDue: (entry: ScriptedFault) => boolean): Fault[] {
    const due = waiting.filter(
      (entry) =>
        jobNo > entry.afterJob && (entry.atJob === undefined || jobNo === entry.afterJob + entry.atJob) && isDue(entry),
    );
    if (due.length > 0) waiting = waiting.filter((entry) => !due.includes(entry));
    return due.map((entry) => entry.fault);
  }

  return {
    plan(faults) {
      waiting = faults.map((entry) => ({ ...entry, afterJob: jobNo }));
    },
    pass(bytes) {
      for (const [index, byte] of bytes.entries()) {
        byteNo += 1;
        if (before === ESC && byte === RESET) {
          jobNo += 1;
          byteNo = JOB_HEAD_BYTES;
        }
        before = byte;
        if (waiting.length === 0) continue;
        const due = takeDue(({ atByte, atLine }) =>
          atLine !== undefined ? false : byteNo === Math.max(JOB_HEAD_BYTES, atByte ?? 0),
        );
        if (due.length > 0) return { passed: index + 1, due };
      }
      return { passed: bytes.length, due: [] };
    },
    line() {
      lineNo += 1;
      return takeDue(({ atLine }) => atLine === lineNo);
    },
    cut() {
      lineNo = 0;
    },
  };
}
