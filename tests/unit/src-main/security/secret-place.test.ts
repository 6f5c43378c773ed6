import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSecretPlace } from '../../../../src-main/security/secret-place.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const placeIn = (folder: string, more: { tool?: string; hostKeyFile?: string } = {}) =>
  openSecretPlace({
    ...{ folder, name: 'secret', extension: '.key', environment: {}, hostKeyFile: '/nowhere' },
    ...more,
  });

/** What stands in a folder each time something in it is made durable. */
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

test('a secret is on the disk before it has its name, and the name is before it is told to be kept', async () => {
  const folder = temporaryFolder();
  const syncs = await watchSyncs(folder);
  await placeIn(folder).keep('geheim');
  expect(syncs).toEqual([['secret.key.draft'], ['secret.key']]);
});

test('a secret that is wiped, or that moves to a better place, is overwritten where it lay', async () => {
  const folder = temporaryFolder();
  const elsewhere = temporaryFolder();
  await placeIn(folder).keep('geheim');
  linkSync(join(folder, 'secret.key'), join(elsewhere, 'plain'));
  writeFileSync(join(folder, 'secret.cred'), 'sealed');
  linkSync(join(folder, 'secret.cred'), join(elsewhere, 'sealed'));
  placeIn(folder).wipe();
  expect(readdirSync(folder)).toEqual([]);
  for (const name of ['plain', 'sealed']) expect(readFileSync(join(elsewhere, name))).toEqual(Buffer.alloc(6));
});

const systemdCreds = spawnSync('systemd-creds', ['--version']).status === 0;

test.skipIf(!systemdCreds)(
  'what the real systemd-creds encrypts with the key of the host is said to lie at the host',
  async () => {
    const folder = temporaryFolder();
    const tool = join(temporaryFolder(), 'systemd-creds');
    const hostKeyFile = join(temporaryFolder(), 'credential.secret');
    writeFileSync(tool, `#!/bin/sh\nSYSTEMD_CREDENTIAL_SECRET='${hostKeyFile}' exec systemd-creds "$@"\n`);
    chmodSync(tool, 0o755);
    const parts = { tool, hostKeyFile };
    const made = spawnSync(tool, ['encrypt', '--with-key=host', '-', '-'], { input: 'first use makes the key' });
    expect(made.status, made.stderr.toString()).toBe(0);
    expect(statSync(hostKeyFile).mode & 0o077).toBe(0);
    const kept = await placeIn(folder, parts).keep('geheim');
    // A machine with a TPM says so.
    expect(['host', 'tpm']).toContain(kept);
    expect(await placeIn(folder, parts).read()).toEqual({ ok: true, value: { text: 'geheim', place: kept } });
  },
);
