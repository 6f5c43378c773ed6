import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { KeptIdentity } from '../../../../../src-main/calling/ports/hub-identities.ts';
import type { DesksNow } from '../../../../../src-main/calling/steps/desks.ts';
import { createFeeds } from '../../../../../src-main/calling/wire/feeds.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

/** Real pages' feeds over the loopback; `made` lists the views made for them, in this order. */
async function openPages(deskIds: readonly (string | null)[]) {
  const clock = createManualClock(0);
  const made: string[] = [];
  // The contents of the views have their own tests.
  const now = {
    desk: (deskId: string) => made.push(deskId),
    hall: () => made.push('hall'),
  } as unknown as DesksNow;
  const feeds = createFeeds({ look: () => succeed(now), forget: () => undefined }, clock, () => null);
  const server = createServer((request, response) => {
    const deskId = deskIds[Number(request.url?.slice(1))] ?? null;
    const identity: KeptIdentity = {
      ...{ identityId: request.url ?? '', role: deskId === null ? 'hall' : 'desk', deskId, pairedAtMs: 0 },
      certificate: null,
    };
    feeds.open(identity, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    feeds.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  for (const at of deskIds.keys())
    await new Promise<void>((resolve) =>
      get({ host: '127.0.0.1', port, path: `/${at}` }, (page) => {
        page.on('error', () => undefined).once('data', () => resolve());
      }),
    );
  made.length = 0;
  return { feeds, clock, made };
}

test('every hall’s view is made before the first desk’s, in whatever order the pages came', async () => {
  const { feeds, clock, made } = await openPages(['taula-1', null, 'taula-2', null]);
  feeds.changed();
  clock.advance(200);
  expect(made).toEqual(['hall', 'hall', 'taula-1', 'taula-2']);
});

test('halls and the desk that acted are updated at once, the other desks a little later, and once for all changes', async () => {
  const { feeds, clock, made } = await openPages(['taula-1', 'taula-2', null]);
  feeds.changed('taula-2');
  feeds.changed();
  clock.advance(15);
  expect(made).toEqual(['hall', 'taula-2']);
  clock.advance(100);
  feeds.changed('taula-1');
  clock.advance(15);
  expect(made.slice(2)).toEqual(['hall', 'taula-1']);
  clock.advance(70);
  expect(made.slice(4)).toEqual(['hall', 'taula-1', 'taula-2']);
});

test('an office in which changes never stop still gets its updates', async () => {
  const { feeds, clock, made } = await openPages([null, 'taula-1']);
  for (let ms = 0; ms < 1_000; ms += 5) {
    feeds.changed();
    clock.advance(5);
  }
  expect(made.filter((page) => page === 'hall').length).toBeGreaterThan(40);
  expect(made.filter((page) => page === 'taula-1').length).toBeGreaterThanOrEqual(4);
});
