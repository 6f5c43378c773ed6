import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src-central/database/postgres.ts';
import { assembleCentre } from '../../../../src-central/replica.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newVisitor, STAFF, STAFF_ORIGIN, signedIn } from '../../../support/staff-visitor.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

it('serves a program to people who have signed in, and leads others to the sign-in and back', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script src="/assets/city.js"></script>');
  writeFileSync(join(folder, 'assets', 'city.js'), `document.title = '${'x'.repeat(5_000)}';`);
  const url = await postgres.newDatabase();
  const centre = await startTestCentre(url, { staff: STAFF });
  const database = openPostgres(url, { connections: 2, onTrouble: () => {} });
  const { staffServer, open } = assembleCentre({
    ...{ database, signingKey: newSigningKey(), environment: 'test', logger: pino({ level: 'silent' }) },
    ...{ behindProxy: false, maxInFlight: 20, nextKey: null, tls: null, staff: STAFF },
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
