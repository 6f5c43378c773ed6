import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WORKING_LANGUAGES } from '../../../../../config/languages.ts';
import { offeredToOffices } from '../../../../../src-main/configuration/offered-offices.ts';
import { CheckInSetting } from '../../../../../src-main/contract/shared/check-in.ts';
import { valueAt } from '../../../../../src-main/contract/shared/json-pointer.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import type { OfferedToOffice, OwnOffice } from '../../../../../src-main/office/ports/own-office.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { checkedProfile } from '../../../../../src-main/office/steps/office-checks.ts';
import { createOfficeEditor } from '../../../../../src-main/office/steps/office-editor.ts';
import { rowsAt } from '../../../../../src-main/office/steps/office-fields.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { noOwnOffice } from '../../../../support/no-own-office.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const OFFERED: OfferedToOffice = { themes: ['terrassa', 'vilaclara'], logos: ['escut'], unreviewed: ['fr', 'uk'] };

function editing(changes: Partial<OfficeProfile> = {}) {
  const loaded = shippedOffice();
  const languages = { languages: ['ca', 'es', 'en'] as const, unreviewedLanguages: false };
  const profile = OfficeProfile.parse({ ...loaded.profile, ...languages, ...changes });
  const clock = createManualClock(Date.parse('2026-11-24T09:00:00Z'));
  const ownOffice: OwnOffice = {
    ...noOwnOffice,
    base: () => ({ version: null, profile }),
    check: (document) => succeed(OfficeProfile.parse(document)),
    offered: () => OFFERED,
  };
  const office = createOffice({ ...loaded, profile }, [], clock);
  const { store } = openTestStore(temporaryFolder(), clock, 1);
  const editor = createOfficeEditor({ office, ownOffice, store, clock, log: { event: () => undefined } });
  const rows = (pointer: string) => rowsAt(editor.draft(), pointer, () => false, OFFERED);
  return { editor, rows, draft: (pointer: string): unknown => valueAt(editor.draft(), pointer) };
}

test('an unreviewed language is marked, and choosing it sets `unreviewedLanguages` instead of being refused', () => {
  const { editor, rows, draft } = editing();
  const languages = rows('').find(({ field }) => field === 'languages');
  const marked = languages?.kind === 'choices' ? languages.options.filter(({ isUnreviewed }) => isUnreviewed) : [];
  expect(marked.map(({ value }) => value)).toEqual(['fr', 'uk']);
  editor.change('/languages', ['uk', 'ca', 'es', 'en']);
  expect([draft('/languages'), draft('/unreviewedLanguages')]).toEqual([['ca', 'es', 'en', 'uk'], true]);
  editor.change('/languages', ['ca', 'es', 'ro']);
  expect([draft('/languages'), draft('/unreviewedLanguages')]).toEqual([['ca', 'es', 'ro'], false]);
});

test('a name has a row for every language that the office shows, and for no other', () => {
  const three = editing({ desks: [{ deskId: 'taula-1', name: { ca: 'Taula 1' } }] });
  expect(three.rows('/desks/0/name').map(({ field }) => field)).toEqual(['ca', 'es', 'en']);
  three.editor.change('/languages', ['ca', 'es', 'en', 'ar']);
  expect(three.rows('/desks/0/name').map(({ field }) => field)).toEqual(['ca', 'es', 'en', 'ar']);
  three.editor.change('/desks/0/name/ar', 'المكتب 1');
  expect(three.draft('/desks/0/name')).toEqual({ ca: 'Taula 1', ar: 'المكتب 1' });
});

