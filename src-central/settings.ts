import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { Environment } from '../src-main/contract/shared/environment.ts';
import { CityId } from '../src-main/contract/shared/ids.ts';
import { sayProblems } from '../src-main/contract/shared/problems.ts';
import { TermSettings, type Terms, termsWith } from '../src-main/contract/shared/retention.ts';
import { type Result, refuse, succeed } from '../src-main/domain/result.ts';
import { type MailServer, readMailServer } from './alarms/mail-server.ts';
import type { TextGateway } from './contacts/reach.ts';
import { hostOf } from './url-parts.ts';

export interface Settings {
  /** The address of the database. `null`: PGlite, in `dataDir` or in memory. */
  databaseUrl: string | null;
  dataDir: string | null;
  connections: number;
  host: string;
  port: number;
  tlsFiles: { cert: string; key: string } | null;
  behindProxy: boolean;
  /** The file of the centre's signing key. `null`: the demonstration makes its own key. */
  keyFile: string | null;
  /** The file of the next signing key, which kiosks learn in advance. */
  nextKeyFile: string | null;
  environment: Environment;
  maxInFlight: number;
  /** The city of ticket pages whose address names no city (`/t/TOKEN`). */
  phoneCity: CityId | null;
  /** The pages of the city's people: their public origin, the address that serves them, and their city. `null`: there are no such pages. */
  staff: { origin: string; host: string; port: number; cityId: CityId | null } | null;
  /** The city's own identification provider: its description and the client's secret. */
  directoryFiles: { file: string; secret: string } | null;
  /** The address of `/metrics`. `null`: metrics are not served. */
  metrics: { host: string; port: number } | null;
  retention: Terms;
  /** The server for mail: alarms, and messages to people with an appointment. `null`: no mail is sent. */
  mailServer: MailServer | null;
  /** The gateway for text messages to people with an appointment. `null`: no text message is sent. */
  textGateway: TextGateway | null;
  /**
   * The public origin of the citizens' pages. Links in messages lead there, and the identification provider sends citizens back there.
   * `null`: the centre offers neither messages nor identification.
   */
  citizensOrigin: string | null;
  /** Push services that may notify phones, in addition to the push services of browser makers. `null`: phones are not notified. */
  pushServices: readonly string[] | null;
  /** The provider that identifies citizens: its description and the client's secret. */
  citizensProviderFiles: { file: string; secret: string } | null;
  /** The file of the key that encrypts office keys in the database; `null`: they are stored in the clear. */
  officeKeysKeyFile: string | null;
  /** The file of a second key that can decrypt office keys, for the time before and after a change of the first key. */
  officeKeysOtherKeyFile: string | null;
  /** The module that decrypts the content of both key files. `null`: the files contain the keys themselves. */
  officeKeysModule: KeyModule | null;
}

/** A PKCS #11 module, such as a smart card or a hardware security module. Its RSA key never leaves it. */
export interface KeyModule {
  library: string;
  token: string;
  /** Hexadecimal digits. */
  key: string;
  pin: string;
}

export interface BadSettings {
  kind: 'bad-settings';
  detail: string;
}

export const wrong = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });

type ReadText = (name: string) => string | null;
/** `null`: the number is not between `least` and `most`. */
type ReadWhole = (name: string, usual: number, least: number, most: number) => number | null;

