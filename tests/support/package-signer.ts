import { execFileSync } from 'node:child_process';
import type { Signer } from '../../build/deb/repository.ts';

/** Makes a key without a passphrase in gpg's folder `home`. */
export function makeSigner(home: string, name: string): Signer {
  const key = `${name}@example.invalid`;
  const words = ['--batch', '--passphrase', '', '--quick-generate-key', key, 'ed25519', 'sign', 'never'];
  execFileSync('gpg', ['--homedir', home, ...words], { stdio: 'ignore' });
  return { home, key };
}
