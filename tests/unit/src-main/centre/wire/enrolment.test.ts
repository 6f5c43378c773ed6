import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createEnrolment } from '../../../../../src-main/centre/wire/enrolment.ts';
import { EnrolmentState } from '../../../../../src-main/contract/centre/enrolment.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import { newSigningKey } from '../../../../../src-main/signing/keys.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const confirmed = () => {
  const state = EnrolmentState.parse({
    state: 'confirmed',
    kioskId: randomUUID(),
    cityId: 'terrassa',
    officeId: 'ajuntament',
    slot: 3,
    environment: 'test',
    storeEpoch: randomUUID(),
    centreKeys: [newSigningKey().publicKey],
  });
  if (state.state !== 'confirmed') throw new Error(state.state);
  return state;
};

test('tasks under the earlier name are stopped before the kiosk is paired under the new one', async () => {
  const seen: string[] = [];
  const enrolment = createEnrolment({
    memory: {
      enrolment: () => null,
      enrol() {
        // A task that ends just now runs as soon as this one is over.
        queueMicrotask(() => void seen.push(`a task ends, the kiosk is ${enrolment.state()}`));
        return succeed(null);
      },
      isRevoked: () => false,
      revoke: () => succeed(null),
      endStated: () => succeed(null),
    },
    deviceKey: {
      read: () => Promise.resolve(succeed(null)),
      keep: () => Promise.resolve(succeed('file' as const)),
      promoteNext: () => Promise.resolve(succeed(null)),
      wipe: () => succeed(null),
    },
    cityId: 'terrassa',
    identity: null,
    build: 'official',
    clock: createManualClock(0),
    log: { event: () => {} },
    isClosed: () => false,
    onTaken: () => void seen.push('stopped'),
  });
  expect(await enrolment.take(confirmed(), newSigningKey(), { slot: 0, incarnation: randomUUID() })).toBeNull();
  expect(seen).toEqual(['stopped', 'a task ends, the kiosk is paired']);
});
