import { getDomain } from 'tldts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Keyring } from '../appointments/keyring.ts';
import type { Database } from '../database/database.ts';
import { checkTries, countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Contact } from './address.ts';
import { mailboxOf } from './address.ts';

/** Providers of mailboxes to the public: their addresses are as many people, and a new one costs its owner something. */
const PROVIDERS: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com', 'hotmail.com', 'hotmail.es', 'outlook.com', 'outlook.es', 'live.com', 'msn.com'],
  ...[
    'yahoo.com',
    'yahoo.es',
    'ymail.com',
    'icloud.com',
    'me.com',
    'mac.com',
    'proton.me',
    'protonmail.com',
    'gmx.com',
  ],
  ...['gmx.es', 'gmx.net', 'aol.com', 'zoho.com', 'tutanota.com', 'tuta.com', 'mail.com', 'yandex.com', 'mail.ru'],
  ...['ukr.net', 'qq.com', '163.com', 'telefonica.net', 'movistar.es', 'orange.es', 'ono.com', 'terra.es', 'xtec.cat'],
]);

const DAY_MS = 86_400_000;
/** Whoever owns a domain reads the mail of every name in it, so its names are not as many people. */
const PROVEN_OF_A_DOMAIN: Limit = { action: 'proven-of-domain', most: 20, windowMs: DAY_MS };
const PROVEN_TODAY: Limit = { action: 'proven-today', most: 1, windowMs: DAY_MS };

/**
 * Whether one more address of this domain may be proven today. Only addresses that were proven count, so that nobody closes a domain by
 * asking codes to invented names; an address that comes again counts once. Subdomains count with the domain that was registered.
 */
export async function mayProve(
  { database, keyring }: { database: Database; keyring: Keyring },
  cityId: CityId,
  { by, address }: Contact,
  nowMs: number,
): Promise<boolean> {
  const host = address.slice(address.lastIndexOf('@') + 1);
  const domain = by === 'mail' ? (getDomain(host) ?? host) : null;
  if (domain === null || PROVIDERS.has(domain)) return true;
  const mark = (text: string): string => keyring.marks('proven', `${cityId} ${text}`)[0] ?? '';
  const own = mark(mailboxOf(address));
  const isNew = (await checkTries(database, cityId, PROVEN_TODAY, own, nowMs)).ok;
  const isAllowed = !isNew || (await countTry(database, cityId, PROVEN_OF_A_DOMAIN, mark(domain), nowMs)).ok;
  return isAllowed && (!isNew || (await countTry(database, cityId, PROVEN_TODAY, own, nowMs)).ok);
}
