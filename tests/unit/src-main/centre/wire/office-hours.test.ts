import { expect, test } from 'vitest';
import type { Enrolment } from '../../../../../src-main/centre/ports/centre-memory.ts';
import { unreachable } from '../../../../../src-main/centre/wire/call-fault.ts';
import type { CentreClient } from '../../../../../src-main/centre/wire/centre-client.ts';
import { createOfficeHours } from '../../../../../src-main/centre/wire/office-hours.ts';
import { refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { newSigningKey } from '../../../../../src-main/signing/keys.ts';
import { service } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

function hoursOf(client: { ask(name: string, given: { body: object }): Promise<unknown> }) {
  const enrolment = { kioskId: 'one', cityId: 'terrassa', officeId: 'demonstration' } as unknown as Enrolment;
  const key = newSigningKey();
  return createOfficeHours({
    client: client as unknown as Pick<CentreClient, 'ask'>,
    enrolment: () => enrolment,
    key: () => key,
    clock: createManualClock(0),
  });
}

test('a kiosk holds an hour without its own secret if a centre of an earlier release refuses the secret', async () => {
  const asked: unknown[] = [];
  const hours = hoursOf({
    ask(_name, { body }) {
      asked.push(body);
      const refused = {
        ...unreachable('old'),
        kind: 'central-refused',
        problemKind: 'malformed-request',
        signed: true,
      };
      return Promise.resolve('hold' in body ? refuse(refused) : succeed({ body: { hold: 'theirs' } }));
    },
  });
  const hour = {
    door: 'desk',
    errand: service('empadronament'),
    start: '2026-12-01T10:00:00.000Z',
    language: 'ca',
  } as const;
  expect(await hours.hold({ ...hour, hold: 'own' })).toEqual({ ok: true, value: { hold: 'theirs' } });
  expect(asked).toEqual([{ ...hour, hold: 'own' }, hour]);
});

test('an hour whose release did not reach the centre is released once the centre answers again, each hour once', async () => {
  const asked: unknown[] = [];
  const network = { is: 'cut' as 'cut' | 'busy' | 'there' };
  const hours = hoursOf({
    ask(name, { body }) {
      asked.push([name, body]);
      if (network.is === 'cut') return Promise.resolve(refuse(unreachable('cut')));
      // A signed answer counts as contact with the centre.
      hours.heard();
      if (network.is === 'there') return Promise.resolve(succeed({ body: null }));
      return Promise.resolve(refuse({ ...unreachable('busy'), kind: 'central-busy', signed: true }));
    },
  });
  const releaseOf = (hold: string) => ['releaseKioskHour', { hold }];
  const settled = () => new Promise(setImmediate);

  hours.release('one');
  await settled();
  hours.release('two');
  await settled();
  network.is = 'busy';
  hours.heard();
  await settled();
  expect(asked).toEqual([releaseOf('one'), releaseOf('one'), releaseOf('one')]);
  network.is = 'there';
  hours.heard();
  await settled();
  hours.heard();
  await settled();
  expect(asked.slice(3)).toEqual([releaseOf('one'), releaseOf('two')]);
});

test('an hour that is released again while its first release is under way is released twice', async () => {
  const asked: unknown[] = [];
  let answer: () => void = () => undefined;
  const hours = hoursOf({
    async ask(_name, { body }) {
      asked.push(body);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return succeed({ body: null });
    },
  });
  const settled = () => new Promise(setImmediate);
  hours.release('one');
  await settled();
  hours.release('one');
  for (const times of [2, 2]) {
    answer();
    await settled();
    expect(asked).toEqual(Array.from({ length: times }, () => ({ hold: 'one' })));
  }
});
