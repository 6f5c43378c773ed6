import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSecretPlace } from '../../../../src-main/security/secret-place.ts';
import { temporaryFolder, temporaryFolderOnDisk } from '../../../support/temporary-folder.ts';

const placeIn = (folder: string, more: { tool?: string; hostKeyFile?: string } = {}) =>
  openSecretPlace({ folder, environment: {}, hostKeyFile: '/nowhere', ...more }, 'secret', '.key');

/** Lists the names in a folder each time a file in it is synced. */
async function watchSyncs(folder: string): Promise<string[][]> {
  const handle = await open(folder, 'r');
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const seen: string[][] = [];
  const sync = prototype.sync;
  const spy = vi.spyOn(prototype, 'sync').mockImplementation(function (this: FileHandle) {
    seen.push(readdirSync(folder));
    return sync.call(this);
  });
  onTestFinished(() => spy.mockRestore());
  return seen;
}

test('a secret is synced before it gets its name, and the name before the call returns', async () => {
  const folder = temporaryFolder();
  const syncs = await watchSyncs(folder);
  await placeIn(folder).keep('geheim');
  expect(syncs).toEqual([['secret.key.draft'], ['secret.key']]);
});

/**
 * A hard link to `file`, readable after `file` itself is deleted. `file` gets extra disk blocks, which it would lose if it were truncated.
 */
function witnessOf(file: string): { text: () => string; keepsItsBlocks: () => boolean } {
  const path = join(temporaryFolder(), 'witness');
  const given = spawnSync('fallocate', ['--keep-size', '--length', '65536', file]);
  expect(given.status, given.stderr.toString()).toBe(0);
  linkSync(file, path);
  const { blocks } = statSync(path);
  return { text: () => readFileSync(path, 'latin1'), keepsItsBlocks: () => statSync(path).blocks === blocks };
}

const ZEROS = '\0'.repeat(6);

test('a wiped secret is overwritten in its own blocks, and so are the remains of a power cut', async () => {
  const folder = temporaryFolder();
  await placeIn(folder).keep('geheim');
  for (const name of ['secret.cred', 'secret.key.draft']) writeFileSync(join(folder, name), 'sealed');
  const witnesses = readdirSync(folder).map((name) => witnessOf(join(folder, name)));
  placeIn(folder).wipe();
  expect(readdirSync(folder)).toEqual([]);
  expect(witnesses.map(({ text }) => text())).toEqual([ZEROS, ZEROS, ZEROS]);
  expect(witnesses.map(({ keepsItsBlocks }) => keepsItsBlocks())).toEqual([true, true, true]);
});

test('a secret that is replaced is overwritten too', async () => {
  const folder = temporaryFolder();
  await placeIn(folder).keep('geheim');
  const witness = witnessOf(join(folder, 'secret.key'));
  await placeIn(folder).keep('another');
  expect([witness.text(), witness.keepsItsBlocks()]).toEqual([ZEROS, true]);
  expect(await placeIn(folder).read()).toEqual({ ok: true, value: { text: 'another', place: 'file' } });
});

const systemdCreds = spawnSync('systemd-creds', ['--version']).status === 0;

test.skipIf(!systemdCreds)(
  'a secret that the real systemd-creds encrypts with the host’s key is reported as bound to the host',
  async () => {
    const folder = temporaryFolder();
    const tool = join(temporaryFolder(), 'systemd-creds');
    const hostKeyFile = join(temporaryFolderOnDisk(), 'credential.secret');
    writeFileSync(tool, `#!/bin/sh\nSYSTEMD_CREDENTIAL_SECRET='${hostKeyFile}' exec systemd-creds "$@"\n`);
    chmodSync(tool, 0o755);
    const parts = { tool, hostKeyFile };
    const made = spawnSync(tool, ['encrypt', '--with-key=host', '-', '-'], { input: 'first use makes the key' });
    expect(made.status, made.stderr.toString()).toBe(0);
    expect(statSync(hostKeyFile).mode & 0o077).toBe(0);
    const kept = await placeIn(folder, parts).keep('geheim');
    // A machine with a TPM reports "tpm".
    expect(['host', 'tpm']).toContain(kept);
    expect(await placeIn(folder, parts).read()).toEqual({ ok: true, value: { text: 'geheim', place: kept } });
  },
);
