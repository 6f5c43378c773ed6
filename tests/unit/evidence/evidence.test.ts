import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { ACCESSIBILITY_SENTENCES } from '../../../config/locales/accessibility-words.ts';
import { faultsIn, unmet } from '../../evidence/check.ts';
import { type Chapter, type Clause, missing, none, shown } from '../../evidence/clause.ts';
import { CHAPTERS } from '../../evidence/clauses/all.ts';
import { missingSentence } from '../../evidence/missing-sentence.ts';
import { gapsInNumbering } from '../../evidence/numbering.ts';
import { evidencePage } from '../../evidence/page.ts';
import { type Ending, endingOf, type Result, resultsIn } from '../../evidence/results.ts';
import { OFFERS, offersIn, type SeenOffer } from '../../evidence/screens-report.ts';
import { SHOWN_BY } from '../../evidence/shown-by.ts';
import { accessibilityStatement, type Evidence } from '../../evidence/statement.ts';
import { testsIn } from '../../evidence/tests-in.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OF = { results: [], screens: [], version: '1.2.3', date: '2026-11-27' };
const chapter = (...clauses: readonly Clause[]): Chapter => ({ title: 'EN', about: '', clauses });
const clauses = CHAPTERS.flatMap((one) => one.clauses);
const said = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"');

describe('the table of clauses', () => {
  test('answers every clause, and names no missing test', () => {
    expect(faultsIn(repositoryRoot, CHAPTERS)).toEqual([]);
  });

  test('has every clause once', () => expect(gapsInNumbering(CHAPTERS)).toEqual([]));

  test('uses every test of its list', () => {
    const named = clauses.flatMap(({ answer }) => (answer === 'heading' ? [] : (answer.shownBy ?? [])));
    expect([...new Set(named)].sort()).toEqual(Object.keys(SHOWN_BY).sort());
  });

  test('with a missing, repeated or unknown clause is refused', () => {
    const [closed, ...others] = CHAPTERS;
    if (closed === undefined) throw new Error('no chapter');
    const without = (number: string) => closed.clauses.filter((clause) => clause.number !== number);
    const gaps = (own: readonly Clause[]) => gapsInNumbering([{ ...closed, clauses: own }, ...others]);
    expect(gaps(without('5.1.3.16'))).toEqual(['EN 301 549: 5.1.3.16 is missing']);
    expect(gaps([...closed.clauses, none('5.1.7', 'Again', 'x')])).toEqual(['EN 301 549: 5.1.7 stands twice']);
    expect(gaps([...closed.clauses, none('5.1.9', 'New', 'x')])).toEqual(['EN 301 549: there is no 5.1.9']);
  });

  test('with an unanswered clause or an empty text is refused', () => {
    const unanswered: Clause = { number: '5.7', title: 'Key repeat', answer: {} };
    const table = [chapter(unanswered, none('5.8', 'Double strike', ' '), shown('5.9', 'At once'))];
    expect(faultsIn(repositoryRoot, table).map((fault) => fault.slice(0, 3))).toEqual(['5.7', '5.8', '5.9']);
  });

  test('with a missing part that the statement does not mention is refused', () => {
    const table = [chapter(missing('2.c', 'Brightness', 'brightness'))];
    expect(faultsIn(repositoryRoot, table)).toEqual(
      ['ca', 'es', 'en'].map((language) => `the accessibility statement has no sentence, ${language}: brightness`),
    );
  });

  test('with a test that was renamed, removed or skipped is refused', () => {
    const root = temporaryFolder();
    const tests = `
      test('stays', () => {});
      test.skip('is left out', () => {});
      test.describe('a group', () => {});
      describe.skip('all of it', () => { it('is left out as well', () => {}); });
      test.each([1])('counts %i', () => {});
      for (const name of []) it(\`says \${name}\`, () => {});
      expect('is no test').toBe('');`;
    writeFileSync(join(root, 'a.test.ts'), tests);
    expect([...(testsIn(root, 'a.test.ts') ?? [])]).toEqual(['stays', 'counts %i', 'says …']);
    expect(testsIn(root, 'gone.test.ts')).toBeNull();
    const renamed = { ...SHOWN_BY, warned: { file: 'a.test.ts', name: 'was renamed' } };
    expect(faultsIn(root, [chapter(shown('5.9', 'At once', 'warned'))], renamed)).toEqual([
      'a.test.ts has no test “was renamed”',
    ]);
  });
});

