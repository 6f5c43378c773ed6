import { expect, test } from 'vitest';
import { killCores } from './part.ts';

test('a core killed 10 times keeps every ticket it answered, and no number comes out twice', async () => {
  const { complaints, answers, papers } = await killCores({ kills: 10, seed: 1 });
  expect(complaints).toEqual([]);
  expect(answers).toBeGreaterThan(10);
  expect(papers).toBeGreaterThan(3);
});

test('a disk that forgets is noticed by lost tickets and by numbers that come out twice', async () => {
  const { complaints } = await killCores({ kills: 8, seed: 1, stations: 1, forgets: true });
  const promises = complaints.map(({ promise }) => promise);
  expect(promises).toContain('lost');
  expect(promises).toContain('two-papers');
});
