import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { provideBundles } from '../../build/vite.ts';
import { makeOffice } from '../../src-central/configuration/office-changes.ts';
import { PROFILE_VERSIONS, signProfile } from '../../src-central/configuration/profile-versions.ts';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { hoursOn } from '../../src-main/domain/opening-hours.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { NOW } from '../pages/canned-answers.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { type StaffCentre, startStaffCentre } from '../support/staff-centre.ts';

const PASSWORD = 'cavall verd que dorm';
const OFFICE = 'oac-dido';
const KIOSK = '0197f5a0-3c1e-7c4b-9a55-000000000101';
const profile = OfficeProfile.parse(
  JSON.parse(readFileSync(join(repositoryRoot, 'config', 'offices', `${OFFICE}.json`), 'utf8')),
);

let centre: StaffCentre;
let browser: Browser;
let page: Page;
test.beforeAll(async () => {
  await provideBundles(['pages']);
  [centre, browser] = await Promise.all([
    startStaffCentre(Date.parse(NOW)),
    openBrowser({ env: { TZ: 'Europe/Madrid' }, switches: ['--ignore-certificate-errors'] }),
  ]);
  page = browser.page;
  await page.setViewportSize({ width: 1_440, height: 900 });
  await page.clock.setFixedTime(NOW);
  await publishFirst();
});
test.afterAll(async () => {
  await browser.close();
  await centre.close();
});

async function publishFirst(): Promise<void> {
  const { database, clock } = centre;
  const place = { cityId: CityId.parse('terrassa'), officeId: OfficeId.parse(OFFICE) };
  await makeOffice(database, place, clock.ms);
  const first = { version: 1, effectiveFrom: '2026-11-03', document: JSON.stringify(profile) };
  const { keyId, signature } = signProfile({ signingKey: newSigningKey() }, place, first);
  await database.query(PROFILE_VERSIONS.insert, [
    place.cityId,
    place.officeId,
    first.version,
    first.effectiveFrom,
    first.document,
    keyId,
    signature,
    '2026-11-03T08:12:00Z',
    'Guàrdia del matí',
  ]);
}

async function propose(no: number, base: number, patch: object[]): Promise<void> {
  await centre.database.query(
    `INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
     VALUES ($1, $2::uuid, $3, 1, 'quiosc 1', $2::uuid, '1.0.0', 'test', now(), 'prova') ON CONFLICT DO NOTHING`,
    ['terrassa', KIOSK, OFFICE],
  );
  await centre.database.query(
    `INSERT INTO office_proposal (city_id, kiosk_id, office_id, proposal_id, no, from_day, base, patch, happened_at, epoch, seq, event_id)
     VALUES ('terrassa', $1::uuid, $2, gen_random_uuid(), $3::int, '2026-11-24', $4::int, $5, $6::timestamptz, 1, $3::int, gen_random_uuid())`,
    [KIOSK, OFFICE, no, base, JSON.stringify(patch), NOW],
  );
}

const published = async (version: number) => {
  const [row] = await centre.database.query<{ effectiveFrom: string; document: string }>(
    `SELECT effective_from AS "effectiveFrom", document FROM profile_version
     WHERE city_id = 'terrassa' AND office_id = $1 AND version = $2`,
    [OFFICE, version],
  );
  return row && { ...row, profile: OfficeProfile.parse(JSON.parse(row.document)) };
};

async function tabTo(name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const one = document.activeElement;
      const labels = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? [...(one.labels ?? [])] : [];
      const text = one?.getAttribute('aria-label') ?? labels.map((label) => label.textContent).join(' ');
      return (text || (one?.textContent ?? '')).replace(/\s+/g, ' ').trim();
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    seen.push(focused);
  }
  throw new Error(`no Tab reaches ${name}: ${seen.join(' | ')}`);
}

const { press, type } = {
  press: (key: string) => page.keyboard.press(key),
  type: (text: string) => page.keyboard.type(text),
};

test.describe.configure({ mode: 'serial' });

