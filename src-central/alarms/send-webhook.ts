import { lookup as resolve } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { AlarmNotice } from '../../src-main/contract/centre/alarms.ts';
import type { AppointmentNotice } from '../../src-main/contract/centre/appointments.ts';
import { messageOf, type Result, succeed } from '../../src-main/domain/result.ts';
import type { SigningKey } from '../../src-main/signing/keys.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import { type NotSent, notSent } from './not-sent.ts';

const listOf = (...ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix, family] of ranges) list.addSubnet(net, prefix, family);
  return list;
};

/**
 * A webhook never reaches these addresses: those of this machine, link-local addresses (also those of clouds' metadata), multicast and
 * unassigned addresses, and IPv6 addresses that contain an IPv4 address (for IPv4-mapped ones see `mayReach`).
 */
const FORBIDDEN = listOf(
  ['0.0.0.0', 8, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2002::', 16, 'ipv6'],
);
const PRIVATE = listOf(
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
);

/**
 * The present addresses of this machine. No webhook may be sent to them, because programs on this machine may trust every client on the
 * same machine.
 */
function ownAddresses(): BlockList {
  const list = new BlockList();
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((own) => own ?? []))
    list.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether a webhook may be sent to this address. An IPv4-mapped IPv6 address (`::ffff:…`) counts as the IPv4 address. */
export function mayReach(address: string, privateNetwork: boolean): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : isIP(address) === 6 ? 'ipv6' : null;
  if (family === null || FORBIDDEN.check(address, family) || ownAddresses().check(address, family)) return false;
  return privateNetwork || !PRIVATE.check(address, family);
}

class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress';
}

/** Resolves and checks a name in one step, so that it cannot resolve to another address in between. */
const checkedLookup =
  (isAllowed: (address: string) => boolean): LookupFunction =>
  (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        return done(new ForbiddenAddress('messages are not sent to such an address'), '', 0);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });

const TIMEOUT_MS = 15_000;

export interface TextNotice {
  id: string;
  to: string;
  text: string;
}

export type WebhookToSend = { url: string; privateNetwork: boolean } & (
  | { tag: 'alarm'; notice: AlarmNotice }
  | { tag: 'result'; notice: AppointmentNotice }
  | { tag: 'text'; notice: TextNotice }
);

export interface WebhookParts {
  signingKey: SigningKey;
  /** Replaces the check of addresses in tests, whose servers run on this machine. */
  mayReach?: typeof mayReach;
  /** Certificates of authorities in PEM that replace those of the machine; for tests. */
  authority?: string;
}

/** Posts a signed notice once. Only 2xx is success; a redirect counts as a refusal. */
export async function sendWebhook(
  { url, privateNetwork, tag, notice }: WebhookToSend,
  { signingKey, mayReach: reach = mayReach, authority }: WebhookParts,
): Promise<Result<null, NotSent>> {
  const target = new URL(url);
  const body = Buffer.from(JSON.stringify(notice));
  const plain = { 'content-type': 'application/json' };
  const headers = await signRequest({ method: 'POST', url: target.href, headers: plain, body }, signingKey, tag, null);
  return postOnce({ target, headers, body, isAllowed: (address) => reach(address, privateNetwork), authority });
}

export interface OncePosted {
  target: URL;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  isAllowed: (address: string) => boolean;
  authority: string | undefined;
}

/**
 * Posts once over HTTPS, only to permitted IP addresses and within bounded time, because a stranger may have chosen the URL. Never rejects.
 */
export async function postOnce({
  target,
  headers,
  body,
  isAllowed,
  authority,
}: OncePosted): Promise<Result<null, NotSent>> {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (target.protocol !== 'https:') return notSent('not https');
  // Node calls no lookup for a host that is already an IP address.
  if (isIP(host) !== 0 && !isAllowed(host)) return notSent('ForbiddenAddress');
  const { promise, resolve: settle } = Promise.withResolvers<Result<null, NotSent>>();
  const sent = request(target, {
    method: 'POST',
    lookup: checkedLookup(isAllowed),
    agent: false,
    headers: { ...headers, 'content-length': body.length },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(authority === undefined ? {} : { ca: authority }),
  });
  sent.once('error', (error) => settle(notSent('code' in error ? String(error.code) : messageOf(error.name))));
  sent.once('response', (answer) => {
    const status = answer.statusCode ?? 0;
    settle(status >= 200 && status < 300 ? succeed(null) : notSent(`HTTP ${status}`));
    // The answer's body may be endless, so it is not read.
    answer.destroy();
  });
  sent.end(body);
  return promise;
}
