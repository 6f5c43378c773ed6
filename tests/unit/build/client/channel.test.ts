import { createServer, type IncomingHttpHeaders } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { connectChannel } from '../../../../build/client/package/channel.ts';

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

async function serverOf(...replies: readonly Reply[]) {
  const asked: { line: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const reply = replies[Math.min(asked.length, replies.length - 1)];
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    const headers = { connection: 'close', 'content-type': 'application/problem+json', ...reply?.headers };
    response.writeHead(reply?.status ?? 500, headers).end(JSON.stringify(reply?.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return { asked, port, channel: connectChannel({ ...SETTINGS, url: `http://127.0.0.1:${port}/` }) };
}

const SETTINGS = { cityId: 'vila-exemple', token: 'torn_secret' };
const ORDER = { officeId: 'oac-placa', serviceId: 'padro', start: '2026-12-01T10:00:00Z' };
const BUSY = { status: 503, headers: { 'retry-after': '0' }, body: { type: 'urn:torn:problem:overloaded' } };

it.each([
  'http://centre.example',
  'http://127.0.0.1.centre.example',
  'http://localhost.centre.example',
  'ftp://localhost',
])('a channel refuses %s, where its token would travel unencrypted', (url) => {
  expect(() => connectChannel({ ...SETTINGS, url })).toThrow('https');
});

it.each(['https://centre.example', 'http://127.0.0.1:8099', 'http://localhost:8099', 'http://[::1]:8099'])(
  'a channel accepts %s',
  (url) => {
    expect(() => connectChannel({ ...SETTINGS, url })).not.toThrow();
  },
);

it('a booking’s reference is encoded into the path, and the request carries the channel’s token', async () => {
  const { channel, asked } = await serverOf({ status: 200, headers: { 'content-type': 'application/json' }, body: {} });
  await channel.book('CITA/1 ó', ORDER);
  expect(asked[0]?.line).toBe('PUT /v1/cities/vila-exemple/appointments/CITA%2F1%20%C3%B3');
  expect(asked[0]?.headers.authorization).toBe('Bearer torn_secret');
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual(ORDER);
});

it('a CSV import is sent unchanged, and its report returned', async () => {
  const report = { rows: 1, created: 1, changed: 0, unchanged: 0, refused: [] };
  const { channel, asked } = await serverOf({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: report,
  });
  const csv = 'reference,officeId,serviceId,start\nCITA-1,oac-placa,padro,2026-12-01 10:30\n';
  expect(await channel.importCsv(csv)).toEqual({ ok: true, value: report });
  expect(asked[0]).toMatchObject({ body: csv, headers: { 'content-type': 'text/csv' } });
});

it('a request is tried three times while the centre is overloaded, and returns the answer that comes', async () => {
  const { channel, asked } = await serverOf(BUSY, BUSY, { status: 204 });
  expect(await channel.cancel('CITA-1')).toEqual({ ok: true, value: null });
  expect(asked.map(({ line }) => line)).toEqual(Array(3).fill('DELETE /v1/cities/vila-exemple/appointments/CITA-1'));
});

it('a refusal names the problem and the centre’s request id', async () => {
  const headers = { 'x-request-id': '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90' };
  const problem = { type: 'urn:torn:problem:not-found', title: 'There is nothing here', status: 404 };
  const { channel, asked } = await serverOf({ status: 404, headers, body: problem });
  const requestId = headers['x-request-id'];
  expect(await channel.read('CITA-1')).toEqual({ ok: false, kind: 'not-found', problem, requestId });
  expect(asked.length).toBe(1);
});

it('a request is not tried again if the centre asks for a long wait', async () => {
  const { channel, asked } = await serverOf({ ...BUSY, headers: { 'retry-after': '600' } });
  expect(await channel.read('CITA-1')).toMatchObject({ ok: false, kind: 'overloaded' });
  expect(asked.length).toBe(1);
});

it('a redirect is not followed, so the token goes nowhere else', async () => {
  const other = await serverOf({ status: 204 });
  const location = `http://localhost:${other.port}/elsewhere`;
  const { channel } = await serverOf({ status: 307, headers: { location } });
  expect(await channel.attendance('ABC')).toMatchObject({ ok: false, kind: 'status-307' });
  expect(other.asked).toEqual([]);
});
