import { request } from 'node:https';

const ASK_MS = 3_000;

interface Certificate {
  cert: Buffer;
  key: Buffer;
}

/** The addresses of a cluster and the certificates, in PEM, with which the checks reach it. */
export interface Access {
  addresses: readonly string[];
  ca: Buffer;
  own: Certificate;
  /** A certificate of a different authority. */
  strangers: Certificate;
  /** The password that Patroni requires of a caller who sends a command that changes the cluster. */
  password: string;
}

/**
 * Lists the callers that a machine treats wrongly: a stranger that it lets in, or a member of the cluster that it
 * refuses. The requests change nothing.
 */
export async function wrongAnswers({ addresses, ca, own, strangers, password }: Access): Promise<string[]> {
  const nobody = [null, 403];
  const asked = addresses.flatMap((address) => {
    const etcd = { url: `https://${address}:2379/version`, method: 'GET' };
    // This command names no candidate, so Patroni refuses it from every caller.
    const order = { url: `https://torn:${password}@${address}:8008/switchover`, method: 'POST' };
    return [
      { who: 'nobody, of etcd', ...etcd, shown: {}, mayBe: nobody },
      { who: 'a stranger, of etcd', ...etcd, shown: strangers, mayBe: nobody },
      { who: 'its own, of etcd', ...etcd, shown: own, mayBe: [200] },
      { who: 'nobody, of Patroni', ...order, shown: {}, mayBe: nobody },
      { who: 'a stranger, of Patroni', ...order, shown: strangers, mayBe: nobody },
      { who: 'its own, of Patroni', ...order, shown: own, mayBe: [400] },
      {
        who: 'its own without the password, of Patroni',
        url: `https://${address}:8008/switchover`,
        method: 'POST',
        shown: own,
        mayBe: [401],
      },
    ].map(async ({ who, mayBe, ...ask }) => {
      const status = await statusOf({ ...ask, ca });
      return mayBe.includes(status) ? [] : [`${who} at ${address}: ${status}`];
    });
  });
  return (await Promise.all(asked)).flat();
}

interface Ask {
  url: string;
  method: string;
  ca: Buffer;
  shown: Partial<Certificate>;
}

function statusOf({ url, method, ca, shown }: Ask): Promise<number | null> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(ASK_MS);
    const body = method === 'POST' ? '{}' : '';
    const headers = { 'content-length': String(body.length) };
    const asking = request(url, { ...shown, ca, signal, method, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? null);
    });
    asking.once('error', () => resolve(null));
    asking.end(body);
  });
}
