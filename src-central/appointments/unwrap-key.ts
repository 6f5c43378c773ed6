import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { BadSettings, KeyModule } from '../settings.ts';

const TOOL = 'pkcs11-tool';
const PATIENCE_MS = 30_000;
/** SHA-1 is the only hash that every module supports. RSA-OAEP does not depend on the hash's resistance to collisions. */
const OAEP = ['--mechanism', 'RSA-PKCS-OAEP', '--hash-algorithm', 'SHA-1', '--mgf', 'MGF1-SHA1'];

/**
 * Decrypts a key that RSA-OAEP has encrypted for a PKCS #11 module. OpenSC's tool speaks to the module, because every npm package for such
 * modules needs a compiler. The PIN is passed in the environment, never in the arguments. The decrypted key is in a private file for a
 * moment, because the tool mixes messages into its output.
 */
export function unwrapKey(wrapped: Buffer, { library, token, key, pin }: KeyModule): Result<Buffer, BadSettings> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-key-'));
  const clear = join(folder, 'clear');
  const from = ['--module', library, '--token-label', token, '--id', key, '--login', '--pin', 'env:TORN_MODULE_PIN'];
  try {
    const { status, error, stderr } = spawnSync(TOOL, [...from, '--decrypt', ...OAEP, '--output-file', clear], {
      input: wrapped,
      timeout: PATIENCE_MS,
      encoding: 'utf8',
      env: { ...process.env, TORN_MODULE_PIN: pin },
    });
    if (error) return wrong(error.message);
    if (status !== 0) return wrong(/error: (.*)/.exec(stderr)?.[1] ?? `${TOOL} ended with ${status}`);
    return succeed(readFileSync(clear));
  } catch (error) {
    return wrong(messageOf(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wrong = (reason: string) =>
  refuse({
    kind: 'bad-settings' as const,
    detail: `the module of OFFICE_KEYS_MODULE does not decrypt the key: ${reason}`,
  });
