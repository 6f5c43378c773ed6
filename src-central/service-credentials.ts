import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, succeed } from '../src-main/domain/result.ts';
import { readPrivateFile } from './private-files.ts';
import { type BadSettings, wrong } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The setting that each credential gives, by its file name, which is the name of a systemd credential (systemd.exec(5)) or of a container's
 * secret.
 */
const FILES = {
  'torn-central.key': 'CENTRE_KEY_FILE',
  'torn-central.next-key': 'CENTRE_NEXT_KEY_FILE',
  'torn-central.tls-cert': 'TLS_CERT_FILE',
  'torn-central.tls-key': 'TLS_KEY_FILE',
  'torn-central.office-keys-key': 'OFFICE_KEYS_KEY_FILE',
  'torn-central.office-keys-other-key': 'OFFICE_KEYS_OTHER_KEY_FILE',
  'torn-central.oidc-secret': 'OIDC_SECRET_FILE',
  'torn-central.citizens-provider-secret': 'CITIZENS_PROVIDER_SECRET_FILE',
} as const;
const TEXTS = {
  'torn-central.database-url': 'DATABASE_URL',
  'torn-central.smtp-url': 'SMTP_URL',
  'torn-central.smtp-password': 'SMTP_PASSWORD',
  'torn-central.office-keys-pin': 'OFFICE_KEYS_MODULE_PIN',
} as const;

/**
 * Adds the credentials in `CREDENTIALS_DIRECTORY` to the environment: addresses, passwords and a PIN by their text; keys, certificates and
 * the secrets of providers by the paths of their files. A setting that is in both places is refused, because it would be unclear which is
 * used.
 */
export function withCredentials(environment: Environment): Result<Environment, BadSettings> {
  const folder = environment.CREDENTIALS_DIRECTORY;
  if (!folder) return succeed(environment);
  const given: Record<string, string> = {};
  for (const [name, setting] of Object.entries(FILES))
    if (existsSync(join(folder, name))) given[setting] = join(folder, name);
  for (const [name, setting] of Object.entries(TEXTS)) {
    if (!existsSync(join(folder, name))) continue;
    const text = readPrivateFile(join(folder, name));
    if (!text.ok) return text;
    given[setting] = text.value.trim();
  }
  const twice = Object.keys(given).find((setting) => environment[setting]);
  if (twice !== undefined)
    return wrong(`${twice} is set, and the service also has a credential of this name: keep one of them`);
  return succeed({ ...environment, ...given });
}