test('by keyboard alone a person signs in, changes an hour from Monday on, and accepts a proposal', async () => {
  const path = await centre.invite('Guàrdia del matí');
  await page.goto(`${centre.origin}/people.css`);
  await page.evaluate(() => localStorage.setItem('torn-city-language', 'ca'));
  await page.goto(`${centre.origin}${path}?lang=ca`);
  const key = ((await page.locator('.key').textContent()) ?? '').replace(/^Clau: /, '').replaceAll(/\s/g, '');
  const code = () => centre.codeOf(key);
  await type(PASSWORD);
  await press('Tab');
  await type(PASSWORD);
  await press('Tab');
  await type(code());
  await press('Enter');
  await expect(page).toHaveURL(/accepted/);
  centre.clock.ms += 30_000;
  await page.goto(`${centre.origin}/offices`);
  await expect(page).toHaveURL(/sign-in/);
  await type('Guàrdia del matí');
  await press('Tab');
  await type(PASSWORD);
  await press('Tab');
  await type(code());
  await press('Enter');

  await expect(page.locator('h1')).toHaveText('1 oficina');
  await expect(page.locator('tbody tr')).toContainText(['Obert fins a les 15.00']);
  await tabTo('OAC Didó');
  await press('Enter');
  await expect(page.locator('h1')).toHaveText('Horari · OAC Didó');
  await tabTo('Divendres: tanca (1)');
  await type('25');
  await press('Enter');
  await expect(page.locator('.field-fault', { hasText: 'Cada obertura ha d’acabar' })).toBeVisible();
  await page.keyboard.press('Control+a');
  await type('14');
  await press('Enter');
  await expect(page.locator('.week-row', { hasText: 'Divendres' })).toContainText('− 30 min');
  await expect(page.locator('.field-fault', { hasText: 'Cada obertura' })).toHaveCount(0);
  await tabTo('Revisa i publica');
  await press('Enter');
  await expect(page.locator('.changes li')).toHaveText([
    /Horari › Setmana › Divendres.*8\.30 a 14\.30.*8\.30 a 14\.00/,
  ]);
  await tabTo(/^Val des de/);
  for (let day = 24; day < 30; day += 1) await press('ArrowDown');
  await tabTo(/^Publica des de dilluns, 30/);
  await press('Enter');
  await expect(page.locator('.office-said')).toContainText('Publicada la versió 2, des de dilluns, 30');
  const second = await published(2);
  expect(second?.effectiveFrom).toBe('2026-11-30');
  expect(second?.profile).toEqual({
    ...profile,
    hours: { ...profile.hours, week: { ...profile.hours.week, fri: [{ from: '08:30', to: '14:00' }] } },
  });

  await propose(1, 2, [{ op: 'replace', path: '/services/1/name/ca', value: 'Padró' }]);
  await expect(page.getByRole('link', { name: '1 proposta' })).toBeVisible();
  await tabTo('1 proposta');
  await press('Enter');
  await expect(page.locator('.changes li')).toHaveText([/Empadronament.*Padró/]);
  await tabTo(/^Accepta des de/);
  await press('Enter');
  await expect(page.locator('.office-said')).toContainText('Acceptada: és la versió 3, des de dilluns, 30');
  const third = await published(3);
  expect(third?.profile.services[1]?.name.ca).toBe('Padró');
  expect(third?.profile.hours.week.fri).toEqual([{ from: '08:30', to: '14:00' }]);
});

test('a change of one coming day is published from today, and is applied again to a version that another person published meanwhile', async () => {
  await page.goto(`${centre.origin}/offices/${OFFICE}`);
  await expect(page.getByLabel('Quina canvieu').locator('option:checked')).toHaveText('La que val ara: versió 1');
  await expect(page.locator('.week-row', { hasText: 'Divendres' }).getByRole('textbox').last()).toHaveValue('14.30');
  await tabTo('Afegeix un dia');
  await press('Enter');
  await page.getByLabel('Dia', { exact: true }).fill('2026-12-08');
  await tabTo('Tanca a les');
  await page.keyboard.press('Control+a');
  await type('13');
  await press('Enter');
  await expect(page.locator('.add-day .field-fault')).toHaveText('Aquell dia ja és festa: La Immaculada.');
  await page.getByLabel('Dia', { exact: true }).fill('2026-12-04');
  await expect(page.locator('.add-day .field-fault')).toHaveText(/^Des de dilluns, 30.* val la versió 3/);
  await page.getByLabel('Dia', { exact: true }).fill('2026-11-27');
  await page.getByLabel('Tanca a les').focus();
  await press('Enter');
  await expect(page.locator('.office-days li', { hasText: '27' })).toContainText('8.30 a 13.00');
  await tabTo('Revisa i publica');
  await press('Enter');
  await expect(page.locator('.publish')).toContainText('llavors val la versió 3, que no té aquest canvi');
  const other = await page.evaluate(async (path) => {
    const body = JSON.stringify({ copyOf: 1, effectiveFrom: '2026-11-24', newest: 3 });
    return (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
  }, `/v1/cities/terrassa/admin/offices/${OFFICE}/profiles`);
  expect(other).toBe(201);
  await page.getByRole('button', { name: /^Publica des de dimarts, 24/ }).click();
  await expect(page.getByRole('alert').first()).toContainText('S’ha publicat la versió 4 mentre editàveu.');
  expect(await published(5)).toBeUndefined();
  await tabTo('Torna’ls a fer sobre la nova');
  await press('Enter');
  await page.getByRole('button', { name: /^Publica des de/ }).click();
  await expect(page.locator('.office-said')).toContainText('Publicada la versió 5');
  const fifth = await published(5);
  const calendar = { holidays: [] };
  expect(fifth && hoursOn(fifth.profile.hours, calendar, '2026-11-27').ranges).toEqual([
    { from: '08:30', to: '13:00' },
  ]);
  expect(fifth && hoursOn(fifth.profile.hours, calendar, '2026-12-04').ranges).toEqual([
    { from: '08:30', to: '14:30' },
  ]);
});
