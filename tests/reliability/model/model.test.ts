import { describe, expect, test } from 'vitest';
import { tryModel, trySeeds } from './part.ts';
import { runSeed } from './schedule.ts';
import { CONTROLS, PRODUCT } from './variants.ts';

test('500 offices of 600 steps keep every promise, with enough papers, crashes and losses', () => {
  const { shortest, counts } = trySeeds(PRODUCT, 1, 500);
  expect(shortest).toBeNull();
  expect(counts.papers).toBeGreaterThan(20_000);
  expect(counts.crashes).toBeGreaterThan(5_000);
  expect(counts.jumps).toBeGreaterThan(1_000);
  expect(counts.restores).toBeGreaterThan(500);
  expect(counts.journalLosses).toBeGreaterThan(500);
  expect(counts.doubleLosses).toBeGreaterThan(100);
  expect(counts.given).toBeGreaterThan(2_000);
});

describe('the same scheduler, with numbers given by', () => {
  const broken = CONTROLS.flatMap((control) => [...control.checks].map((invariant) => ({ control, invariant })));
  test.each(broken.map((each) => [each.control.name, each.invariant, each.control] as const))(
    '%s: catches that it breaks %s',
    (_name, invariant, control) => {
      const { broken } = trySeeds({ ...control, checks: new Set([invariant]) }, 1, 100);
      expect(broken[invariant]).toBeGreaterThan(0);
    },
  );
});

test('the same seed gives the same story, traced or not, and a different seed a different story', () => {
  const tellStory = (seed: number) => {
    const story: string[] = [];
    runSeed(PRODUCT, seed, (line) => story.push(line));
    return story;
  };
  expect(tellStory(3)).toEqual(tellStory(3));
  expect(tellStory(3)).not.toEqual(tellStory(4));
  expect(runSeed(PRODUCT, 3).counts).toEqual(runSeed(PRODUCT, 3, () => {}).counts);
});

test('a report counts broken promises and how to reproduce each', () => {
  const lines: string[] = [];
  const report = tryModel({ n: 3, from: 0, seed: 1, trace: false, progress: (line) => lines.push(line) }, 40);
  expect(report).toEqual({
    violations: 0,
    lost: 0,
    repeated: 0,
    control: { planted: CONTROLS.length, caught: CONTROLS.length },
  });
  expect(lines.filter((line) => /^control \d+, .* --seed \d+, \d+ steps to /.test(line))).toHaveLength(CONTROLS.length);
});

test('a control that cannot fail counts as not caught', () => {
  const lines: string[] = [];
  const report = tryModel({ n: 1, from: 0, seed: 1, trace: false, progress: (line) => lines.push(line) }, 0);
  expect(report.control).toEqual({ planted: CONTROLS.length, caught: 0 });
  expect(lines.filter((line) => line.endsWith('NOT caught'))).toHaveLength(CONTROLS.length);
});
