import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isEnded,
  type PrintJob,
  type PrintJobEvent,
  type PrintJobState,
  stepPrintJob,
} from '../../../../src-main/domain/print-job.ts';

const events: Record<string, PrintJobEvent> = {
  attempt: { type: 'attempt' },
  printed: { type: 'ended', result: { kind: 'printed' } },
  'not-sent': { type: 'ended', result: { kind: 'not-sent', cause: 'paper-out' } },
  cancelled: { type: 'ended', result: { kind: 'cancelled', cause: 'cover-open' } },
  unknown: { type: 'ended', result: { kind: 'unknown', cause: 'link-lost' } },
  held: { type: 'held', cause: 'paper-out' },
  'give-up': { type: 'give-up', cause: 'expired' },
  'found-at-start': { type: 'found-at-start' },
};

describe('a print job', () => {
  test.each<[PrintJobState, keyof typeof events, PrintJobState, string | null]>([
    ['waiting', 'attempt', 'sending', null],
    ['waiting', 'held', 'waiting', 'paper-out'],
    ['waiting', 'give-up', 'not-sent', 'expired'],
    ['waiting', 'printed', 'waiting', null],
    ['waiting', 'not-sent', 'waiting', null],
    ['waiting', 'cancelled', 'waiting', null],
    ['waiting', 'unknown', 'waiting', null],
    ['waiting', 'found-at-start', 'not-sent', 'interrupted'],
    ['sending', 'printed', 'printed', null],
    ['sending', 'not-sent', 'waiting', 'paper-out'],
    ['sending', 'cancelled', 'cancelled', 'cover-open'],
    ['sending', 'unknown', 'unknown', 'link-lost'],
    ['sending', 'found-at-start', 'unknown', 'interrupted'],
    ['sending', 'attempt', 'sending', null],
    ['sending', 'held', 'sending', null],
    ['sending', 'give-up', 'sending', null],
  ])('%s, then %s, is %s', (state, event, expected, cause) => {
    const after = stepPrintJob({ state, cause: null }, events[event] as PrintJobEvent);
    expect(after).toEqual({ state: expected, cause });
  });

  test.each<PrintJobState>(['printed', 'not-sent', 'cancelled', 'unknown'])('%s is a final state', (state) => {
    const ended: PrintJob = { state, cause: 'paper-out' };
    for (const event of Object.values(events)) expect(stepPrintJob(ended, event)).toBe(ended);
  });

  test('is printed only if the printer says so, and only from "sending"', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(events)), { maxLength: 12 }), (names) => {
        let job: PrintJob = { state: 'waiting', cause: null };
        for (const name of names) {
          const before = job;
          job = stepPrintJob(job, events[name] as PrintJobEvent);
          if (job.state === 'printed' && before.state !== 'printed')
            expect([before.state, name]).toEqual(['sending', 'printed']);
          if (isEnded(before)) expect(job).toBe(before);
        }
      }),
    );
  });
});
