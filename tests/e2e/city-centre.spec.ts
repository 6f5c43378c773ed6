import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { generateSync } from 'otplib';
import { provideBundles } from '../../build/vite.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { cityPages } from '../../src-central/people/city-pages.ts';
import { invitationLink } from '../../src-central/people/invitations.ts';
import { invitePerson } from '../../src-central/people/invite.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import { Snapshot } from '../../src-main/contract/centre/configuration.ts';
import { type OperationName, pathOf } from '../../src-main/contract/centre/operations.ts';
import { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { newSigningKey, pairingFingerprint, type SigningKey } from '../../src-main/signing/keys.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import { profileOf } from '../conformance/trial.ts';
import { asShown } from '../support/as-shown.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { centreDefaults } from '../support/centre-defaults.ts';
import { freePort } from '../support/free-port.ts';
import { typeIntoFields } from '../support/keyboard.ts';

const terrassa = CityId.parse('terrassa');
const PASSWORD = 'cavall verd que dorm';
const OFFICE = 'oac-dido';

/** Starts a centre with one city and one office. The second of its three kiosks has no paper. */
async function startCity() {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
  const database = await openPglite(null);
  const signingKey = newSigningKey();
  const { server, staffServer, open } = assembleCentre({
    ...centreDefaults(),
    database,
    clock,
    signingKey,
    staff: { origin, cityId: terrassa },
  });
  const pages = cityPages();
  if (staffServer === null || pages === null) throw new Error('no pages');
  staffServer.registerProgram(pages);
  await open();
  const url = await server.listen('127.0.0.1', 0);
  await staffServer.listen('localhost', port);
  await database.query(`INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, now())`, [
    terrassa,
    OFFICE,
  ]);
  const kiosks: string[] = [];
  for (const slot of [1, 2, 3]) {
    const [kioskId, incarnation] = [randomUUID(), randomUUID()];
    const kiosk = [terrassa, kioskId];
    await database.query(
      `INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
        VALUES ($1, $2::uuid, $3, $4, $5, $6::uuid, '1.0.0', 'test', now(), 'prova')`,
      [...kiosk, OFFICE, slot, `quiosc ${slot}`, incarnation],
    );
    await database.query(
      `INSERT INTO kiosk_contact (city_id, kiosk_id, last_heard_at) VALUES ($1, $2::uuid, now() + interval '1 day')`,
      kiosk,
    );
    await database.query(
      `INSERT INTO kiosk_printer (city_id, kiosk_id, incarnation, printer, condition, epoch, seq, event_id, happened_at)
        VALUES ($1, $2::uuid, $3::uuid, 'main', $4, 0, 1, gen_random_uuid(), now())`,
      [...kiosk, incarnation, slot === 2 ? 'paper-out' : 'ready'],
    );
    kiosks.push(kioskId);
  }
  return {
    origin,
    clock,
    database,
    kiosks,
    async invite(name: string, role: 'administrator' | 'operator' | 'viewer' = 'administrator'): Promise<string> {
      const invitation = PersonInvitation.parse({ name, role, officeIds: null });
      const actor = { cityId: terrassa, address: null, tokenId: null, name: 'prova' };
      const invited = await invitePerson(database, actor, invitation, clock.nowMs());
      if (!invited.ok) throw new Error(invited.error.kind);
      return invitationLink(origin, terrassa, invited.value.code);
    },
    /** Makes a kiosk that waits with a pairing code, and returns the fingerprint on its screen. */
    async candidate(replaces = false): Promise<{ code: string; fingerprint: string; key: SigningKey }> {
      const key = newSigningKey();
      const asked = { incarnation: randomUUID(), slot: null, version: '0.1.0', build: 'official' };
      const plain = {
        method: 'POST',
        url: `${url}${pathOf('openEnrolment', { cityId: terrassa })}`,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ publicKey: key.publicKey, ...asked, ...(replaces && { replaces: true }) })),
      };
      const headers = await signRequest(plain, key, 'candidate', null);
      const answer = await fetch(plain.url, { method: 'POST', headers, body: new Uint8Array(plain.body) });
      const { code } = (await answer.json()) as { code: string };
      return { code, key, fingerprint: pairingFingerprint(key.publicKey, signingKey.publicKey) };
    },
    async snapshotOf(kioskId: string, key: SigningKey): Promise<Snapshot> {
      const address = `${url}${pathOf('readSnapshot', { cityId: terrassa, kioskId })}`;
      const plain = { method: 'GET', url: address, headers: {}, body: null };
      const answer = await fetch(address, { headers: await signRequest(plain, key, 'kiosk', 1) });
      return Snapshot.parse(await answer.json());
    },
    async close() {
      await server.drain();
      await staffServer.drain();
      await database.close();
    },
  };
}

