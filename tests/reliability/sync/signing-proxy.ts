import { createServer, type IncomingMessage, request as open } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SigningKey } from '../../../src-main/signing/keys.ts';
import { signAnswer } from '../../../src-main/signing/signed-messages.ts';
import { plainHeaders } from './plain-headers.ts';

const OWN = ['content-length', 'transfer-encoding', 'connection', 'signature', 'signature-input', 'torn-time'];

/** Plants the fault of a centre that signs its answer to every signed request, even if the request's signature is invalid. */
export async function startSigningProxy(to: string, key: SigningKey): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (incoming, response) => {
    try {
      const { method = 'GET', url = '/' } = incoming;
      const body = await buffer(incoming);
      const headers = plainHeaders(incoming.headers);
      const answered = await new Promise<IncomingMessage>((resolve, reject) => {
        open(`${to}${url}`, { method, headers }).once('response', resolve).once('error', reject).end(body);
      });
      if (String(answered.headers['content-type']).startsWith('text/event-stream')) {
        response.writeHead(answered.statusCode ?? 0, answered.headers);
        response.once('close', () => answered.destroy());
        answered.pipe(response);
        return;
      }
      const answer = {
        status: answered.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(plainHeaders(answered.headers)).filter(([name]) => !OWN.includes(name)),
        ),
        body: await buffer(answered),
      };
      const request = { method, url: `http://${headers.host}${url}`, headers, body: body.length > 0 ? body : null };
      const sent = headers.signature ? await signAnswer(answer, request, key, Date.now()).catch(() => null) : null;
      response.writeHead(answer.status, sent ?? answer.headers);
      response.end(answer.status === 304 || answer.status === 204 ? undefined : answer.body);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
