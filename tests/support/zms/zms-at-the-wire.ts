import { createServer, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Standing } from '../../contract/queue-source.ts';

const SCHEMA = 'https://schema.berlin.de/queuemanagement/metaresult.json';
const EXCEPTIONS = 'BO\\Zmsbackend\\Exception';

const meta = (more: Record<string, unknown> = {}) => ({
  $schema: SCHEMA,
  error: false,
  generated: '2026-11-27T10:00:00+01:00',
  server: 'Zmsbackend-ENV',
  reducedData: true,
  ...more,
});

/** A queue entry as `GET /scope/{id}/queue/` lists it. ZMS writes a number as a JSON number or as a JSON string. */
export const entry = (number: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  $schema: 'https://schema.berlin.de/queuemanagement/queue.json',
  number: String(number),
  status: 'queued',
  arrivalTime: 1_795_770_000,
  callCount: '0',
  callTime: 0,
  priority: null,
  withAppointment: false,
  waitingTime: 0,
  wayTime: 0,
  waitingTimeEstimate: 12,
  waitingTimeOptimistic: '10',
  ...more,
});

/** The entry that ZMS adds for a citizen who would come now, at the end of the queue. */
const nextToCome = (minutes: { from: number; to: number } | null) =>
  entry(-1, {
    status: 'fake',
    waitingTimeOptimistic: minutes?.from ?? null,
    waitingTimeEstimate: minutes === null ? null : `${minutes.to}`,
  });

export interface ZmsAtTheWire {
  url: string;
  asked: string[];
  stand(standing: Standing): void;
  hangUp(): void;
  standAt(scope: string, standing: Standing): void;
  /** `body` is sent unchanged. */
  answer(status: number, body: unknown): void;
}

export async function startZms(): Promise<ZmsAtTheWire> {
  const asked: string[] = [];
  let reply: Reply = (response) => response.destroy();
  const byScope = new Map<string, Reply>();
  const answer = (status: number, body: unknown): void => {
    reply = answering(status, body);
  };
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    const scope = /\/scope\/(\d+)\/queue\/$/.exec(request.url ?? '')?.[1] ?? '';
    (byScope.get(scope) ?? reply)(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return {
    url: `http://127.0.0.1:${port}/terminvereinbarung/api/2/`,
    asked,
    answer,
    stand(standing) {
      reply = replyTo(standing);
    },
    hangUp: () => server.closeAllConnections(),
    standAt: (scope, standing) => void byScope.set(scope, replyTo(standing)),
  };
}

type Reply = (response: ServerResponse) => void;

const answering =
  (status: number, body: unknown): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const replyTo = (standing: Standing): Reply => replyOf(standing) ?? answering(...answerTo(standing));

const ENDLESS = Buffer.alloc(65_536, ' ');

function replyOf({ is }: Standing): Reply | null {
  if (is === 'silent') return () => undefined;
  if (is === 'away') return (response) => response.destroy();
  if (is === 'talking nonsense') return (response) => response.writeHead(200).end('<html>Wartungsarbeiten</html>');
  if (is !== 'talking without an end') return null;
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const go = (): void => {
      while (!response.destroyed && response.write(ENDLESS));
      if (!response.destroyed) response.once('drain', go);
    };
    go();
  };
}

function answerTo(standing: Standing): [status: number, body: unknown] {
  if (standing.is === 'without such a queue')
    return [404, { meta: meta({ error: true, exception: `${EXCEPTIONS}\\Scope\\ScopeNotFound` }), data: null }];
  if (standing.is !== 'queue')
    return [500, { meta: meta({ error: true, exception: `${EXCEPTIONS}\\Pdo\\DeadLockFound` }), data: null }];
  const { waiting, minutes } = standing;
  const people = Array.from({ length: waiting }, (_, at) => entry(at + 1));
  // ZMS also lists citizens who have been called and no longer wait.
  const called = [entry(900, { status: 'called' }), entry(901, { status: 'processing' })];
  return [200, { meta: meta(), data: [...called, ...people, nextToCome(minutes)] }];
}
