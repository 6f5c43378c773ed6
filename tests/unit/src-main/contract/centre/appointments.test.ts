import { describe, expect, it } from 'vitest';
import { AppointmentOrder, AppointmentReference } from '../../../../../src-main/contract/centre/appointments.ts';

const order = { officeId: 'oac-dido', serviceId: 'tramits', start: '2026-11-26T09:00:00Z' };
const complaintsAbout = (result: { error?: { issues: { code: string }[] } | undefined }): string[] =>
  (result.error?.issues ?? []).map(({ code }) => code);

describe('a name that is stored', () => {
  it.each(['12345678', 'AAB123456', '12345678%5A', 'X1234567'])('cannot be %s', (text) => {
    expect(complaintsAbout(AppointmentReference.safeParse(text))).toEqual(['custom']);
  });

  it('may be the same text as a code, which is hashed', () => {
    expect(complaintsAbout(AppointmentOrder.safeParse({ ...order, code: 'AAB123456' }))).toEqual([]);
    expect(complaintsAbout(AppointmentOrder.safeParse({ ...order, code: '12345678%5A' }))).toEqual(['custom']);
  });
});

describe('a name or a code that a booking system gives', () => {
  it('is refused for its length alone if it is too long, without a search for numbers', () => {
    const long = '+'.repeat(16_000);
    expect(complaintsAbout(AppointmentReference.safeParse(long))).toEqual(['too_big']);
    expect(complaintsAbout(AppointmentOrder.safeParse({ ...order, code: long }))).toEqual(['too_big']);
  });

  it('is refused for a number in it at its greatest length', () => {
    expect(complaintsAbout(AppointmentReference.safeParse(`${'W'.repeat(91)}12345678Z`))).toEqual(['custom']);
    expect(complaintsAbout(AppointmentOrder.safeParse({ ...order, code: `${'W'.repeat(81)}12345678Z` }))).toEqual([
      'custom',
    ]);
    expect(complaintsAbout(AppointmentReference.safeParse('W'.repeat(100)))).toEqual([]);
  });
});
