import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { faultsOfTests, testsOf } from '../../evidence/answers.ts';
import { ALGORITHMS, faultsOfAlgorithms } from '../../evidence/ens/algorithms.ts';
import { faultsOfAnnex, type Measure, readMeasures } from '../../evidence/ens/measures.ts';
import { securityPage } from '../../evidence/ens/page.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { rows: measures, faults } = readMeasures();
const OF = {
  root: repositoryRoot,
  version: '1.2.3',
  date: '2026-11-30',
  city: 'Ajuntament de Prova',
  results: [],
  isComplete: true,
};
const says = { ca: 'Ho fa.', es: 'Lo hace.' };
const row = (...parts: readonly unknown[]) => ({ code: 'org.1', name: says, media: 'aplica', parts });
const shown = { kind: 'evidence', says, tests: ['tests/a.test.ts: counts %i'] };
const read = (...parts: readonly unknown[]): Measure[] => readMeasures([row(...parts)]).rows;

describe('the measures of the ENS', () => {
  test('are those of Annex II, each once and answered, and each named test exists', () => {
    expect([...faults, ...faultsOfAnnex(measures), ...faultsOfTests(repositoryRoot, measures, [])]).toEqual([]);
    expect(measures).toHaveLength(73);
    expect(measures.filter(({ media }) => media !== null)).toHaveLength(68);
  });

  test('are refused without one of the annex, with one twice, with an unknown one, and with one unanswered', () => {
    const [first, ...others] = measures;
    if (first === undefined) throw new Error('no measure');
    expect(faultsOfAnnex(others)).toEqual(['org.1: is missing']);
    expect(faultsOfAnnex([first, ...measures])).toEqual(['org.1: is there twice']);
    expect(faultsOfAnnex([...measures, { ...first, code: 'org.5' }])).toEqual(['org.5: Annex II has no such measure']);
    expect(faultsOfAnnex([{ ...first, parts: [] }, ...others])).toEqual(['org.1: no test, no duty and no gap']);
    expect(faultsOfAnnex([{ ...first, media: null }, ...others])).toEqual([
      'org.1: category media asks aplica, not null',
    ]);
    expect(faultsOfAnnex([{ ...first, media: '+R1' }, ...others])).toEqual([
      'org.1: category media asks aplica, not +R1',
    ]);
  });

  test.each([
    ['a duty without an owner', { kind: 'duty', says }],
    ['a duty of an unknown owner', { kind: 'duty', of: 'nobody', says }],
    ['evidence without tests', { ...shown, tests: [] }],
    ['a test without its file', { ...shown, tests: ['counts %i'] }],
    ['a gap without a sentence in Spanish', { kind: 'gap', says: { ca: 'Hi falta.' } }],
    ['an empty sentence', { kind: 'gap', says: { ca: 'Hi falta.', es: ' ' } }],
  ])('are refused with %s', (_, part) => {
    expect(readMeasures([row(part)])).toEqual({ rows: [], faults: [expect.stringMatching(/^org\.1: parts\.0\./)] });
    expect(readMeasures([row(shown)]).faults).toEqual([]);
  });

  test('name the measure whose test was removed from its file', () => {
    const measure = measures.find(({ code }) => code === 'op.acc.3');
    const [removed, ...kept] = measure === undefined ? [] : testsOf(measure);
    if (measure === undefined || removed === undefined) throw new Error('no test to remove');
    const root = temporaryFolder();
    for (const { file } of [removed, ...kept]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      const source = readFileSync(join(repositoryRoot, file), 'utf8');
      writeFileSync(join(root, file), file === removed.file ? source.replace(removed.name, 'is another test') : source);
    }
    expect(faultsOfTests(root, [measure], [])).toEqual([`op.acc.3: ${removed.file} has no test “${removed.name}”`]);
  });

  test('name the measure whose test failed, was skipped or did not run, if there are reports', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'tests'));
    writeFileSync(join(root, 'tests/a.test.ts'), `test.each([1, 2])('counts %i', () => {});`);
    const faultsWith = (...results: Parameters<typeof faultsOfTests>[2]) => faultsOfTests(root, read(shown), results);
    const ran = (name: string, ending: 'passed' | 'failed' | 'skipped') => ({
      file: '/x/tests/a.test.ts',
      name,
      ending,
    });
    expect(faultsWith()).toEqual([]);
    expect(faultsWith(ran('counts 1', 'passed'), ran('counts 2', 'passed'))).toEqual([]);
    const named = 'org.1: tests/a.test.ts: “counts %i”';
    expect(faultsWith(ran('counts 1', 'passed'), ran('counts 2', 'failed'))).toEqual([`${named} failed`]);
    expect(faultsWith(ran('counts 1', 'skipped'))).toEqual([`${named} skipped`]);
    expect(faultsWith(ran('says 1', 'passed'))).toEqual([`${named} is not in the reports`]);
  });

  test('come with a judgement of each algorithm that the code names, and of no other', () => {
    expect(faultsOfAlgorithms(repositoryRoot)).toEqual([]);
    const [first, ...others] = ALGORITHMS;
    if (first === undefined) throw new Error('no algorithm');
    expect(faultsOfAlgorithms(repositoryRoot, others)).toEqual([
      expect.stringMatching(/^op\.exp\.10: sha256 in \S+ is not compared with CCN-STIC 807$/),
    ]);
    expect(faultsOfAlgorithms(repositoryRoot, [...ALGORITHMS, { ...first, name: 'md5' }])).toEqual([
      'op.exp.10: no code uses md5 any more',
    ]);
  });

  test('are all in the document, each with its answers, in Catalan and in Spanish', () => {
    for (const language of ['ca', 'es'] as const) {
      const page = securityPage(language, measures, OF).replaceAll('&quot;', '"').replaceAll('&amp;', '&');
      expect(page).not.toMatch(/\{\{|<script|src=|https?:/);
      for (const measure of measures) {
        expect(page).toContain(`<th scope="row">${measure.code}</th><td>${measure.name[language]}</td>`);
        for (const part of measure.parts) expect(page).toContain(part.says[language]);
        for (const { name } of testsOf(measure)) expect(page).toContain(`“${name}”`);
      }
    }
    expect(securityPage('ca', measures, { ...OF, isComplete: false })).toContain('no es pot presentar');
  });
});
