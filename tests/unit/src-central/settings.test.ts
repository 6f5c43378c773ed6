import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src-central/settings.ts';

const real = { DATABASE_URL: 'postgres://centre/torn', CENTRE_KEY_FILE: '/etc/torn/centre.pem' };
const wrong = (environment: Record<string, string>, dataDir: string | null = null): string => {
  const settings = readSettings(environment, dataDir);
  return settings.ok ? 'fine' : settings.error.detail;
};

describe('the centre’s settings', () => {
  it('are a demonstration on loopback by default, and production with a database', () => {
    const demonstration = readSettings({}, null);
    expect(demonstration).toMatchObject({
      ok: true,
      value: { databaseUrl: null, host: '127.0.0.1', port: 8080, environment: 'demonstration', keyFile: null },
    });
    expect(readSettings(real, null)).toMatchObject({ ok: true, value: { environment: 'production' } });
    expect(readSettings({ ...real, TORN_ENVIRONMENT: 'test' }, null)).toMatchObject({
      ok: true,
      value: { environment: 'test' },
    });
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'centre.example', '1270.0.0.1', '128.0.0.1'])(
    'refuse plain HTTP on %s, which is reachable from outside',
    (host) => {
      expect(wrong({ ...real, HOST: host })).toContain('can be reached from outside');
      expect(wrong({ ...real, HOST: host, TLS_CERT_FILE: '/a', TLS_KEY_FILE: '/b' })).toBe('fine');
    },
  );

  it('take a mail server with its password apart, and no address that switches its certificate off', () => {
    const mail = { ...real, SMTP_URL: 'smtps://torn@correu.example', MAIL_FROM: 'torn@correu.example' };
    expect(readSettings({ ...mail, SMTP_PASSWORD: 'secret' }, null)).toMatchObject({
      value: {
        mailServer: { host: 'correu.example', port: 465, isImplicitTls: true, user: 'torn', password: 'secret' },
      },
    });
    expect(readSettings({ ...mail, SMTP_URL: 'smtp://127.0.0.1:25' }, null)).toMatchObject({
      value: { mailServer: { port: 25, isImplicitTls: false, isLoopback: true, user: null, password: null } },
    });
    expect(readSettings({ ...mail, SMTP_URL: 'smtp://correu.example' }, null)).toMatchObject({
      value: { mailServer: { port: 587, isLoopback: false } },
    });
    for (const address of [
      'smtp://u:secret@correu.example?tls.rejectUnauthorized=false',
      'smtp://u:secret@correu.example/?ignoreTLS=true',
      'https://u:secret@correu.example',
      'smtps://',
      'secret',
    ]) {
      expect(wrong({ ...mail, SMTP_URL: address }), address).toContain('SMTP_URL');
      expect(wrong({ ...mail, SMTP_URL: address }), address).not.toContain('secret');
    }
    expect(wrong({ ...mail, SMTP_URL: 'smtps://u:secret@h', SMTP_PASSWORD: 'other' })).toContain('keep one');
    for (const from of ['', 'torn', 'Torn <a@b>', 'a@b\r\nBcc: c@d'])
      expect(wrong({ ...mail, MAIL_FROM: from }), from).toContain('MAIL_FROM');
  });

  it('refuse a mail address whose name or password has a wrong %, and do not repeat it', () => {
    const mail = { ...real, MAIL_FROM: 'torn@correu.example' };
    expect(readSettings({ ...mail, SMTP_URL: 'smtps://a%40b:50%25@correu.example' }, null)).toMatchObject({
      value: { mailServer: { user: 'a@b', password: '50%' } },
    });
    for (const address of ['smtps://torn:secret50%@correu.example', 'smtps://secret%zz@correu.example']) {
      expect(wrong({ ...mail, SMTP_URL: address }), address).toContain('SMTP_URL');
      expect(wrong({ ...mail, SMTP_URL: address }), address).not.toContain('secret');
    }
  });

  it('accept plain HTTP behind a proxy at one address, and at every address only by an explicit setting', () => {
    const proxied = { ...real, BEHIND_PROXY: '1' };
    expect(readSettings(proxied, null)).toMatchObject({ value: { host: '127.0.0.1', behindProxy: true } });
    for (const host of ['192.0.2.7', 'centre.example']) expect(wrong({ ...proxied, HOST: host })).toBe('fine');
    for (const host of ['0.0.0.0', '::', '0', '0:0::0', '0.0', '0x0', '::ffff:0.0.0.0', '::FFFF:0:0']) {
      expect(wrong({ ...proxied, HOST: host })).toContain('means every address');
      expect(wrong({ ...proxied, HOST: host, PLAIN_AT_EVERY_ADDRESS: '1' })).toBe('fine');
      expect(wrong({ ...real, HOST: host, PLAIN_AT_EVERY_ADDRESS: '1' })).toContain('can be reached from outside');
      expect(wrong({ ...proxied, HOST: host, TLS_CERT_FILE: '/a', TLS_KEY_FILE: '/b' })).toBe('fine');
    }
  });

  it('show metrics only at a configured address, and never at every address', () => {
    expect(readSettings(real, null)).toMatchObject({ value: { metrics: null } });
    const asked = { ...real, METRICS_PORT: '9464' };
    expect(readSettings(asked, null)).toMatchObject({ value: { metrics: { host: '127.0.0.1', port: 9464 } } });
    for (const host of ['0.0.0.0', '::', '0'])
      expect(wrong({ ...asked, METRICS_HOST: host })).toContain('every address');
    expect(wrong({ ...asked, METRICS_HOST: '10.0.0.7' })).toBe('fine');
    expect(wrong({ ...real, METRICS_PORT: 'x' })).toContain('METRICS_PORT');
  });

  it('serve staff pages at an address of their own, over TLS unless at this machine', () => {
    expect(readSettings(real, null)).toMatchObject({ value: { staff: null, directoryFiles: null } });
    const staff = { ...real, BEHIND_PROXY: '1', STAFF_URL: 'https://torn.exemple.cat' };
    expect(readSettings({ ...staff, STAFF_PORT: '8443', STAFF_CITY: 'terrassa' }, null)).toMatchObject({
      value: { staff: { origin: 'https://torn.exemple.cat', host: '127.0.0.1', port: 8443, cityId: 'terrassa' } },
    });
    for (const [over, said] of [
      [{ STAFF_URL: 'http://torn.exemple.cat' }, 'must begin with https'],
      [{ STAFF_URL: 'https://torn.exemple.cat/pages' }, 'must be the origin'],
      [{ STAFF_URL: 'torn' }, 'must be the origin'],
      [{ BEHIND_PROXY: '' }, 'set TLS_CERT_FILE'],
      [{ STAFF_PORT: 'x' }, 'STAFF_PORT'],
      [{ STAFF_HOST: '0.0.0.0' }, 'every address'],
      [{ STAFF_CITY: 'No City' }, 'STAFF_CITY'],
      [{ OIDC_FILE: '/a' }, 'must be set together'],
    ] as const)
      expect(wrong({ ...staff, ...over }), said).toContain(said);
    expect(wrong({ ...real, OIDC_FILE: '/a', OIDC_SECRET_FILE: '/b' })).toContain('set STAFF_URL');
    const provided = { ...staff, OIDC_FILE: '/a', OIDC_SECRET_FILE: '/b' };
    expect(wrong(provided)).toContain('set STAFF_CITY');
    expect(wrong({ ...provided, STAFF_CITY: 'terrassa' })).toBe('fine');
  });

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('accept plain HTTP on %s', (host) => {
    expect(wrong({ ...real, HOST: host })).toBe('fine');
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('accept pages over plain HTTP at http://%s', (host) => {
    expect(readSettings({ ...real, STAFF_URL: `http://${host}:8081` }, null)).toMatchObject({
      value: { staff: { origin: `http://${host}:8081` } },
    });
    expect(wrong({ ...real, CITIZENS_URL: `http://${host}:8080` })).toBe('fine');
  });

  it.each([
    [{ DATABASE_URL: real.DATABASE_URL }, 'CENTRE_KEY_FILE is missing'],
    [{ ...real, TLS_CERT_FILE: '/a' }, 'must be set together'],
    [{ ...real, PORT: '80a' }, 'PORT'],
    [{ ...real, PORT: '70000' }, 'PORT'],
    [{ ...real, TORN_ENVIRONMENT: 'staging' }, 'production or test'],
    [{ ...real, DATABASE_CONNECTIONS: '0' }, 'DATABASE_CONNECTIONS'],
    [{ ...real, MAX_IN_FLIGHT: 'many' }, 'MAX_IN_FLIGHT'],
    [{ TORN_ENVIRONMENT: 'production' }, 'a demonstration cannot be the production'],
  ])('are refused with a sentence: %o', (environment, words) => {
    expect(wrong(environment)).toContain(words);
  });

  it('keep a demonstration’s data and a real database apart', () => {
    expect(wrong(real, '/tmp/data')).toContain('--data is for the demonstration');
  });
});
