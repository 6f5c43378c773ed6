import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { RETENTION_SENTENCES } from '../../../config/locales/retention-words.ts';
import { RETENTION } from '../../../src-main/contract/shared/retention.ts';
import { faultsOfTests, testsOf } from '../../evidence/answers.ts';
import { readMeasures } from '../../evidence/ens/measures.ts';
import {
  assessmentPage,
  breachPage,
  classesWithoutSentence,
  processorPage,
  readAssessment,
  recordPage,
  textsPage,
} from '../../evidence/privacy/pages.ts';
import type { Ending, Result } from '../../evidence/results.ts';
import { readSites, WEB_WORDS, webStatement } from '../../evidence/web/page.ts';

const OF = { version: '1.2.3', date: '2026-11-30', city: 'Ajuntament de Prova', results: [] };
const assessment = readAssessment();
const sites = readSites();
const said = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('the file for privacy', () => {
  test('has each class of retention with its sentences, and names a class without one', () => {
    expect(classesWithoutSentence()).toEqual([]);
    expect(classesWithoutSentence([...Object.keys(RETENTION.classes), 'fingerprint'])).toEqual([
      'fingerprint: the record of processing has no sentence in ca',
      'fingerprint: the record of processing has no sentence in es',
    ]);
    for (const language of ['ca', 'es'] as const) {
      const record = said(recordPage(language, OF));
      for (const { what, purpose } of Object.values(RETENTION_SENTENCES[language].classes))
        for (const sentence of [what, purpose]) expect(record).toContain(sentence);
      for (const file of Object.keys(RETENTION.kioskFiles)) expect(record).toContain(file.replace(/ \(.*/, ''));
    }
  });

  test('says only what existing tests show, and leaves no placeholder and no script', () => {
    expect([...assessment.faults, ...faultsOfTests(repositoryRoot, assessment.rows, [])]).toEqual([]);
    const measures = readMeasures().rows;
    for (const language of ['ca', 'es'] as const)
      for (const page of [
        assessmentPage(language, OF, assessment.rows),
        recordPage(language, OF),
        textsPage(language, OF),
        breachPage(language, OF),
        processorPage(language, OF, measures),
      ])
        expect(page).not.toMatch(/\{\{|undefined|<script|src=|https?:/);
    expect(processorPage('ca', OF, measures)).toContain('<b>mp.info.6</b>');
    expect(textsPage('ca', OF)).toContain('(14 dies després del dia de la visita)');
  });
});

describe('a statement by RD 1112/2018', () => {
  test('names its own tests that exist, and the faults that are known', () => {
    expect([...sites.faults, ...faultsOfTests(repositoryRoot, sites.rows, [])]).toEqual([]);
    expect(sites.rows.map(({ code }) => code)).toEqual(['phone', 'booking', 'city']);
    for (const site of sites.rows)
      for (const language of ['ca', 'es'] as const) {
        const page = said(webStatement(language, site, OF));
        for (const { name } of testsOf(site)) expect(page).toContain(name);
        for (const part of site.parts) expect(page).toContain(part.says[language]);
        for (const article of ['10.2.a', '12', '13']) expect(page).toContain(article);
        expect(page).toContain(WEB_WORDS[language].allUntried);
        expect(page).not.toContain('{{');
      }
  });

  test('has the tests that failed or did not run as non-conforming content, and never claims full conformance', () => {
    const [phone] = sites.rows;
    const [axe] = phone === undefined ? [] : testsOf(phone);
    if (phone === undefined || axe === undefined) throw new Error('no test of the page');
    const statementAfter = (...endings: Ending[]) => {
      const results: Result[] = endings.map((ending) => ({ ...axe, ending }));
      return webStatement('ca', phone, { ...OF, results });
    };
    expect(statementAfter('failed')).toContain('que han fallat');
    expect(statementAfter('skipped')).toContain('que no s’han fet');
    expect(statementAfter('passed')).not.toMatch(/que han fallat|que no s’han fet/);
    expect(statementAfter('passed')).toContain(WEB_WORDS.ca.partial);
  });
});