let browser: Browser;
let city: Awaited<ReturnType<typeof startCity>>;
test.beforeAll(async () => {
  await provideBundles(['pages']);
  city = await startCity();
  browser = await openBrowser();
});
test.afterAll(async () => {
  await browser.close();
  await city.close();
});

/** Accepts an invitation and signs in by keyboard alone. `path` is the page on which the person arrives. */
async function signIn(
  page: Page,
  name: string,
  role: 'administrator' | 'operator' | 'viewer',
  path: string,
): Promise<void> {
  // The previous page is left first: without its cookies it would go to the sign-in page by itself.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.goto(`${await city.invite(name, role)}?lang=ca`);
  const key = ((await page.locator('.key').textContent()) ?? '').replace(/^Clau: /, '').replaceAll(/\s/g, '');
  const code = () => generateSync({ secret: key, epoch: Math.floor(city.clock.nowMs() / 1_000) });
  await typeIntoFields(page, PASSWORD, PASSWORD, code());
  await page.getByRole('alert').first().waitFor();
  city.clock.aheadMs += 30_000;
  await page.goto(`${city.origin}${path}`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.evaluate(() => localStorage.setItem('torn-city-language', 'ca'));
  await typeIntoFields(page, name, PASSWORD, code());
  await expect(page).toHaveURL(`${city.origin}${path}`);
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('sixty Tabs do not reach it');
}

test('a person signs in, finds the kiosk without paper, and orders a test print, by keyboard alone on a phone’s width', async () => {
  const { page } = browser;
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'Montserrat Prova', 'administrator', '/');
  await expect(page.locator('h1')).toHaveText('1 quiosc espera visita');
  const link = page.getByRole('link', { name: `${OFFICE} · quiosc 2` });
  await tabTo(page, link);
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(`${OFFICE} · quiosc 2`);
  await expect(page.locator('.state')).toContainText('S’ha acabat el paper.');

  await tabTo(page, page.locator('summary', { hasText: 'Dona una ordre' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Imprimeix una prova' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Ordre donada: Imprimeix una prova.' })).toBeVisible();
  await expect(page.locator('.order')).toContainText('A la cua fins a les');
  const orders = await city.database.query<{ action: string; orderedBy: string }>(
    `SELECT action, ordered_by AS "orderedBy" FROM kiosk_order WHERE city_id = $1`,
    [terrassa],
  );
  expect(orders).toEqual([{ action: 'print-test', orderedBy: 'Montserrat Prova' }]);

  await city.database.query(
    `INSERT INTO order_end (city_id, kiosk_id, office_id, order_id, action, result, happened_at, epoch, seq, event_id)
      SELECT city_id, kiosk_id, office_id, order_id, action, 'done', now(), 0, 2, gen_random_uuid() FROM kiosk_order`,
    [],
  );
  await expect(page.locator('.order')).toContainText('Fet a les');
});

