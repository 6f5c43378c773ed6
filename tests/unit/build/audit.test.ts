import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isUrgent, vulnerabilitiesIn } from '../../../build/audit.ts';
import { readLock } from '../../../build/locked-packages.ts';
import { repositoryRoot } from '../../../build/runtime.ts';

const LOCK = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', dev: true } };
const of = (name: string, severity: string) => ({
  name,
  severity,
  range: '<1.0.1',
  nodes: [`node_modules/${name}`],
  isDirect: true,
  fixAvailable: true,
  via: [{ source: 1, title: 'reads too far', url: 'https://example.org/advisory' }, 'another'],
});

test('a report lists vulnerabilities of shipped packages first, and only a high one among them blocks a release', () => {
  const answer = {
    auditReportVersion: 2,
    vulnerabilities: { b: of('b', 'critical'), a: of('a', 'high') },
    metadata: {},
  };
  const found = vulnerabilitiesIn(answer, LOCK, '') ?? [];
  expect(found.map(({ name, ships }) => [name, ships])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(found.map(isUrgent)).toEqual([true, false]);
  expect(found[0]?.advisories).toEqual([{ title: 'reads too far', url: 'https://example.org/advisory' }]);
});

test('a vulnerability in Electron or in a package of a bundle blocks a release, though the lock file lists it for development', () => {
  const names = ['electron', '@phosphor-icons/core', 'electron-builder'];
  const vulnerabilities = Object.fromEntries(names.map((name) => [name, of(name, 'critical')]));
  const notices = readFileSync(join(repositoryRoot, 'build', 'NOTICES'), 'utf8');
  const found = vulnerabilitiesIn({ auditReportVersion: 2, vulnerabilities }, readLock(), notices) ?? [];
  expect(found.map((one) => [one.name, isUrgent(one)])).toEqual([
    ['@phosphor-icons/core', true],
    ['electron', true],
    ['electron-builder', false],
  ]);
});

test('a registry that does not answer gives no report, instead of an empty one', () => {
  for (const answer of [null, {}, { message: '405 Method Not Allowed', statusCode: 405 }])
    expect(vulnerabilitiesIn(answer, LOCK, '')).toBeNull();
});
