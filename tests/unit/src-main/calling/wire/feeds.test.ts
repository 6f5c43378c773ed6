import { expect, test } from 'vitest';
import type { KeptIdentity } from '../../../../../src-main/calling/ports/hub-identities.ts';
import type { DesksNow } from '../../../../../src-main/calling/steps/desks.ts';
import { createFeeds } from '../../../../../src-main/calling/wire/feeds.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

/** Open pages. `made` lists the views in the sequence in which they were made; `sent` lists, for each text, the pages that got it. */
function openPages(deskIds: readonly (string | null)[]) {
  const clock = createManualClock(0);
  const [made, sent, ended, closed]: [string[], (readonly number[])[], number[], string[]] = [[], [], [], []];
  // The content of the views has its own tests.
  const now = {
    desk: (deskId: string) => made.push(deskId),
    hall: () => made.push('hall'),
  } as unknown as DesksNow;
  const feeds = createFeeds(
    { look: () => succeed(now), forget: () => undefined },
    clock,
    () => null,
    { send: (feedIds) => void sent.push(feedIds), end: (feedId) => void ended.push(feedId) },
    (identityId) => void closed.push(identityId),
  );
  function open(feedId: number, identityId: string, deskId: string | null): void {
    const role = deskId === null ? 'hall' : 'desk';
    const identity: KeptIdentity = { identityId, role, deskId, pairedAtMs: 0, certificate: null };
    feeds.open(feedId, identity);
  }
  for (const [at, deskId] of deskIds.entries()) open(at, `browser-${at}`, deskId);
  made.length = 0;
  sent.length = 0;
  return { feeds, clock, made, sent, ended, closed, open };
}

test('at each moment the halls’ view is made once, before the first desk’s, in whatever order the pages came', () => {
  const { feeds, clock, made, sent } = openPages(['taula-1', null, 'taula-2', null]);
  feeds.changed();
  clock.advance(200);
  expect(made).toEqual(['hall', 'hall', 'taula-1', 'taula-2']);
  expect(sent.slice(-3)).toEqual([[1, 3], [0], [2]]);
});

test('halls and the desk that acted are updated at once, the other desks a little later, and once for all changes', () => {
  const { feeds, clock, made } = openPages(['taula-1', 'taula-2', null]);
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

test('an office in which changes never stop still gets its updates', () => {
  const { feeds, clock, made } = openPages([null, 'taula-1']);
  for (let ms = 0; ms < 1_000; ms += 5) {
    feeds.changed();
    clock.advance(5);
  }
  expect(made.filter((page) => page === 'hall').length).toBeGreaterThan(40);
  expect(made.filter((page) => page === 'taula-1').length).toBeGreaterThanOrEqual(4);
});

test('a browser’s fifth page closes its oldest, and a browser is gone once its last page left', () => {
  const { feeds, ended, closed, open } = openPages([]);
  for (const feedId of [1, 2, 3, 4, 5]) open(feedId, 'browser', 'taula-1');
  expect(ended).toEqual([1]);
  for (const feedId of [1, 2, 3, 4]) feeds.left(feedId);
  expect(closed).toEqual([]);
  feeds.left(5);
  expect(closed).toEqual(['browser']);
});

test('every browser is gone with the server that held its pages', () => {
  const { feeds, closed, clock, sent } = openPages(['taula-1', null]);
  feeds.lost();
  expect(closed).toEqual(['browser-0', 'browser-1']);
  feeds.changed();
  clock.advance(60_000);
  expect(sent).toEqual([]);
});
