import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellLight } from '../../../../src-main/shell/light.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a change of the light is written once, and again if it could not be written', () => {
  const folder = join(temporaryFolder(), 'run');
  const file = join(folder, 'light');
  const light = tellLight(folder);
  light(false);
  mkdirSync(folder);
  light(false);
  expect(readFileSync(file, 'utf8')).toBe('dark\n');
  const { ino } = statSync(file);
  light(false);
  expect(statSync(file).ino).toBe(ino);
  light(true);
  expect(readFileSync(file, 'utf8')).toBe('lit\n');
  rmSync(folder, { recursive: true });
  expect(() => light(false)).not.toThrow();
});

test('a change of the light is written once more after two seconds, and no older state in between', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'light');
  const light = tellLight(folder);
  light(false);
  vi.advanceTimersByTime(1_000);
  light(true);
  const { ino } = statSync(file);
  vi.advanceTimersByTime(1_500);
  expect(statSync(file).ino).toBe(ino);
  vi.advanceTimersByTime(1_000);
  expect(readFileSync(file, 'utf8')).toBe('lit\n');
  expect(statSync(file).ino).not.toBe(ino);
});

test('no file is written without systemd', () => {
  const folder = temporaryFolder();
  tellLight(undefined)(false);
  expect(existsSync(join(folder, 'light'))).toBe(false);
});