test('desk calls, the staff view, the page for phones, theme and logo can be set at the screen', () => {
  const { editor, rows, draft } = editing();
  const shown = (pointer: string, within = '') => {
    const row = rows(within).find((one) => one.pointer === pointer);
    return row?.kind === 'choice' || row?.kind === 'text' ? row.value : undefined;
  };
  expect(shown('/hub')).toBe('off');
  editor.change('/hub', 'on');
  expect([draft('/hub'), shown('/hub')]).toEqual([{ port: 8_443 }, 'on']);
  expect(editor.changes()).toMatchObject([{ pointer: '/hub', kind: 'changed', before: 'off', after: 'on' }]);
  editor.change('/hub', 'off');
  expect(draft('/hub')).toBeUndefined();
  expect(editor.changes()).toEqual([]);
  editor.change('/staffView', 'off');
  expect([draft('/staffView'), shown('/staffView')]).toEqual([undefined, 'off']);
  editor.change('/ticket/followPage', 'https://exemple.cat/T');
  expect(draft('/ticket/followPage')).toBe('https://exemple.cat/T');
  editor.change('/ticket/followPage', null);
  expect(draft('/ticket/followPage')).toBeUndefined();
  editor.change('/screen/theme', 'vilaclara');
  editor.change('/ticket/logo', 'escut');
  expect([shown('/screen/theme', '/screen'), shown('/ticket/logo', '/ticket')]).toEqual(['vilaclara', 'escut']);
});

test('the shipped configuration offers both themes, no logo, and marks six languages as unreviewed', () => {
  const { themes, logos, unreviewed } = offeredToOffices('config');
  expect([themes, logos]).toEqual([['terrassa', 'vilaclara'], []]);
  expect(unreviewed).toHaveLength(6);
  expect(WORKING_LANGUAGES.filter((language) => unreviewed.includes(language))).toEqual([]);
});

test('numbers from home and the services of a desk can be set at the screen, in names that a person knows', () => {
  const desks = [1, 2].map((no) => ({ deskId: `taula-${no}`, name: { ca: `Taula ${no}` } }));
  const { editor, rows, draft } = editing({ desks, hub: { port: 8_443 }, checkIn: CheckInSetting.parse({}) });
  editor.change('/ticket/followPage', 'https://exemple.cat/T');
  editor.change('/fromHome', 'own');
  expect(draft('/fromHome')).toMatchObject({ share: 25, holdMinutes: 15, services: [{ perQuarter: 3 }] });
  editor.change('/fromHome/share', 0);
  editor.change('/fromHome/services/0/perQuarter', 5);
  editor.open('/fromHome/services');
  editor.add();
  const [first, second] = rows('/fromHome/services').map(({ of }) => of);
  expect([first, second]).toEqual([expect.stringMatching(/[A-Z]/), expect.stringMatching(/[A-Z]/)]);
  expect(first).not.toBe(second);
  expect(OfficeProfile.safeParse(editor.draft()).success).toBe(true);
  expect(rows('/desks/0').find(({ field }) => field === 'deskServices')).toMatchObject({ kind: 'choices', value: [] });
  editor.change('/desks/0/services', ['padro-habitatge', 'empadronament', 'unknown']);
  expect(draft('/desks/0/services')).toEqual(['empadronament']);
  editor.change('/desks/0/services', []);
  expect(draft('/desks/0')).not.toHaveProperty('services');
  editor.change('/wordAfter', 'on');
  expect(draft('/wordAfter')).toBe(true);
});

test('each fault of numbers from home and of desks has a sentence of its own', () => {
  const faulty = {
    ...JSON.parse(readFileSync(demonstrationOffice, 'utf8')),
    sensitive: true,
    desks: [{ deskId: 'taula-1', name: { ca: 'Taula 1' }, services: ['empadronament', 'gone'] }],
    fromHome: {
      services: [
        { serviceId: 'empadronament', perQuarter: 1 },
        { serviceId: 'gone', perQuarter: 1 },
      ],
    },
  };
  const checked = checkedProfile(faulty);
  const rules =
    checked.ok || checked.error.kind !== 'profile-invalid' ? [] : checked.error.problems.map(({ rule }) => rule);
  for (const rule of [
    'uncalled',
    'unknown-service',
    'from-home-desks',
    'from-home-page',
    'from-home-code',
    'from-home-sensitive',
    'from-home-service',
  ])
    expect(rules).toContain(rule);
});
