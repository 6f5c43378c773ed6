import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { LOCATOR_RANDOM_BYTES } from '../../../src-main/domain/locator.ts';
import { newLocator } from '../../../src-main/domain/new-locator.ts';
import type { CoreMethod, ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import { officeWithCheckIns } from '../../support/booked-office.ts';
import { newRequestId } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { virtualProfile } from '../../support/printing.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const PIN = '508263';
const DOCUMENT = '12345678Z';
const LOCATOR = newLocator(() => randomBytes(LOCATOR_RANDOM_BYTES));

test('diagnostics contain versions, configuration, health and log, and no personal data or secret', async () => {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => printer.close());
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const stickDir = temporaryFolder();
  const { core, data } = await pairedCore(centre, {
    deviceRoot: createDeviceTree().root,
    profile: officeWithCheckIns(temporaryFolder()),
    stickDir,
    printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port ?? 0 } },
  });
  await centreWhen(core, ({ lastContactMs }) => lastContactMs !== null);
  const technician = technicianAt(core);
  for (let count = 0; count < 3; count += 1) expect(await core.takeTicket()).toBe('printed');
  // Input that a person typed and the kiosk refused is the most likely to remain in a log.
  const does = <M extends CoreMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) =>
    expect([method, technician.touch(method, params)]).toMatchObject([method, { ok: true }]);
  does('openEntry', { visitType: 'appointment' });
  does('openCheckIn', { method: 'locator' });
  does('presentLocator', { requestId: newRequestId(), text: LOCATOR });
  await core.until(() => core.view().view.screen !== 'locator-keypad');
  does('finish', {});
  does('openEntry', { visitType: 'appointment' });
  does('openCheckIn', { method: 'document' });
  // The current screen accepts no document number. The kiosk's refusal must not store the number.
  technician.touch('presentDocument', { requestId: newRequestId(), kind: 'dni', text: DOCUMENT });
  does('finish', {});
  await technician.enterStatus();
  technician.touch('showPage', { page: 'technician-test' });
  technician.touch('runSelfTest', {});
  await core.until(() => core.log.some(({ kind }) => kind.startsWith('self-test-')));
  technician.touch('saveDiagnostics', {});
  await core.until(() => core.log.some(({ kind }) => kind === 'diagnostics-saved'));

  const [name = ''] = readdirSync(stickDir);
  const text = readFileSync(join(stickDir, name), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  expect([...new Set(lines.map(({ part }) => part))]).toEqual([
    'diagnostics',
    'versions',
    'options',
    'profile',
    'devices',
    'health',
    'log',
  ]);
  expect(lines.some(({ event }) => event === 'job-printed')).toBe(true);
  expect(lines.find(({ part }) => part === 'health')).toMatchObject({
    centre: { state: 'paired' },
    printers: [{ printer: 'main', condition: 'ready' }],
    selfTest: { rows: expect.arrayContaining([{ part: 'disk', says: 'good', level: 'good' }]) },
  });

  await centreWhen(core, ({ unsent }) => unsent === 0);
  const { database } = centre;
  const tokens = await database.query(
    "SELECT payload->>'followToken' AS token FROM event WHERE type = 'ticket-issued'",
    [],
  );
  const secrets = [
    PIN,
    DOCUMENT,
    DOCUMENT.slice(0, -1),
    LOCATOR,
    centre.token,
    ...tokens.map(({ token }) => String(token)),
    ...readdirSync(data)
      .filter((file) => /^torn-(device-key|appointments)/.test(file))
      .flatMap((file) => piecesOf(readFileSync(join(data, file)))),
  ].filter((secret) => secret !== 'null');
  expect(tokens.length).toBe(3);
  expect(secrets.length).toBeGreaterThan(8);
  for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
  expect(text).not.toMatch(/argon2|PRIVATE KEY|\b\d{8}[A-Z]\b/);
});

/** The first characters of a key file in each encoding in which a text could contain it. */
const piecesOf = (bytes: Buffer): string[] =>
  [bytes.toString('latin1').trim(), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]
    .map((form) => form.slice(0, 60))
    .filter((form) => form.length >= 16);
