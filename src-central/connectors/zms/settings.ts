import { z } from 'zod';
import { CityId, OfficeId, ServiceId } from '../../../src-main/contract/shared/ids.ts';
import { sayProblems } from '../../../src-main/contract/shared/problems.ts';
import { messageOf, type Result, refuse, succeed } from '../../../src-main/domain/result.ts';
import type { BadSettings } from '../../settings.ts';
import { credentialsOf } from '../../url-parts.ts';
import type { CentrePlace } from '../state-queues.ts';
import type { ZmsSettings } from './zms-queues.ts';

/** A ZMS queue (a scope) is shown for a whole office, or with `serviceId` for one of its services. */
const QueueOfScope = z.strictObject({
  officeId: OfficeId,
  serviceId: ServiceId.optional(),
  scope: z.union([z.int().positive(), z.string().regex(/^\d{1,11}$/)]).transform(String),
});
export type QueueOfScope = z.infer<typeof QueueOfScope>;
const Queues = z.array(QueueOfScope).min(1).max(1_000);

const wrong = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Parses `ZMS_URL`. It may contain a name and a password, so it comes from the environment, never from an argument, and no message repeats
 * it.
 */
export function readZmsUrl(text: string | undefined): Result<ZmsSettings, BadSettings> {
  if (!text) return wrong('ZMS_URL is missing: expected https://HOST/terminvereinbarung/api/2');
  if (!URL.canParse(text)) return wrong('ZMS_URL is not an address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOCAL.test(url.hostname)))
    return wrong('ZMS_URL is not https: others could read and change its answers');
  const credentials = credentialsOf(url);
  if (credentials === null)
    return wrong('ZMS_URL has a % in its user or password that is not the escape of a character: write %25 for it');
  const { user, password } = credentials;
  url.username = '';
  url.password = '';
  const authorization = user === '' ? null : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return succeed({ url, authorization });
}

/** Parses `https://host/city`. The token comes from the environment only. */
export function readCentre(text: string, token: string | undefined): Result<CentrePlace, BadSettings> {
  if (!token) return wrong('TORN_TOKEN is missing: the token of a connector');
  if (!URL.canParse(text)) return wrong('--centre is not an address: expected https://HOST/CITY');
  const { protocol, hostname, origin, pathname, search, hash, username } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOCAL.test(hostname)))
    return wrong('--centre is not https: others could read the token');
  const cityId = CityId.safeParse(pathname.replace(/^\/|\/$/g, ''));
  if (!cityId.success || `${search}${hash}${username}` !== '')
    return wrong('--centre must be https://HOST/CITY and nothing more');
  return succeed({ url: origin, cityId: cityId.data, token });
}

const isAnyTwice = (queues: readonly QueueOfScope[]): boolean =>
  new Set(queues.map(({ officeId, serviceId = '' }) => `${officeId} ${serviceId}`)).size < queues.length;

export function readQueues(text: string): Result<QueueOfScope[], BadSettings> {
  try {
    const queues = Queues.safeParse(JSON.parse(text));
    if (queues.success && isAnyTwice(queues.data)) return wrong('the file names an office and service twice');
    return queues.success ? succeed(queues.data) : wrong(sayProblems(queues.error, 3, 'the file'));
  } catch (error) {
    return wrong(`the file of queues is not JSON: ${messageOf(error)}`);
  }
}
