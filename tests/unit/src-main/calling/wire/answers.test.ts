import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createBrowserAnswers } from '../../../../../src-main/calling/wire/browser-answers.ts';
import { createKioskAnswers } from '../../../../../src-main/calling/wire/kiosk-answers.ts';
import { createPairings } from '../../../../../src-main/calling/wire/pairings.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const ORDER = { orderId: randomUUID(), ageMs: 0, kind: 'resume' } as const;
const DONE = succeed({ ticketId: null, number: null });

test('the core refuses a browser that the thread still takes for paired, or for a desk', async () => {
  const clock = createManualClock(Date.parse('2026-11-24T09:00:00Z'));
  const { hubIdentities: identities } = openTestStore(temporaryFolder(), clock);
  const done: string[] = [];
  const answer = createBrowserAnswers({
    identities,
    pairings: createPairings(identities, clock),
    feeds: { open: () => done.push('feed') },
    desks: { has: (deskId) => deskId === 'taula-1', look: () => succeed(never()), hallPicture: () => null },
    help: { shown: () => done.push('shows') },
    say: () => Promise.resolve(null),
    order(deskId) {
      done.push(`order of ${deskId}`);
      return Promise.resolve(DONE);
    },
    onAsked: () => undefined,
    onSeen: () => undefined,
  });
  const pair = (token: string, role: 'desk' | 'hall', deskId: string | null): string => {
    const identityId = randomUUID();
    expect(identities.add({ identityId, role, deskId, pairedAtMs: 0, certificate: null }, token).ok).toBe(true);
    return identityId;
  };
  const [desk, elsewhere, hall] = ['d', 'e', 'h'].map((one) => one.repeat(43)) as [string, string, string];
  const identityId = pair(desk, 'desk', 'taula-1');
  pair(elsewhere, 'desk', 'taula-9');
  pair(hall, 'hall', null);
  const statusOf = async (token: string): Promise<readonly number[]> => [
    (await answer({ call: 'order', token, body: ORDER })).status,
    (await answer({ call: 'shows', token, body: { helpIds: [] } })).status,
    (await answer({ call: 'open-feed', token, role: 'desk', feedId: 1 })).status,
  ];
  expect(await statusOf(desk)).toEqual([200, 200, 200]);
  expect(done.splice(0)).toEqual(['order of taula-1', 'shows', 'feed']);
  identities.end(identityId);
  for (const token of [desk, elsewhere, hall]) expect(await statusOf(token)).toEqual([401, 401, 401]);
  expect(done).toEqual([]);
});

function never(): never {
  throw new Error('not asked');
}

test('the core refuses a kiosk that the thread still takes for paired', async () => {
  const [paired, other] = ['p'.repeat(43), 'o'.repeat(43)];
  let pins: readonly string[] = [paired];
  const done: string[] = [];
  const answer = createKioskAnswers({
    kioskId: () => null,
    look: () => undefined,
    hasDesk: () => true,
    wasAsked: () => undefined,
    kiosks: { all: () => pins } as Parameters<typeof createKioskAnswers>[0]['kiosks'],
    feed: { officeId: 'office' } as Parameters<typeof createKioskAnswers>[0]['feed'],
    help: { said: never, onChange: () => () => undefined },
    order(deskId) {
      done.push(deskId);
      return DONE;
    },
    numbers: { give: () => null, bringBack: () => true },
    clock: createManualClock(0),
  });
  const statusOf = async (pin: string, officeId = 'office'): Promise<number> =>
    (await answer({ call: 'orders', pin, body: { officeId, deskId: 'taula-1', order: ORDER } })).status;
  expect(await statusOf(paired)).toBe(200);
  expect(await statusOf(paired, 'another')).toBe(403);
  expect(await statusOf(other)).toBe(401);
  pins = [];
  expect(await statusOf(paired)).toBe(401);
  expect(done).toEqual(['taula-1']);
});