const isEveryAddress = (host: string): boolean => /^(?:[0:.]|0x0|::ffff:)*$/i.test(host);
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Parses the settings. All but `dataDir` come from the environment, because every user of the machine can read a command line. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  dataDir: string | null,
): Result<Settings, BadSettings> {
  const text: ReadText = (name) => environment[name] || null;
  const whole: ReadWhole = (name, usual, least, most) => {
    const value = text(name) === null ? usual : Number(text(name));
    return Number.isInteger(value) && value >= least && value <= most ? value : null;
  };
  const file: ReadText = (name) => {
    const path = text(name);
    return path === null ? null : resolve(path);
  };

  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl !== null && dataDir !== null)
    return wrong('--data is for the demonstration only, and DATABASE_URL is set');
  const port = whole('PORT', 8080, 0, 65_535);
  if (port === null) return wrong('PORT is not a port number');
  const connections = whole('DATABASE_CONNECTIONS', 10, 1, 1_000);
  if (connections === null) return wrong('DATABASE_CONNECTIONS must be between 1 and 1000');
  const maxInFlight = whole('MAX_IN_FLIGHT', 200, 1, 10_000);
  if (maxInFlight === null) return wrong('MAX_IN_FLIGHT must be between 1 and 10000');

  const phoneCity = CityId.nullable().safeParse(text('PHONE_CITY'));
  if (!phoneCity.success) return wrong('PHONE_CITY is not a valid city name');
  const metrics = readMetrics(text, whole);
  if (!metrics.ok) return metrics;
  const reach = readReach(text, file);
  if (!reach.ok) return reach;

  const staff = readStaff(text, whole, reach.value);
  if (!staff.ok) return staff;

  const [directoryFile, directorySecret] = [file('OIDC_FILE'), file('OIDC_SECRET_FILE')];
  if ((directoryFile === null) !== (directorySecret === null))
    return wrong('OIDC_FILE and OIDC_SECRET_FILE must be set together');
  if (directoryFile !== null && staff.value === null) return wrong('OIDC_FILE is for the staff pages: set STAFF_URL');
  if (directoryFile !== null && staff.value?.cityId === null)
    return wrong('OIDC_FILE is the provider of one city: set STAFF_CITY');

  const keyFile = file('CENTRE_KEY_FILE');
  if (databaseUrl !== null && keyFile === null)
    return wrong(
      'CENTRE_KEY_FILE is missing: the key with which all replicas sign; make one with `npm run central -- new-key FILE`',
    );
  const named = text('TORN_ENVIRONMENT');
  if (named !== null && named !== 'production' && named !== 'test')
    return wrong('TORN_ENVIRONMENT must be production or test');
  if (databaseUrl === null && named === 'production')
    return wrong('a demonstration cannot be the production environment: set DATABASE_URL');

  const retention = readTerms(text('RETENTION_DAYS'));
  if (!retention.ok) return retention;
  const smtp = text('SMTP_URL');
  const sender = { password: text('SMTP_PASSWORD'), from: text('MAIL_FROM'), isLoopback };
  const mailServer = smtp === null ? succeed(null) : readMailServer(smtp, sender);
  if (!mailServer.ok) return mailServer;

  const citizens = readCitizens(text, file);
  if (!citizens.ok) return citizens;

  const officeKeysModule = readModule(text);
  if (!officeKeysModule.ok) return officeKeysModule;

  return succeed({
    databaseUrl,
    dataDir: dataDir === null ? null : resolve(dataDir),
    connections,
    port,
    ...reach.value,
    keyFile: keyFile ?? (dataDir === null ? null : join(resolve(dataDir), 'centre-key.pem')),
    nextKeyFile: file('CENTRE_NEXT_KEY_FILE'),
    environment: named ?? (databaseUrl === null ? 'demonstration' : 'production'),
    maxInFlight,
    phoneCity: phoneCity.data,
    staff: staff.value,
    directoryFiles:
      directoryFile === null || directorySecret === null ? null : { file: directoryFile, secret: directorySecret },
    metrics: metrics.value,
    retention: retention.value,
    mailServer: mailServer.value,
    ...citizens.value,
    officeKeysKeyFile: file('OFFICE_KEYS_KEY_FILE'),
    officeKeysOtherKeyFile: file('OFFICE_KEYS_OTHER_KEY_FILE'),
    officeKeysModule: officeKeysModule.value,
  });
}

function readModule(text: ReadText): Result<KeyModule | null, BadSettings> {
  const library = text('OFFICE_KEYS_MODULE');
  if (library === null) return succeed(null);
  const [token, key, pin] = ['TOKEN', 'KEY', 'PIN'].map((name) => text(`OFFICE_KEYS_MODULE_${name}`));
  if (!token || !key || !pin)
    return wrong(
      'OFFICE_KEYS_MODULE needs OFFICE_KEYS_MODULE_TOKEN, OFFICE_KEYS_MODULE_KEY and OFFICE_KEYS_MODULE_PIN',
    );
  return /^([0-9a-f]{2})+$/i.test(key)
    ? succeed({ library, token, key, pin })
    : wrong('OFFICE_KEYS_MODULE_KEY is not the id of a key, such as 01');
}