describe('the page', () => {
  const page = said(evidencePage(CHAPTERS, OF));

  test('has every clause, with its tests, its duty, or why it does not apply', () => {
    for (const { number, title, answer } of clauses) {
      expect(page).toContain(`${number}  ${title}`);
      if (answer === 'heading') continue;
      for (const key of answer.shownBy ?? []) expect(page).toContain(SHOWN_BY[key].name);
      if (answer.duty !== undefined) expect(page.split(answer.duty.what).length, number).toBeGreaterThan(2);
      if (answer.doesNotApply !== undefined) expect(page).toContain(answer.doesNotApply);
    }
  });

  test('shows how each test ended, and one result for all runs of a title', () => {
    const ran = (title: string, status: string) => ({ title, status });
    const results =
      resultsIn({
        testResults: [
          { name: '/x/tests/unit/a.test.ts', assertionResults: [ran('says ca', 'passed'), ran('says es', 'failed')] },
        ],
      }) ?? [];
    expect(endingOf({ file: 'tests/unit/a.test.ts', name: 'says …' }, results)).toBe('failed');
    expect(endingOf({ file: 'tests/unit/a.test.ts', name: 'says ca' }, results)).toBe('passed');
    expect(endingOf({ file: 'tests/unit/b.test.ts', name: 'says ca' }, results)).toBeNull();
    const spec = (title: string, ok: boolean, status: string) => ({
      title,
      ok,
      file: 'e2e/a.spec.ts',
      tests: [{ status }],
    });
    const inApp =
      resultsIn({
        suites: [
          { specs: [], suites: [{ specs: [spec('opens', true, 'skipped'), spec('ends', false, 'unexpected')] }] },
        ],
      }) ?? [];
    expect(endingOf({ file: 'tests/e2e/a.spec.ts', name: 'opens' }, inApp)).toBe('skipped');
    expect(endingOf({ file: 'tests/e2e/a.spec.ts', name: 'ends' }, inApp)).toBe('failed');
    expect(resultsIn({ some: 'thing' })).toBeNull();
    expect(offersIn({ some: 'thing' })).toBeNull();
    const row = {
      panelId: 'inch-15-landscape',
      language: 'ca',
      textSize: 200,
      screens: 90,
      misfits: 2,
      commit: 'a1b2c3',
    };
    expect(offersIn({ screens: [row] })).toEqual([row]);
    expect(offersIn({ screens: [{ ...row, language: 'la' }] })).toBeNull();
    const shownThere = evidencePage([chapter(shown('5.9', 'At once', 'warned'))], {
      ...OF,
      results: [{ ...SHOWN_BY.warned, ending: 'failed' }],
    });
    expect(said(shownThere)).toContain('FAILED');
  });
});

