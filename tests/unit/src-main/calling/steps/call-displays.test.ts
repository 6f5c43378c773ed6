import { expect, test } from 'vitest';
import { HallCall } from '../../../../../src-main/calling/contract/hall.ts';
import type { CallToShow } from '../../../../../src-main/calling/ports/displays.ts';
import { createCallDisplays } from '../../../../../src-main/calling/steps/call-displays.ts';
import type { PublicCall } from '../../../../../src-main/calling/view/hall-feed.ts';
import { publicRows } from '../../../../../src-main/domain/public-rows.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const NOW = 1_000_000;
const call = (number: string, deskId: string, agoMs = 0): HallCall =>
  HallCall.parse({
    id: crypto.randomUUID(),
    number,
    deskId,
    desk: { ca: `Taula ${deskId}` },
    serviceId: 'padro',
    language: 'ca',
    calledAtMs: NOW - agoMs,
    times: 1,
    isRecall: false,
    isOver: false,
  });
const PROFILE = { services: [{ serviceId: 'padro', sensitive: false }] };
const calls = (...all: HallCall[]): PublicCall[] =>
  publicRows(
    all,
    PROFILE,
    ({ serviceId }) => [serviceId],
    (one) => one,
  );

test('the hall’s display shows the newest call and a desk’s its own; both are dark without a call or while the calls are unknown', () => {
  const clock = createManualClock(NOW);
  const shown = new Map<string | null, CallToShow | null>();
  const display = (deskId: string | null) => ({
    deskId,
    condition: () => 'ready' as const,
    show: (next: CallToShow | null) => void shown.set(deskId, next),
  });
  let now: readonly PublicCall[] | null = calls(call('A012', 'u', 500), call('A011', 'dos', 9_000));
  const showing = createCallDisplays({ displays: [null, 'dos', 'tres'].map(display), calls: () => now, clock });
  clock.advance(20);
  expect(shown.get(null)).toMatchObject({ number: 'A012', desk: 'Taula u', ageMs: 515 });
  expect(shown.get('dos')).toMatchObject({ number: 'A011', ageMs: 9_015 });
  expect(shown.get('tres')).toBeNull();
  now = calls({ ...call('A012', 'u', 500), isOver: true }, call('A011', 'dos', 9_000));
  showing.changed();
  clock.advance(20);
  expect(shown.get(null)).toMatchObject({ number: 'A011' });
  now = calls({ ...call('A012', 'u', 500), isOver: true });
  showing.changed();
  clock.advance(20);
  expect(shown.get(null)).toMatchObject({ number: 'A012' });
  now = [];
  showing.changed();
  clock.advance(20);
  expect([...shown.values()]).toEqual([null, null, null]);
  now = calls(call('A013', 'tres'));
  showing.changed();
  clock.advance(20);
  expect(shown.get('tres')).toMatchObject({ number: 'A013' });
  // The displays go dark if the disk cannot be read.
  now = null;
  clock.advance(4_000);
  expect([...shown.values()]).toEqual([null, null, null]);
  now = calls(call('A014', 'dos'));
  showing.close();
  clock.advance(60_000);
  expect(shown.get(null)).toBeNull();
});