export const readStaffOrigin = (address: string): Result<string, BadSettings> =>
  readOrigin('STAFF_URL', 'the staff pages', address);

/** Plain HTTP is accepted only for this machine. */
function readOrigin(setting: string, what: string, address: string): Result<string, BadSettings> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || `${url.origin}/` !== url.href)
    return wrong(`${setting} must be the origin of ${what}, such as https://torn.exemple.cat`);
  if (url.protocol !== 'https:' && !isLoopback(hostOf(url)))
    return wrong(`${setting} must begin with https, because browsers keep a session only over TLS`);
  return succeed(url.origin);
}

/**
 * Reads the settings of web push. It is off by default, because the push services belong to the makers of browsers, so the city must decide
 * to use them.
 */
function readPush(text: ReadText): Result<readonly string[] | null, BadSettings> {
  const own = (text('PUSH_SERVICES') ?? '').split(',').flatMap((host) => host.trim() || []);
  if (text('WEB_PUSH') !== '1')
    return own.length === 0
      ? succeed(null)
      : wrong('PUSH_SERVICES is set without WEB_PUSH=1, to whose services it adds');
  const bad = own.find((host) => !/^(\*\.)?([a-z0-9-]+\.)+[a-z]+(:\d+)?$/.test(host));
  return bad === undefined ? succeed(own) : wrong(`PUSH_SERVICES: ${bad} is not a host such as push.exemple.cat`);
}

function readCitizens(
  text: ReadText,
  file: ReadText,
): Result<Pick<Settings, 'textGateway' | 'citizensOrigin' | 'citizensProviderFiles' | 'pushServices'>, BadSettings> {
  const [address, gateway] = [text('CITIZENS_URL'), text('SMS_GATEWAY_URL')];
  const origin = address === null ? succeed(null) : readOrigin('CITIZENS_URL', "the citizens' pages", address);
  if (!origin.ok) return origin;
  if (gateway !== null && (!URL.canParse(gateway) || new URL(gateway).protocol !== 'https:'))
    return wrong('SMS_GATEWAY_URL must be the https address of the gateway for text messages');
  const [provider, secret] = [file('CITIZENS_PROVIDER_FILE'), file('CITIZENS_PROVIDER_SECRET_FILE')];
  if ((provider === null) !== (secret === null))
    return wrong('CITIZENS_PROVIDER_FILE and CITIZENS_PROVIDER_SECRET_FILE must be set together');
  const push = readPush(text);
  if (!push.ok) return push;
  if (origin.value === null && push.value !== null)
    return wrong('CITIZENS_URL is missing: push services receive it as the address of the sender');
  if (push.value !== null && file('OFFICE_KEYS_KEY_FILE') === null)
    return wrong('OFFICE_KEYS_KEY_FILE is missing: it encrypts what push services need to reach a phone');
  if (origin.value === null && (gateway !== null || provider !== null))
    return wrong('CITIZENS_URL is missing: messages and the provider lead back to it');
  return succeed({
    pushServices: push.value,
    citizensOrigin: origin.value,
    textGateway: gateway === null ? null : { url: gateway, privateNetwork: text('SMS_GATEWAY_PRIVATE') === '1' },
    citizensProviderFiles: provider !== null && secret !== null ? { file: provider, secret } : null,
  });
}

/**
 * Reads the settings of the listener for staff. Its public address is a setting and not taken from a request, because links, cookies and
 * the check of a page's origin depend on it. TLS is the same as at the other listener (`readReach`): this program or a proxy ends it.
 */
