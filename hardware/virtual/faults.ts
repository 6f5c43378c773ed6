import { z } from 'zod';

const Milliseconds = z.int().min(0).max(600_000);
const Bytes = z.array(z.int().min(0).max(255)).max(1_024);

/**
 * Faults as data. Times are milliseconds. What a person mends (paper, cover, cutter) is mended after `mendedAfterMs`,
 * or never when it is absent.
 */
export const Fault = z.discriminatedUnion('kind', [
  /** The connection is reset; what was not read is lost. A pty has no connection to reset, and loses the same. */
  z.strictObject({ kind: z.literal('reset') }),
  /** The printer's side says it will send no more, and goes on reading. Nothing on a pty. */
  z.strictObject({ kind: z.literal('half-close') }),
  /** Nothing passes in either direction; then a TCP connection is reset. */
  z.strictObject({ kind: z.literal('unplugged'), forMs: Milliseconds }),
  /** It takes nothing, says nothing and moves nothing; afterwards it goes on. */
  z.strictObject({ kind: z.literal('stall'), forMs: Milliseconds }),
  /** It obeys, and what it says is lost. */
  z.strictObject({ kind: z.literal('silent'), forMs: Milliseconds }),
  /** What it says in this time comes so much later, over whatever connection there is by then. */
  z.strictObject({ kind: z.literal('late-answers'), byMs: Milliseconds, forMs: Milliseconds }),
  /** The next proof bears another ID. */
  z.strictObject({ kind: z.literal('wrong-id') }),
  /** It proves its last ID again, here and now. */
  z.strictObject({ kind: z.literal('stale-id') }),
  /** It says this here and now. */
  z.strictObject({ kind: z.literal('garbage'), bytes: Bytes }),
  /** It says this instead of its next `count` answers. */
  z.strictObject({ kind: z.literal('garbled-answers'), bytes: Bytes, count: z.int().min(1).max(1_000) }),
  z.strictObject({ kind: z.literal('paper-out'), mendedAfterMs: Milliseconds.optional() }),
  z.strictObject({ kind: z.literal('cover-open'), mendedAfterMs: Milliseconds.optional() }),
  /** The blade sticks at its next cut. */
  z.strictObject({ kind: z.literal('cutter-stuck'), mendedAfterMs: Milliseconds.optional() }),
  z.strictObject({ kind: z.literal('head-hot'), forMs: Milliseconds }),
  /** Everything it held is forgotten; it is not there for `offMs`. */
  z.strictObject({ kind: z.literal('power-cycle'), offMs: Milliseconds }),
  z.strictObject({ kind: z.literal('slow'), speedMmPerS: z.number().min(1).max(100_000) }),
]);
export type Fault = z.infer<typeof Fault>;

/**
 * When a fault happens, once. A job begins with `ESC @`. `atByte` counts its bytes, `atLine` the lines of print since the last cut;
 * with neither the fault happens as the job begins. `atJob` is 1 for the first job after the script was set; without it the next
 * job that gets there.
 */
export const ScriptedFault = z.strictObject({
  atJob: z.int().min(1).optional(),
  atByte: z.int().min(1).optional(),
  atLine: z.int().min(1).optional(),
  fault: Fault,
});
export type ScriptedFault = z.infer<typeof ScriptedFault>;

export interface FaultScript {
  /** What was planned before and has not happened is forgotten. */
  plan(faults: readonly ScriptedFault[]): void;
  /** Counts bytes up to the first at which something happens; how many these are, and what happens then. */
  pass(bytes: Uint8Array): { passed: number; due: Fault[] };
  /** Counts a line of print. */
  line(): Fault[];
  cut(): void;
}

const ESC = 0x1b;
const RESET = 0x40;
/** `ESC @`. */
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