test('an open page shows a change at a kiosk without a touch', async () => {
  const { page } = browser;
  await page.goto(`${city.origin}/`);
  await expect(page.locator('h1')).toHaveText('1 quiosc espera visita');
  await city.database.query(`UPDATE kiosk_printer SET condition = 'ready'`, []);
  await expect(page.locator('h1')).toHaveText('Cap quiosc no espera visita');
  await city.database.query(`UPDATE kiosk_printer SET condition = 'cover-open'`, []);
  await expect(page.locator('h1')).toHaveText('3 quioscos esperen visita');
});

test('a kiosk is admitted by its code and the last letters of its fingerprint, takes another’s place, and is revoked', async () => {
  const { page } = browser;
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'Joana Prova', 'administrator', '/enrolment');
  const typeCode = async (code: string) => {
    await tabTo(page, page.getByLabel('Codi de vinculació'));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
  };
  await typeCode('bbbb 2222');
  await expect(page.locator('.enrol-refused')).toContainText('Cap quiosc no espera amb aquest codi.');
  const first = await city.candidate();
  await typeCode(first.code.toLowerCase());
  await expect(page.locator('h1')).toHaveText('Un quiosc demana entrar');
  await expect(page.locator('.fingerprint')).toHaveText(first.fingerprint.slice(0, -5).replace(/.{5}(?=.)/g, '$& '));
  const admit = page.getByRole('button', { name: 'Admet el quiosc' });
  await expect(admit).toHaveAttribute('aria-disabled', 'true');
  const last = first.fingerprint.slice(-5);
  await page.locator('.fingerprint-typed:focus').waitFor();
  await page.keyboard.type(`${last.slice(0, -1)}${last.endsWith('7') ? '8' : '7'}`);
  await expect(page.locator('.compared')).toContainText('No és igual.');
  await expect(admit).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Backspace');
  await page.keyboard.type(last.slice(-1));
  await expect(page.locator('.compared')).toContainText('És igual.');
  await expect(page.getByLabel('Número de quiosc').locator('option').first()).toHaveText(/^4 · torns 800–899/);
  await tabTo(page, page.getByLabel('Nom, com en diu el personal'));
  await page.keyboard.type('quiosc nou');
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(`${OFFICE} · quiosc nou`);

  await tabTo(page, page.getByRole('link', { name: asShown('Admet-ne un al seu lloc') }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/enrolment\?replaces=/);
  const second = await city.candidate(true);
  await typeCode(second.code);
  await page.locator('.fingerprint-typed').fill(second.fingerprint.slice(-5));
  await expect(page.getByLabel('Quiosc que substitueix')).toHaveValue(/./);
  await tabTo(page, page.getByLabel('Nom, com en diu el personal'));
  await page.keyboard.type('quiosc de recanvi');
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(`${OFFICE} · quiosc de recanvi`);
  const replaced = await city.database.query<{ name: string }>(
    `SELECT old.name FROM kiosk JOIN kiosk AS old ON old.kiosk_id = kiosk.replaces WHERE kiosk.name = 'quiosc de recanvi'`,
    [],
  );
  expect(replaced).toEqual([{ name: 'quiosc nou' }]);

  await tabTo(page, page.locator('summary', { hasText: 'Dona’l de baixa' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Per què'));
  await page.keyboard.type('robat');
  await page.keyboard.press('Enter');
  await expect(page.locator('.state')).toContainText('Donat de baixa');
});

test('a person whose access an administrator withdraws at the page is signed out at once', async () => {
  const { page } = browser;
  await signIn(page, 'Pere Marxa', 'viewer', '/');
  const [theirs] = (await page.context().cookies()).filter(({ name }) => name.endsWith('torn'));
  await signIn(page, 'Anna Prova', 'administrator', '/people');
  await expect(page.locator('.people')).toContainText('Pere Marxa');
  const row = page.locator('.people tbody tr', { hasText: 'Pere Marxa' });
  await expect(row).toContainText('ara hi és');
  await tabTo(page, row.locator('summary', { hasText: 'Retira l’accés' }));
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Totes les sessions de Pere Marxa s’acaben de seguida.');
  await tabTo(page, row.getByRole('button', { name: 'Retira l’accés a Pere Marxa' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('.said').first()).toContainText('Pere Marxa ja no hi entra.');
  await expect(page.locator('.people-ended')).toContainText('Pere Marxa');
  if (theirs === undefined) throw new Error('no session');
  const answer = await fetch(`${city.origin}/session`, { headers: { cookie: `${theirs.name}=${theirs.value}` } });
  expect(answer.status).toBe(401);
});

test('an operator of 010 books, finds, moves and cancels by the keyboard alone, and the hour is in a kiosk’s snapshot', async () => {
  const { page } = browser;
  await page.setViewportSize({ width: 1366, height: 768 });
  await signIn(page, 'Rosa Prova', 'administrator', '/kiosks');
  const bookable = 'oac-telefon';
  const ask = async (name: OperationName, params: Record<string, string>, body: unknown): Promise<unknown> => {
    const answered = await page.evaluate(
      async ([path, sent]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(path, { method: 'POST', headers, body: sent });
        return { status: answer.status, text: await answer.text() };
      },
      [pathOf(name, { cityId: terrassa, ...params }), JSON.stringify(body)] as const,
    );
    expect(answered.status, answered.text).toBe(201);
    return JSON.parse(answered.text);
  };
  const from = new Date(city.clock.nowMs() - 2 * 86_400_000).toISOString().slice(0, 10);
  await ask('publishProfile', { officeId: bookable }, { profile: profileOf(bookable), effectiveFrom: from });
  const day = [{ from: '00:00', to: '24:00', atOnce: 2 }];
  const plan = {
    step: 30,
    services: [{ serviceId: 'tramits', minutes: 30 }],
    mostOpen: 3,
    checksHolder: false,
    ahead: { mostDays: 10, leastMinutes: 0 },
    shares: { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 0 },
    lines: [
      {
        lineId: 'taulells',
        services: ['tramits'],
        deskId: null,
        exceptions: [],
        week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
      },
    ],
  };
  await ask('publishPlan', { officeId: bookable }, { plan, effectiveFrom: from });
  const { code, fingerprint, key } = await city.candidate();
  const place = { officeId: bookable, slot: 1, name: 'quiosc del telèfon' };
  const admitted = await ask('confirmEnrolment', {}, { code, fingerprint, ...place });
  const { kioskId } = admitted as { kioskId: string };

  await signIn(page, 'Operadora Prova', 'operator', '/010');
  await expect(page.locator('h1')).toHaveText('010 · Cita prèvia');
  let presses = 0;
  const press = async (...keys: string[]): Promise<void> => {
    for (const one of keys) {
      presses += 1;
      await page.keyboard.press(one);
    }
  };
  await expect(page.locator('[data-column="1"]')).toBeFocused();
  await press('t', 'r', 'Enter');
  await expect(page.locator('[data-column="2"]:focus .call-list button kbd').nth(1)).toHaveText('2');
  await press('2');
  await expect(page.locator('.aloud')).toContainText(/^Teniu cita .* a Oficina de proves, Carrer de proves, 1/);
  await expect(page.locator('[data-column="3"]')).toBeFocused();
  await press('Control+Enter');
  await expect(page.locator('h2', { hasText: 'Cita desada' })).toBeVisible();
  expect(presses).toBe(5);
  const locator = ((await page.locator('.locator').textContent()) ?? '').replaceAll(/[^0-9A-Z]/g, '');
  await expect(page.locator('.spelled li')).toHaveCount(8);
  const held = async () => {
    const { appointments } = await city.snapshotOf(kioskId, key);
    const [{ key: officeKey } = { key: '' }] = appointments?.keys ?? [];
    return (appointments?.appointments ?? [])
      .filter(({ locatorHash }) => locatorHash === keyedHash(officeKey, 'locator', locator))
      .map(({ start, state }) => ({ start, state }));
  };
  const [booked] = await held();
  expect(booked).toMatchObject({ state: 'booked' });
  await expect(page.locator('button:focus')).toBeVisible();

  const find = async (): Promise<void> => {
    await press('Alt+4');
    await expect(page.locator('[data-column="4"]')).toBeFocused();
    await page.keyboard.type(locator);
    await press('Enter');
    await expect(page.locator('.call-found li')).toHaveCount(1);
  };
  await press('Enter');
  await expect(page.locator('[data-column="1"]')).toBeFocused();
  await find();
  await press('Tab', 'Tab', 'Enter');
  await expect(page.locator('[data-column="2"]:focus .call-list button kbd').nth(2)).toHaveText('3');
  await press('3');
  await expect(page.locator('[data-column="3"]')).toBeFocused();
  await press('Control+Enter');
  await expect(page.locator('h2', { hasText: 'Cita canviada' })).toBeVisible();
  await expect(page.locator('button:focus')).toBeVisible();
  await press('Enter');
  await expect(page.locator('[data-column="1"]')).toBeFocused();
  await find();
  await press('Tab', 'Tab', 'Tab', 'Enter');
  await expect(page.locator('.call-found .button-main')).toBeFocused();
  await press('Enter');
  await expect(page.locator('.call-find .said')).toHaveText('La cita està anul·lada.');
  const rows = await city.database.query<{ startAt: string; isCancelled: boolean }>(
    'SELECT start_at AS "startAt", cancelled_at IS NOT NULL AS "isCancelled" FROM appointment WHERE locator = $1',
    [locator],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.isCancelled).toBe(true);
  expect(rows[0]?.startAt).not.toBe(booked?.start);
});

test('a viewer sees no button for an order on a kiosk’s page', async () => {
  const { page } = browser;
  await signIn(page, 'Pere Mira', 'viewer', `/kiosks/${city.kiosks[0]}`);
  await expect(page.locator('h1')).toHaveText(`${OFFICE} · quiosc 1`);
  await expect(page.locator('.days-row')).toHaveCount(5);
  await expect(page.locator('summary')).toHaveCount(0);
  await expect(page.locator('main button')).toHaveText(['Gràfic', 'Taula']);
});

test('an ended session leads to the sign-in', async () => {
  const { page } = browser;
  await expect(page.locator('h1')).toBeVisible();
  await city.database.query(`UPDATE staff_session SET ended_at = now()`, []);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('an administrator sets alarm rules, takes an alarm over, allows a version, makes and withdraws a token, and reads the audit, by keyboard alone', async () => {
  const { page } = browser;
  const press = async (target: Locator): Promise<void> => {
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  const type = async (target: Locator, text: string): Promise<void> => {
    await tabTo(page, target);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
  };
  const button = (name: string): Locator => page.getByRole('button', { name: asShown(name) });
  const said = (text: string) => expect(page.getByRole('status').filter({ hasText: asShown(text) })).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, 'Maria Prova', 'administrator', '/alarms');
  await expect(page.locator('h1')).toHaveText('Cap avís obert');

  // One person writes the first rule while another saves; the first person's text is not lost.
  await press(page.getByRole('link', { name: 'Regles i destinataris' }));
  await expect(page.locator('h1')).toHaveText('Cap regla no avisa ningú');
  await press(button('Afegeix un destinatari'));
  await type(page.getByLabel('Adreça de correu'), 'quioscos@exemple.cat');
  await press(button('Afegeix una regla'));
  await tabTo(page, page.getByLabel('Sense paper'));
  await page.keyboard.press('Space');
  await press(button('Desa-ho'));
  await said('Desat.');
  await expect(page.locator('h1')).toHaveText('1 regla avisa');
  await type(page.getByLabel('Minuts que ha de durar'), '45');
  await city.database.query(`UPDATE alarm_rules SET changed_at = changed_at + interval '1 minute'`, []);
  await page.keyboard.press('Enter');
  await expect(page.locator('.meanwhile')).toContainText('El que heu escrit encara és aquí');
  await press(button('Desa el meu a sobre'));
  await said('Desat.');
  // The message "Desat." may still belong to the first save, so the database is asked.
  const minutes = async () => {
    const [kept] = await city.database.query<{ document: { rules: { afterMinutes: number }[] } }>(
      'SELECT document FROM alarm_rules',
      [],
    );
    return kept?.document.rules.map(({ afterMinutes }) => afterMinutes);
  };
  await expect.poll(minutes).toEqual([45]);
  await press(button('Envia una prova a equip'));
  await expect(page.locator('.message-state')).toContainText('està a punt de sortir');

  await city.database.query(
    `INSERT INTO raised_alarm (city_id, alarm_id, rule_id, kind, cause, subject, office_id, kiosk_id, since, opened_at, is_due)
      VALUES ($1, gen_random_uuid(), 'regla', 'paper-out', 'paper-out', 'a', $2, $3::uuid, now(), now(), false)`,
    [terrassa, OFFICE, city.kiosks[1]],
  );
  await press(page.getByRole('link', { name: 'Avisos' }).last());
  await expect(page.locator('h1')).toHaveText('1 avís obert');
  await press(button('Me n’encarrego'));
  await expect(page.locator('tbody')).toContainText('Maria Prova');

  await press(page.getByRole('link', { name: 'Central' }));
  await press(page.locator('summary', { hasText: 'Digues quina versió' }));
  await type(page.getByLabel('Versió (buit: la més nova)'), '1.0.1');
  await page.keyboard.press('Enter');
  await said('Dit.');
  await expect(page.locator('tbody').first()).toContainText('1.0.1');

  await press(page.getByRole('link', { name: 'Canals i testimonis' }));
  await press(page.locator('summary', { hasText: 'Fes un testimoni' }));
  await type(page.getByLabel('Programa que el farà servir'), 'Panell');
  await page.keyboard.press('Enter');
  await expect(page.locator('.link-once input')).toHaveValue(/^torn_/);
  const row = page.locator('tbody tr', { hasText: 'Panell' });
  await press(row.locator('summary'));
  await press(row.getByRole('button'));
  await said('El testimoni de Panell ja no obre res.');
  await press(page.locator('summary', { hasText: 'Afegeix un canal' }));
  const adding = page.locator('details[open]', { hasText: 'Afegeix un canal' });
  await type(adding.getByLabel('Nom, com en diu el personal'), 'Web municipal');
  await type(adding.getByLabel(asShown('Nom per al programa (lletres, xifres i guionets)')), 'Web municipal');
  await press(adding.getByRole('button', { name: asShown('Desa-ho') }));
  await expect(page.locator('.rule', { hasText: 'web-municipal' })).toBeVisible();

  await press(page.getByRole('link', { name: 'Registre' }));
  await type(page.getByLabel('Nom de la persona o del testimoni'), 'Maria Prova');
  await page.getByLabel('Què ha fet').selectOption('Fer un testimoni');
  await press(button('Cerca'));
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.locator('tbody tr')).toContainText('Maria Prova');
  // The test window would ask where to save a file, so the file is read before it is saved.
  await page.evaluate(() => {
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob) void blob.text().then((text) => document.body.setAttribute('data-saved', text));
      return '#';
    };
    HTMLAnchorElement.prototype.click = () => {};
  });
  await press(button('Baixa-ho tot com a CSV'));
  await said('Baixat: 1 anotació.');
  await expect(page.locator('body')).toHaveAttribute('data-saved', /^at,lastAt,.*\r\n.*Maria Prova.*makeToken/);

  await press(page.getByRole('link', { name: 'Conservació' }));
  await expect(page.locator('h1')).toContainText('La pròxima neteja és el');
  await expect(page.locator('tbody').first()).toContainText('anterior al');
});