function readStaff(
  text: ReadText,
  whole: ReadWhole,
  { host: usualHost, tlsFiles, behindProxy }: Pick<Settings, 'host' | 'tlsFiles' | 'behindProxy'>,
): Result<Settings['staff'], BadSettings> {
  const address = text('STAFF_URL');
  if (address === null) return succeed(null);
  const origin = readStaffOrigin(address);
  if (!origin.ok) return origin;
  const isSecure = origin.value.startsWith('https:');
  if (isSecure && tlsFiles === null && !behindProxy)
    return wrong(
      'STAFF_URL begins with https, so TLS is needed: set TLS_CERT_FILE and TLS_KEY_FILE, or BEHIND_PROXY=1',
    );
  const port = whole('STAFF_PORT', 8081, 0, 65_535);
  if (port === null) return wrong('STAFF_PORT is not a port number');
  const host = text('STAFF_HOST') ?? usualHost;
  if (!isLoopback(host) && tlsFiles === null && !behindProxy)
    return wrong(
      `STAFF_HOST ${host} can be reached from outside: set TLS_CERT_FILE and TLS_KEY_FILE, or BEHIND_PROXY=1`,
    );
  if (isEveryAddress(host) && tlsFiles === null && text('PLAIN_AT_EVERY_ADDRESS') !== '1')
    return wrong(
      `STAFF_HOST ${host} means every address of this machine: name the address to which the proxy connects`,
    );
  const cityId = CityId.nullable().safeParse(text('STAFF_CITY'));
  if (!cityId.success) return wrong('STAFF_CITY is not a valid city name');
  return succeed({ origin: origin.value, host, port, cityId: cityId.data });
}

/** Reads the server's address, and whether this program or a proxy ends TLS. */
function readReach(
  text: ReadText,
  file: ReadText,
): Result<Pick<Settings, 'host' | 'tlsFiles' | 'behindProxy'>, BadSettings> {
  const host = text('HOST') ?? '127.0.0.1';
  const cert = file('TLS_CERT_FILE');
  const key = file('TLS_KEY_FILE');
  if ((cert === null) !== (key === null)) return wrong('TLS_CERT_FILE and TLS_KEY_FILE must be set together');
  const behindProxy = text('BEHIND_PROXY') === '1';
  if (!isLoopback(host) && cert === null && !behindProxy)
    return wrong(
      `HOST ${host} can be reached from outside: set TLS_CERT_FILE and TLS_KEY_FILE, or BEHIND_PROXY=1 if a proxy in front of it handles TLS`,
    );
  if (isEveryAddress(host) && cert === null && text('PLAIN_AT_EVERY_ADDRESS') !== '1')
    return wrong(
      `HOST ${host} means every address of this machine, and without TLS others could connect past the proxy: name the address to which the proxy connects, or set PLAIN_AT_EVERY_ADDRESS=1 if only the proxy can reach this machine`,
    );
  return succeed({ host, tlsFiles: cert === null || key === null ? null : { cert, key }, behindProxy });
}

/**
 * Reads the address of `/metrics`, which is served over plain HTTP for the city's monitoring. It must name one address, so that it is not
 * opened to every interface by mistake.
 */
function readMetrics(text: ReadText, whole: ReadWhole): Result<Settings['metrics'], BadSettings> {
  if (text('METRICS_PORT') === null) return succeed(null);
  const port = whole('METRICS_PORT', 0, 0, 65_535);
  if (port === null) return wrong('METRICS_PORT is not a port number');
  const host = text('METRICS_HOST') ?? '127.0.0.1';
  if (isEveryAddress(host))
    return wrong(
      `METRICS_HOST ${host} means every address of this machine: name the address to which the monitoring connects`,
    );
  return succeed({ host, port });
}

/** Such as `need=0,visit-link=30`. */
function readTerms(text: string | null): Result<Terms, BadSettings> {
  const pairs = (text ?? '')
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => pair.split('=').map((part) => part.trim()));
  const settings = TermSettings.safeParse(
    Object.fromEntries(pairs.map(([name = '', days]) => [name, days ? Number(days) : Number.NaN])),
  );
  return settings.success
    ? succeed(termsWith(settings.data))
    : wrong(`RETENTION_DAYS: ${sayProblems(settings.error, 1, 'CLASS=DAYS')}`);
}
