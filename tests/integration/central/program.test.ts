import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { keyFromPem, newSigningKey, pairingFingerprint } from '../../../src-main/signing/keys.ts';
import { COMPILE_CACHE, startCentreProcess } from '../../support/centre-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const main = join(repositoryRoot, 'src-central', 'main.ts');
const retention = join(repositoryRoot, 'src-central', 'retention', 'main.ts');
const execute = promisify(execFile);

const command = async (
  args: readonly string[],
  environment: Record<string, string> = {},
  program = main,
): Promise<string> =>
  (await execute(pinnedNode, [program, ...args], { env: { ...COMPILE_CACHE, ...environment } })).stdout.trim();

async function openCode(centre: TestCentre, over: Record<string, unknown> = {}) {
  const key = newSigningKey();
  const asked = { incarnation: randomUUID(), slot: null, version: '0.1.0', build: 'official', ...over };
  const opened = await centre.signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: terrassa }),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ publicKey: key.publicKey, ...asked })),
  });
  return { key, code: (opened.body as { code: string }).code };
}

/** Runs `confirm` as at a terminal: each answer is sent after its question, and stdin stays open. */
async function confirmByHand(centre: TestCentre, args: readonly string[], answers: readonly string[]) {
  const where = ['confirm', '--url', centre.url, '--city', terrassa];
  const env = { ...process.env, ...COMPILE_CACHE, TORN_TOKEN: centre.token };
  const program = spawn(pinnedNode, [main, ...where, ...args], { env });
  let stdout = '';
  let stderr = '';
  let asked = 0;
  program.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  program.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (!stderr.endsWith(': ')) return;
    program.stdin.write(`${answers[asked] ?? ''}\n`);
    asked += 1;
  });
  const [exit] = (await once(program, 'close')) as [number | null];
  return { exit, stdout, stderr, asked };
}

