import { describe, expect, test } from 'vitest';
import { USUAL_WAITING_TIMES, WaitingTimes } from '../../../../../src-main/contract/shared/waiting-times.ts';

const refused = (settings: object): string[] => {
  const result = WaitingTimes.safeParse(settings);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`);
};

describe('the waiting times of an office', () => {
  test('are the times of EN 301 549 by default', () => {
    expect(USUAL_WAITING_TIMES).toMatchObject({ warningSeconds: 20, quietSeconds: { step: 40, ticket: 30 } });
  });

  test('warn for twenty seconds at least: less is refused, with field and reason', () => {
    expect(refused({ warningSeconds: 20 })).toEqual([]);
    expect(refused({ warningSeconds: 19 })).toEqual([
      'warningSeconds: a warning must be shown for at least 20 seconds (EN 301 549, WCAG 2.2.1)',
    ]);
  });

  test('leave a ticket on the screen for half a minute to five minutes', () => {
    expect(refused({ quietSeconds: { ticket: 30 } })).toEqual([]);
    expect(refused({ quietSeconds: { ticket: 300 } })).toEqual([]);
    for (const ticket of [29, 301])
      expect(refused({ quietSeconds: { ticket } })).toEqual([expect.stringContaining('quietSeconds/ticket')]);
  });

  test('may have a silent chime', () => {
    expect(refused({ chimePercent: 0 })).toEqual([]);
  });
});
