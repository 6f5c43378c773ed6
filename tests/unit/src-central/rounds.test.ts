import { expect, it, onTestFinished } from 'vitest';
import { roundOf, startRounds } from '../../../src-central/rounds.ts';

const database = {
  query: async <Row>() => [{ name: 'manresa' }, { name: 'Not a city' }, { name: 'terrassa' }] as Row[],
};

function logOf() {
  const lines: object[] = [];
  const logger = { warn: (words: object) => lines.push(words), error: (words: object) => lines.push(words) };
  return { lines, logger };
}

it('a city whose round fails stops no other city', async () => {
  const { lines, logger } = logOf();
  const done: string[] = [];
  const rounds = startRounds({ database, logger, event: 'failed', everyMs: 60_000 }, async (cityId) => {
    if (cityId === 'manresa') throw new Error('broken');
    done.push(cityId);
  });
  onTestFinished(() => rounds.stop());
  await rounds.look();
  expect(done).toEqual(['terrassa']);
  expect(lines).toEqual([{ event: 'failed', cityId: 'manresa', err: new Error('broken') }]);
});

it('a round that is ended begins no further city', async () => {
  const ending = new AbortController();
  const done: string[] = [];
  const look = roundOf({ database, ...logOf(), event: 'failed', ending: ending.signal }, async (cityId) => {
    done.push(cityId);
    ending.abort();
  });
  await look();
  expect(done).toEqual(['manresa']);
});

it('a look during a round waits for it', async () => {
  let rounds = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const ending = new AbortController().signal;
  const look = roundOf({ database, ...logOf(), event: 'failed', ending }, async (cityId) => {
    if (cityId === 'manresa') rounds += 1;
    await promise;
  });
  const both = Promise.all([look(), look()]);
  resolve();
  await both;
  expect(rounds).toBe(1);
});