describe('the accessibility statement', () => {
  test('names in Catalan and in Spanish each missing part, and the city’s own text', () => {
    const parts = new Set(
      unmet(CHAPTERS).flatMap(({ answer }) => (answer === 'heading' ? [] : (answer.missing ?? []))),
    );
    for (const language of ['ca', 'es'] as const) {
      const words = ACCESSIBILITY_SENTENCES[language];
      const statement = said(accessibilityStatement(language, CHAPTERS, OF));
      for (const part of parts) expect(statement).toContain(missingSentence(language, part));
      for (const { number } of unmet(CHAPTERS)) expect(statement).toMatch(new RegExp(`[ ,]${number}[, ]`));
      expect(statement).toContain(words.place.text);
      expect(statement).not.toContain('{{');
    }
  });

  const passed = (ending: Ending = 'passed'): Result[] => [{ ...SHOWN_BY.warned, ending }];
  const seen = (changed: Partial<SeenOffer> = {}): SeenOffer[] =>
    OFFERS.map((offer) => ({
      ...offer,
      screens: 90,
      misfits: 0,
      commit: 'a1b2c3',
      ...(offer.panelId === changed.panelId && offer.textSize === changed.textSize ? changed : {}),
    }));
  const met = chapter(shown('5.9', 'At once', 'warned'));
  const of = (one: Chapter, evidence: Partial<Evidence> = {}) =>
    said(accessibilityStatement('ca', [one], { ...OF, results: passed(), screens: seen(), ...evidence }));
  const { status, found } = ACCESSIBILITY_SENTENCES.ca;

  test('claims full conformance only if nothing is missing, every test passed and every offered screen fits', () => {
    expect(of(met)).toContain(status.full);
    expect(of(met)).not.toContain(status.partial);
    expect(of(chapter(missing('2.c', 'Brightness', 'brightness')))).toContain(status.partial);
    for (const evidence of [
      { results: [] },
      { results: passed('failed') },
      { results: passed('skipped') },
      { screens: [] },
      { screens: seen().slice(1) },
      { screens: seen({ panelId: 'inch-15-landscape', textSize: 200, misfits: 1 }) },
    ]) {
      expect(of(met, evidence)).not.toContain(status.full);
      expect(of(met, evidence)).toContain(status.partial);
    }
  });

  test('names the clauses whose tests failed or did not run, and the panels, sizes and languages that do not fit', () => {
    expect(of(met, { results: passed('failed') })).toMatch(new RegExp(`${found.failed} Apartats: 5\\.9`));
    expect(of(met, { results: passed('skipped') })).toMatch(new RegExp(`${found.untried} Apartats: 5\\.9`));
    expect(of(met, { results: [] })).toContain(found.allUntried);
    const two = seen().map((one) =>
      one.panelId === 'inch-21-5-portrait' && one.textSize === 200 && ['ar', 'ur'].includes(one.language)
        ? { ...one, misfits: 3 }
        : one,
    );
    expect(of(met, { screens: two })).toContain(
      'En una pantalla de 21,5″ vertical, amb la lletra al 200 %, hi ha coses que no caben bé. Passa en: àrab i urdú.',
    );
    expect(of(met, { screens: [] })).toContain(found.allUnseen);
    expect(of(met, { screens: seen().filter(({ panelId }) => panelId !== 'inch-15-landscape') })).toContain(
      'pantalles i mides de lletra: 15″ apaïsada (100 %, 150 %, 200 %).',
    );
  });

  test('names the commits at which the screens were measured, unless a row lacks one', () => {
    expect(of(met)).toContain('Les pantalles s’han mesurat amb el codi: a1b2c3.');
    const mixed = seen({ panelId: 'inch-15-landscape', textSize: 200, commit: 'd4e5f6+' });
    expect(of(met, { screens: mixed })).toContain('a1b2c3, d4e5f6+.');
    const unsaid = seen({ panelId: 'inch-15-landscape', textSize: 200, commit: null });
    expect(of(met, { screens: unsaid })).not.toContain('Les pantalles s’han mesurat');
  });

  test('is dated as each language writes dates', () => {
    const dated = (language: 'ca' | 'es' | 'en') =>
      said(accessibilityStatement(language, [met], { ...OF, date: '2026-11-29' })).replaceAll('\u00a0', ' ');
    expect(dated('ca')).toContain('és del 29 de novembre de 2026 ');
    expect(dated('es')).toContain('es del 29 de noviembre de 2026 ');
    expect(dated('en')).toContain('is of 29 November 2026 ');
  });

  test('has no sentence for something that the table does not know', () => {
    const { title: _, clauses: __, ...parts } = ACCESSIBILITY_SENTENCES.ca.missing;
    const named = unmet(CHAPTERS).flatMap(({ answer }) => (answer === 'heading' ? [] : (answer.missing ?? [])));
    expect(Object.keys(parts).sort()).toEqual([...new Set(named)].sort());
  });
});
