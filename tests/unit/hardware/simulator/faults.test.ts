import { describe, expect, test } from 'vitest';
import { createFaultScript, ScriptedFault } from '../../../../hardware/simulator/faults.ts';

const RESET = { kind: 'reset' } as const;
const COVER = { kind: 'cover-open' } as const;
const JOB = Uint8Array.from([0x1b, 0x40, ...Buffer.from('ticket')]);
const QUESTION = Uint8Array.of(0x10, 0x04, 0x01);

describe('a script of faults', () => {
  test('stops once after the byte of a job at which it happens', () => {
    const script = createFaultScript();
    script.plan([{ atByte: 5, fault: RESET }]);
    expect(script.pass(QUESTION)).toEqual({ passed: 3, due: [] });
    expect(script.pass(JOB)).toEqual({ passed: 5, due: [RESET] });
    expect(script.pass(JOB.subarray(5))).toEqual({ passed: 3, due: [] });
    expect(script.pass(JOB)).toEqual({ passed: 8, due: [] });
  });

  test('counts over pieces of any size', () => {
    const script = createFaultScript();
    script.plan([{ atByte: 4, fault: RESET }]);
    const due = Array.from(JOB, (byte) => script.pass(Uint8Array.of(byte)).due.length);
    expect(due).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });

  test('waits for its job, counted from where it was set', () => {
    const script = createFaultScript();
    script.pass(JOB);
    script.plan([{ atJob: 2, fault: COVER }]);
    expect(script.pass(JOB).due).toEqual([]);
    expect(script.pass(JOB)).toEqual({ passed: 2, due: [COVER] });
  });

  test('counts printed lines since the last cut', () => {
    const script = createFaultScript();
    script.plan([{ atLine: 2, fault: COVER }]);
    script.pass(JOB);
    expect(script.line()).toEqual([]);
    script.cut();
    expect(script.line()).toEqual([]);
    expect(script.line()).toEqual([COVER]);
    expect(script.line()).toEqual([]);
  });

  test('with a byte beyond the end of a job happens in the next job that is long enough', () => {
    const script = createFaultScript();
    script.plan([{ atByte: 9, fault: RESET }]);
    expect(script.pass(JOB).due).toEqual([]);
    expect(script.pass(Uint8Array.of(...JOB, 0x0a)).due).toEqual([RESET]);
  });

  test('can be cleared', () => {
    const script = createFaultScript();
    script.plan([{ atByte: 3, fault: RESET }]);
    script.plan([]);
    expect(script.pass(JOB).due).toEqual([]);
  });

  test('is data: an unknown fault or field is refused', () => {
    expect(ScriptedFault.safeParse({ atByte: 7, fault: { kind: 'stall', forMs: 300 } }).success).toBe(true);
    expect(ScriptedFault.safeParse({ atByte: 0, fault: RESET }).success).toBe(false);
    expect(ScriptedFault.safeParse({ fault: { kind: 'fire' } }).success).toBe(false);
    expect(ScriptedFault.safeParse({ fault: { kind: 'reset', hard: true } }).success).toBe(false);
  });
});
