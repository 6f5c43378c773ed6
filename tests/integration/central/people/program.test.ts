import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../../build/runtime.ts';
import { openPostgres } from '../../../../src-central/database/postgres.ts';
import { assembleCentre } from '../../../../src-central/replica.ts';
import { pathOf } from '../../../../src-main/contract/centre/operations.ts';
import { centreDefaults } from '../../../support/centre-defaults.ts';
import { COMPILE_CACHE, startCentreProcess } from '../../../support/centre-process.ts';
import { freePort } from '../../../support/free-port.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newVisitor, STAFF, STAFF_ORIGIN, signedIn } from '../../../support/staff-visitor.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { startTestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();
const main = join(repositoryRoot, 'src-central', 'main.ts');
const execute = promisify(execFile);

const command = async (args: readonly string[], environment: Record<string, string> = {}): Promise<string> =>
  (await execute(pinnedNode, [main, ...args], { env: { ...COMPILE_CACHE, ...environment } })).stdout.trim();

it('the staff listener serves a program to people who have signed in, and leads other people to the sign-in and back', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script src="/assets/city.js"></script>');
  writeFileSync(join(folder, 'assets', 'city.js'), `document.title = '${'x'.repeat(5_000)}';`);
  const url = await postgres.newDatabase();
  const centre = await startTestCentre(url, { staff: STAFF });
  const database = openPostgres(url, { connections: 2, onTrouble: () => {} });
  const { staffServer, open } = assembleCentre({
    ...centreDefaults(),
    database,
    staff: STAFF,
    clock: { nowMs: () => centre.clock.ms },
  });
  staffServer?.registerProgram({ folder, entry: 'index.html', paths: ['/', '/kiosks/:kioskId'] });
  await open();
  const staffUrl = (await staffServer?.listen('127.0.0.1', 0)) ?? '';
  onTestFinished(async () => {
    await staffServer?.drain();
    await database.close();
  });
  const visitor = newVisitor({ staffUrl });
  const away = await visitor.get('/kiosks/1?from=2');
  expect([away.status, away.location]).toEqual([303, `${STAFF_ORIGIN}/sign-in?next=%2Fkiosks%2F1%3Ffrom%3D2`]);
  for (const [name, value] of (await signedIn(centre, 'Montserrat Prova')).cookies) visitor.cookies.set(name, value);
  const page = await visitor.get('/kiosks/1?from=2');
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const script = await visitor.get('/assets/city.js', { 'accept-encoding': 'br' });
  expect(script.headers.get('content-encoding')).toBe('br');
  expect(script.text).toContain('document.title');
  expect((await visitor.get('/index.html')).status).toBe(404);
  expect((await visitor.get('/assets/../../package.json')).status).toBe(404);
});

it('the centre’s program has two listeners, a command that invites the first administrator, and a command that withdraws a person', async () => {
  const url = await postgres.newDatabase();
  const port = await freePort();
  const keyFile = join(temporaryFolder(), 'centre.pem');
  await command(['new-key', keyFile]);
  const staff = { DATABASE_URL: url, STAFF_URL: `http://127.0.0.1:${port}` };
  const centre = await startCentreProcess({ ...staff, CENTRE_KEY_FILE: keyFile, STAFF_PORT: `${port}` });
  onTestFinished(() => centre.stop());
  const named = ['--city', terrassa, '--name', 'Montserrat Prova'];
  await expect(command(['invite', ...named], { DATABASE_URL: url })).rejects.toMatchObject({
    stderr: expect.stringContaining('STAFF_URL is missing'),
  });
  await expect(command(['invite', ...named, '--office', 'oac-ddo'], staff)).rejects.toMatchObject({
    stderr: expect.stringContaining('terrassa has no office oac-ddo'),
  });
  const link = await command(['invite', ...named], staff);
  expect(link).toMatch(new RegExp(`^${staff.STAFF_URL}/invitations/terrassa/[\\w-]{43}$`));
  const shown = await fetch(link);
  expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('Montserrat Prova')]);
  const path = pathOf('listKiosks', { cityId: terrassa });
  expect((await fetch(`${staff.STAFF_URL}${path}`)).status).toBe(401);
  expect((await fetch(`${centre.url}${path}`)).status).toBe(404);
  // The staff pages ask for a sign-in. If they are not built, only the account page exists.
  expect((await fetch(staff.STAFF_URL, { redirect: 'manual' })).headers.get('location')).toMatch(
    /\/(account|sign-in\?next=%2F)$/,
  );
  expect(await command(['withdraw', ...named], { DATABASE_URL: url })).toContain('The person is withdrawn');
  expect((await fetch(link)).status).toBe(404);
});
