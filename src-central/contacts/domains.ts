import { getDomain } from 'tldts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Keyring } from '../appointments/keyring.ts';
import type { Database } from '../database/database.ts';
import { checkTries, countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Contact } from './address.ts';
import { mailboxOf } from './address.ts';

/** The suffixes under which a provider gives mailboxes. Under any other suffix a stranger may have registered the provider's name. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  hotmail: words('com es fr it de co.uk be nl ch gr se no dk fi ca cl com.ar com.br co.jp co.th'),
  outlook: words(
    'com es fr it de pt be at ie dk cz hu sk lv cl jp kr in ph sa com.ar com.br com.au com.gr com.tr com.vn co.id co.il co.th',
  ),
  live: words(
    'com es fr it de nl be at ie se no dk fi pt ca cl cn co.uk co.jp co.kr co.za com.ar com.au com.mx com.pt com.my com.ph com.sg',
  ),
  yahoo: words(
    'com es fr it de ro gr pl pt se no dk fi be nl at ch ie ca cz hu cl co.uk co.in co.id co.jp co.kr co.nz co.th co.za in com.ar com.au com.br com.co com.mx com.pe com.ph com.sg com.tr com.ve com.vn com.hk com.tw com.cn',
  ),
  gmx: words('com es net de at ch fr us co.uk eu org info biz'),
};
/**
 * Public mailbox providers. Their addresses belong to different people, and a new address costs its owner an effort, so they need no limit
 * per domain.
 */
const PROVIDERS: ReadonlySet<string> = new Set([
  ...Object.entries(FAMILIES).flatMap(([name, suffixes]) => suffixes.map((suffix) => `${name}.${suffix}`)),
  ...words(`
    gmail.com googlemail.com msn.com ymail.com rocketmail.com icloud.com protonmail.com yandex.com yandex.ru aol.com
    tutanota.com me.com mac.com proton.me pm.me zoho.com zohomail.com zohomail.eu tuta.com tuta.io tutamail.com keemail.me
    mail.com email.com hey.com duck.com fastmail.com fastmail.fm hushmail.com mailbox.org posteo.de posteo.net disroot.org
    riseup.net web.de t-online.de freenet.de mail.de wp.pl o2.pl onet.pl interia.pl op.pl libero.it virgilio.it tiscali.it
    alice.it tim.it orange.fr wanadoo.fr free.fr laposte.net sfr.fr sapo.pt seznam.cz abv.bg bluewin.ch btinternet.com
    mail.ru bk.ru list.ru inbox.ru inbox.lv rambler.ru ukr.net i.ua meta.ua qq.com 163.com 126.com sina.com foxmail.com
    naver.com rediffmail.com uol.com.br bol.com.br terra.com.br comcast.net telefonica.net movistar.es orange.es ono.com
    terra.es terra.com wanadoo.es vodafone.es euskaltel.net xtec.cat telefonica.es jazztel.es
  `),
]);

const DAY_MS = 86_400_000;
/**
 * Largest number of addresses of one mail domain that people may prove to be theirs in a day, by typing the code that was sent there. A
 * domain's owner reads the mail of every name in it, so twenty-five names may be one person.
 */
const PROVEN_OF_A_DOMAIN: Limit = { action: 'proven-of-domain', most: 25, windowMs: DAY_MS };
const PROVEN_TODAY: Limit = { action: 'proven-today', most: 1, windowMs: DAY_MS };

/**
 * Counts an address, whose code was typed correctly, for its mail domain today. Returns `false` if the domain has reached its limit; the
 * address is then not accepted. Addresses without a typed code do not count, because an attacker could block a domain by requesting codes
 * for invented names. A repeated address counts once. Subdomains count with the registered domain.
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

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
