import { request } from 'node:https';

const ASK_MS = 3_000;
const FORBIDDEN = 403;

/** What the cluster's authority makes, in PEM: its own certificate, and one of a machine with its key. */
export interface Certificates {
  ca: Buffer;
  cert: Buffer;
  key: Buffer;
}

/**
 * What answers somebody in the network who has no certificate of the cluster's authority, and what does not answer one who has; empty when all is
 * well. Nothing is changed by asking.
 */
export async function letsIn(
  addresses: readonly string[],
  { ca, cert, key }: Certificates,
  password: string,
): Promise<string[]> {
  const asked = addresses.flatMap((address) => [
    { what: `etcd at ${address}`, url: `https://${address}:2379/version`, method: 'GET' },
    // Its others it knows by their address, too: nobody here is one of them.
    { what: `etcd at ${address}, as another of it`, url: `https://${address}:2380/version`, method: 'GET', own: false },
    // Whoever has found the password; an order that names nobody, which Patroni refuses at any rate.
    { what: `Patroni at ${address}`, url: `https://torn:${password}@${address}:8008/switchover`, method: 'POST' },
  ]);
  const found = asked.map(async ({ what, own: answersOwn = true, ...ask }) => {
    const [stranger, own] = await Promise.all([statusOf(ask, { ca }), statusOf(ask, { ca, cert, key })]);
    if (answersOwn && (own === null || own === FORBIDDEN)) return [`${what} answers its own ${own}`];
    return stranger === null || stranger === FORBIDDEN ? [] : [`${what} answers a stranger ${stranger}`];
  });
  return (await Promise.all(found)).flat();
}

/** `null` without an answer. */
function statusOf(
  { url, method }: { url: string; method: string },
  shown: { ca: Buffer; cert?: Buffer; key?: Buffer },
): Promise<number | null> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(ASK_MS);
    const body = method === 'POST' ? '{}' : '';
    const headers = { 'content-length': String(body.length) };
    const asking = request(url, { ...shown, signal, method, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? null);
    });
    asking.once('error', () => resolve(null));
    asking.end(body);
  });
}
