import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tellLight } from '../../../../src-main/shell/light.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('says each change once, and again what could not be written', () => {
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

test('without systemd nothing is written', () => {
  const folder = temporaryFolder();
  tellLight(undefined)(false);
  expect(existsSync(join(folder, 'light'))).toBe(false);
});
