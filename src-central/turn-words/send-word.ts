import webPush from 'web-push';
import { z } from 'zod';
import { messageOf, type Result } from '../../src-main/domain/result.ts';
import { type NotSent, notSent } from '../alarms/not-sent.ts';
import { mayReach, postOnce } from '../alarms/send-webhook.ts';
import type { VapidKeys } from './vapid.ts';

/** The push services of browser makers. `*.` matches any subdomain. */
const USUAL_SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.services.mozilla.com',
  'web.push.apple.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

const MOST_ENDPOINT = 1_000;

/** A browser's push subscription, as the page sends it. It is input from a stranger. */
export const Subscription = z.object({
  endpoint: z.string().max(MOST_ENDPOINT),
  /** The browser's public key, an uncompressed point of P-256. `auth` is a secret of 16 bytes. */
  p256dh: z.string().regex(/^B[\w-]{86}$/),
  auth: z.string().regex(/^[\w-]{22}$/),
});
export type Subscription = z.infer<typeof Subscription>;

export interface PushParts {
  origin: string;
  keys: VapidKeys;
  /** The city's own push services, in addition to the usual ones. */
  services: readonly string[];
  mayReach?: typeof mayReach;
  authority?: string;
}

export function isPushService(endpoint: string, own: readonly string[]): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return [...USUAL_SERVICES, ...own].some((service) =>
    service.startsWith('*.') ? url.host.endsWith(service.slice(1)) : url.host === service,
  );
}

export interface Word {
  title: string;
  body: string;
  lang: string;
  dir: string;
}

/** Encrypts a notification for one browser (RFC 8291) and posts it once to its push service. Never rejects. */
export async function sendWord(
  { endpoint, p256dh, auth }: Subscription,
  word: Word,
  livesS: number,
  { origin, keys, services, mayReach: reach = mayReach, authority }: PushParts,
): Promise<Result<null, NotSent>> {
  if (!isPushService(endpoint, services)) return notSent('no known push service');
  try {
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(word),
      {
        TTL: livesS,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
        vapidDetails: { subject: origin, ...keys },
      },
    );
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const isAllowed = (address: string): boolean => reach(address, false);
    return await postOnce({ target: new URL(endpoint), headers: named, body, isAllowed, authority });
  } catch (error) {
    // The encryption throws if the key is not a point of the curve.
    return notSent(messageOf(error));
  }
}
