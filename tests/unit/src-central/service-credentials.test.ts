import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPrivateFile } from '../../../src-central/private-files.ts';
import { withCredentials } from '../../../src-central/service-credentials.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const URL_FILE = 'torn-central.database-url';

/** A folder of credentials as systemd makes it, given to this process by an environment variable. */
function given(files: Record<string, string>, mode = 0o440): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  }
  process.env.CREDENTIALS_DIRECTORY = folder;
  return folder;
}
afterEach(() => {
  delete process.env.CREDENTIALS_DIRECTORY;
});

describe('credentials of the service', () => {
  it('become settings: the address as text, keys and certificates as paths', () => {
    const folder = given({
      [URL_FILE]: 'postgres://centre/torn\n',
      'torn-central.key': 'k',
      'torn-central.tls-key': 't',
      'torn-central.smtp-password': 'secret\n',
      'torn-central.office-keys-key': 'o',
    });
    const environment = { CREDENTIALS_DIRECTORY: folder, PORT: '1' };
    expect(withCredentials(environment)).toEqual({
      ok: true,
      value: {
        ...environment,
        DATABASE_URL: 'postgres://centre/torn',
        CENTRE_KEY_FILE: join(folder, 'torn-central.key'),
        TLS_KEY_FILE: join(folder, 'torn-central.tls-key'),
        SMTP_PASSWORD: 'secret',
        OFFICE_KEYS_KEY_FILE: join(folder, 'torn-central.office-keys-key'),
      },
    });
  });

  it('change nothing if there are none', () => {
    expect(withCredentials({ PORT: '1' })).toEqual({ ok: true, value: { PORT: '1' } });
    expect(withCredentials({ CREDENTIALS_DIRECTORY: given({}) })).toMatchObject({ ok: true });
  });

  it('are refused beside a setting for the same thing', () => {
    const folder = given({ [URL_FILE]: 'postgres://centre/torn' });
    const both = withCredentials({ CREDENTIALS_DIRECTORY: folder, DATABASE_URL: 'postgres://other/torn' });
    expect(both).toMatchObject({ ok: false, error: { detail: expect.stringContaining('DATABASE_URL is set, and') } });
    expect(JSON.stringify(both)).not.toContain('postgres:');
  });

  it('are refused if everybody can read them', () => {
    const folder = given({ [URL_FILE]: 'postgres://centre/torn' }, 0o444);
    expect(withCredentials({ CREDENTIALS_DIRECTORY: folder })).toMatchObject({ ok: false });
  });

  it('may be readable by a group, unlike any other secret file', () => {
    const folder = given({ a: 'secret' });
    expect(readPrivateFile(join(folder, 'a'))).toEqual({ ok: true, value: 'secret' });
    process.env.CREDENTIALS_DIRECTORY = temporaryFolder();
    expect(readPrivateFile(join(folder, 'a'))).toMatchObject({ ok: false });
  });
});