describe('the program', () => {
  it('announces a demonstration when it has no database, keeps its data private and its token to its own run, and ends at SIGTERM', async () => {
    const data = join(temporaryFolder(), 'data');
    const run = async () => {
      const centre = await startCentreProcess({}, ['--data', data]);
      onTestFinished(() => centre.stop());
      const token = /terrassa.*: (torn_[\w-]{43})$/.exec(centre.said[1] ?? '')?.[1] ?? '';
      const statusOf = async (bearer: string) => {
        const path = pathOf('listKiosks', { cityId: terrassa });
        return (await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${bearer}` } })).status;
      };
      return { centre, token, statusOf };
    };
    const first = await run();
    expect(first.centre.said[0]).toMatch(/^DEMONSTRATION\. It writes without fsync/);
    expect((await fetch(`${first.centre.url}/health/ready`)).status).toBe(200);
    expect(await first.statusOf(first.token)).toBe(200);
    const keyFile = join(data, 'centre-key.pem');
    expect(keyFromPem(readFileSync(keyFile, 'utf8'))).not.toBeNull();
    const modes = ['.', 'database', 'centre-key.pem'].map((name) => statSync(join(data, name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);
    await expect(command(['--data', data], { PORT: '0' })).rejects.toMatchObject({
      code: 2,
      stderr: `another process uses ${data}\n`,
    });
    await first.centre.stop('SIGKILL');

    chmodSync(data, 0o755);
    await expect(command(['--data', data], { PORT: '0' })).rejects.toMatchObject({
      code: 2,
      stderr: `${data} can be read or written by others: chmod -R go= ${data}\n`,
    });
    chmodSync(data, 0o700);
    const second = await run();
    expect(await second.statusOf(first.token)).toBe(401);
    expect(await second.statusOf(second.token)).toBe(200);
    await second.centre.stop('SIGTERM');
    expect(await second.centre.ended).toBe(0);
  });

  it('refuses a remote database without TLS and a key that others can read, and repeats no secret', async () => {
    const keyFile = join(temporaryFolder(), 'centre.pem');
    await command(['new-key', keyFile]);
    const secret = 'contrasenya-secreta';
    const refused = async (
      args: readonly string[],
      environment: Record<string, string>,
      program = main,
    ): Promise<string> => {
      const { code, stdout, stderr } = await command(args, environment, program).then(
        () => ({ code: 0, stdout: '', stderr: '' }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      );
      expect(code).toBe(2);
      expect(`${stdout}${stderr}`).not.toContain(secret);
      return stderr;
    };
    const far = { DATABASE_URL: `postgres://torn:${secret}@base.example/torn`, CENTRE_KEY_FILE: keyFile };
    expect(await refused([], far)).toContain('sslmode=verify-full');
    expect(await refused(['migrate'], far)).toContain('sslmode=verify-full');
    expect(await refused(['--run'], far, retention)).toContain('sslmode=verify-full');
    expect(await refused(['--status'], far, retention)).toContain('sslmode=verify-full');
    const unread = { ...far, DATABASE_URL: `postgres://torn:${secret}@base.example:port/torn` };
    expect(await refused([], unread)).toContain('DATABASE_URL cannot be read');
    chmodSync(keyFile, 0o644);
    const near = { ...far, DATABASE_URL: `postgres://torn:${secret}@localhost/torn?host=/nowhere` };
    expect(await refused([], near)).toBe(`${keyFile} can be read or written by others: chmod 600 ${keyFile}\n`);
  });

  it('runs as replicas with one key and one database, which a person manages by commands', async () => {
    const url = await postgres.newEmptyDatabase();
    const keyFile = join(temporaryFolder(), 'centre.pem');
    expect(await command(['new-key', keyFile])).toContain(keyFile);
    await expect(command(['new-key', keyFile])).rejects.toMatchObject({ code: 2 });
    const environment = { DATABASE_URL: url, CENTRE_KEY_FILE: keyFile };
    const replicas = await Promise.all([startCentreProcess(environment), startCentreProcess(environment)]);
    for (const replica of replicas) onTestFinished(() => replica.stop());

    const asToken = ['token', '--city', terrassa, '--name', 'Montserrat Prova'];
    expect(await command(['migrate'], { DATABASE_URL: url })).toContain('up to date');
    const token = await command([...asToken, '--role', 'administrator'], { DATABASE_URL: url });
    const revocation = (bearer: string, base: string) =>
      fetch(`${base}${pathOf('revokeKiosk', { cityId: terrassa, kioskId: randomUUID() })}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ reason: 'prova' }),
      });
    for (const replica of replicas) expect((await revocation(token, replica.url)).status).toBe(404);
    expect((await revocation(`${token}x`, replicas[0]?.url ?? '')).status).toBe(401);
    const withdraw = ['withdraw', '--city', terrassa, '--name', 'Montserrat Prova'];
    expect(await command(withdraw, { DATABASE_URL: url })).toBe('Tokens withdrawn: 1.');
    const audit = await command(['audit', '--city', terrassa], { DATABASE_URL: url });
    expect(audit).toContain('at,lastAt,times,source,actor,name,');
    expect(audit).toMatch(/,machine,command line: [^,]+,.*withdrawTokens/);
    for (const replica of replicas) expect((await revocation(token, replica.url)).status).toBe(401);
    for (const replica of replicas) await replica.stop();
    expect(await Promise.all(replicas.map(({ ended }) => ended))).toEqual([0, 0]);
  });

  it('enrols a kiosk from the command line, and changes its store epoch after a restore', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(url);
    await centre.makeOffice(OFFICE);
    const { key, code } = await openCode(centre);
    const fingerprint = pairingFingerprint(key.publicKey, centre.signingKey.publicKey).replace(/.{5}(?=.)/g, '$& ');
    const place = ['--url', centre.url, '--city', terrassa, '--office', OFFICE, '--slot', '3', '--name', 'entrada'];
    const confirm = [
      'confirm',
      ...place,
      '--code',
      `${code.slice(0, 4)}-${code.slice(4)}`,
      '--fingerprint',
      fingerprint,
    ];
    await expect(command(confirm)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('TORN_TOKEN') });
    expect(await command(confirm, { TORN_TOKEN: centre.token })).toContain('kioskId');
    await expect(command(confirm, { TORN_TOKEN: centre.token })).rejects.toMatchObject({
      stderr: expect.stringContaining('code-spent'),
    });

    const kiosk = await centre.enrol(4);
    const make = newEvents();
    const before = await kiosk.send([make.issued(1)]);
    await command(['restored'], { DATABASE_URL: url });
    const after = await kiosk.send([make.issued(2)]);
    expect(after.storeEpoch).not.toBe(before.storeEpoch);
    expect(await command(['rebuild', '--city', terrassa], { DATABASE_URL: url })).toContain('from 2 events');
    const written = await centre.database.query<{ what: string; detail: unknown; who: string; result: string }>(
      `SELECT what, detail, token_name AS who, result FROM audit WHERE what IN ('restored', 'rebuild')`,
    );
    const who = `command line: ${userInfo().username}`;
    expect(written).toEqual(
      expect.arrayContaining([
        { what: 'restored', detail: { storeEpoch: after.storeEpoch }, who, result: 'done' },
        { what: 'rebuild', detail: { events: 2 }, who, result: 'done' },
      ]),
    );
  });

  it('shows the fingerprint of the kiosk that waits under a code, and asks a person for the rest', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await centre.makeOffice(OFFICE);
    const { key, code } = await openCode(centre);
    const fingerprint = pairingFingerprint(key.publicKey, centre.signingKey.publicKey);
    const shown = fingerprint.replace(/.{5}(?=.)/g, '$& ');

    const other = await confirmByHand(centre, ['--code', code], ['no']);
    expect(other).toMatchObject({ exit: 2, stdout: '', asked: 1, stderr: expect.stringContaining(shown) });
    expect(other.stderr).toContain('nothing has changed');

    const done = await confirmByHand(centre, ['--code', code], ['yes', '', '', 'entrada']);
    expect(done).toMatchObject({ exit: 0, asked: 4, stdout: expect.stringContaining('kioskId') });
    expect(done.stderr).toContain('001-399, then 1000-1999');
    const kiosks = 'SELECT office_id AS office, slot, name FROM kiosk';
    expect(await centre.database.query(kiosks)).toEqual([{ office: OFFICE, slot: 1, name: 'entrada' }]);

    const successor = await openCode(centre, { replaces: true });
    const replaced = await confirmByHand(centre, ['--code', successor.code], ['y', OFFICE, '1', '2', 'entrada nova']);
    expect(replaced).toMatchObject({ exit: 0, asked: 5 });
    expect(await centre.database.query(`${kiosks} WHERE revoked_reason = 'replaced'`)).toHaveLength(1);
  });

  it('names the member that a centre refuses, and the reason', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await centre.makeOffice(OFFICE);
    await centre.enrol(1);
    const { key, code } = await openCode(centre);
    const fingerprint = pairingFingerprint(key.publicKey, centre.signingKey.publicKey);
    const whole = ['--fingerprint', fingerprint, '--name', 'entrada'];
    const refused = async (...args: string[]) => {
      const { exit, stderr } = await confirmByHand(centre, [...whole, ...args], []);
      expect(exit).toBe(2);
      return stderr;
    };
    expect(await refused('--code', '22222222', '--office', OFFICE, '--slot', '2')).toBe(
      'refused, unknown-code: No enrolment waits under this code\n  /body/code: No enrolment waits under this code\n',
    );
    expect(await refused('--code', code, '--office', 'oac-nowhere', '--slot', '2')).toBe(
      'refused, not-found: There is nothing here\n  /body/officeId: the city has no such office\n',
    );
    expect(await refused('--code', code, '--office', OFFICE, '--slot', '1')).toContain(
      '/body/slot: The slot belongs or belonged',
    );
    const nobody = await confirmByHand(centre, ['--code', '22222222'], []);
    expect(nobody).toMatchObject({ exit: 2, asked: 0, stderr: expect.stringContaining('unknown-code') });
  });

  it.each([
    [['dance'], 'there is no command dance'],
    [['token', '--city', 'terrassa'], '--name'],
    [['rebuild', '--city', 'No City'], '--city'],
    [['migrate'], 'DATABASE_URL is missing'],
    [['--token', 'secret'], '--token'],
  ])('refuses %j with a message', async (args, words) => {
    await expect(command(args)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });
});
