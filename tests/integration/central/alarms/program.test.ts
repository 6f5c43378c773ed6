import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeNewKeyFile } from '../../../../src-central/key-files.ts';
import { RULE, TEAM } from '../../../support/alarmed-city.ts';
import { channelAt, DNI, HERE, startOffices, THERE } from '../../../support/booking.ts';
import { startCentreProcess } from '../../../support/centre-process.ts';
import { startMailServer } from '../../../support/mail-server.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { newEvents, startTestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

it('the program sends a message again under its id if it was killed while the mail server took it, and encrypts the keys that it finds', async () => {
  const url = await postgres.newDatabase();
  const centre = await startTestCentre(url, { clock: { ms: Date.now() } });
  const { database } = centre;
  await database.query('INSERT INTO city (name, since) VALUES ($1, now()) ON CONFLICT (name) DO NOTHING', [terrassa]);
  const { here } = await startOffices(centre, [HERE, THERE]);
  await (await channelAt(centre, 'web', HERE)).book('W-1', {
    documentNumber: DNI,
    start: new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000).toISOString(),
  });
  await here.send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
  const rules = {
    zone: 'Europe/Madrid',
    recipients: [TEAM],
    rules: [{ ...RULE, kinds: ['paper-out'], afterMinutes: 0 }],
  };
  expect((await centre.order('putAlarmRules', {}, rules)).status).toBe(204);
  await database.query(`UPDATE alarm_rules SET looked_at = looked_at - interval '1 minute'`);

  const folder = temporaryFolder();
  const files = { key: join(folder, 'centre.pem'), officeKeys: join(folder, 'office-keys') };
  expect(writeNewKeyFile(files.key).ok).toBe(true);
  writeFileSync(files.officeKeys, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const mail = await startMailServer({ isPlain: true });
  const start = async () => {
    const program = await startCentreProcess({
      DATABASE_URL: url,
      CENTRE_KEY_FILE: files.key,
      OFFICE_KEYS_KEY_FILE: files.officeKeys,
      SMTP_URL: `smtp://127.0.0.1:${mail.settings.port}`,
      MAIL_FROM: 'avisos@torn.example',
    });
    onTestFinished(() => program.stop());
    return program;
  };
  const isTaken = Promise.withResolvers<void>();
  const isKilled = Promise.withResolvers<void>();
  mail.onMail = () => {
    isTaken.resolve();
    return isKilled.promise;
  };
  const first = await start();
  await isTaken.promise;
  await first.stop('SIGKILL');
  isKilled.resolve();
  await expect.poll(() => mail.mails.length).toBe(1);
  const [held] = await database.query<{ holder: string }>('SELECT holder FROM alarm_message WHERE sent_at IS NULL');
  expect(held?.holder).toMatch(/^[0-9a-f-]{36}$/);
  // The dead replica has claimed the message until `next_try_at`. Only after that time may another replica send the message.
  await database.query('UPDATE alarm_message SET next_try_at = now()');
  await start();
  const sent = () => database.query('SELECT 1 FROM alarm_message WHERE sent_at IS NOT NULL');
  await expect.poll(async () => (await sent()).length).toBe(1);
  expect(mail.mails.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 2 }, () => 'Torn: 1 avís, Sense paper: Oficina de proves, quiosc 1'),
  );
  expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(1);

  const keys = () => database.query<{ key: string | null; sealed: string }>('SELECT key, sealed FROM office_key');
  await expect.poll(async () => (await keys()).map(({ key }) => key)).toEqual([null]);
  expect((await keys())[0]?.sealed).toMatch(/^v1\./);
});
