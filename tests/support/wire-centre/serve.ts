import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { OPERATIONS, type OperationName } from '../../../src-main/contract/centre/operations.ts';
import { PROBLEM_MEDIA_TYPE, problemOf } from '../../../src-main/contract/centre/problems.ts';
import { REQUEST_COUNT_HEADER } from '../../../src-main/contract/centre/signing.ts';
import { type RequestToSign, signAnswer } from '../../../src-main/signing/signed-messages.ts';
import { type Answer, answer, type Question, signerOf } from './answers.ts';
import { callWatchers, type Interceptor, type WireState } from './state.ts';

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  isSigned: boolean;
}

const ROUTES = (Object.keys(OPERATIONS) as OperationName[]).map((name) => ({
  name,
  method: OPERATIONS[name].method as string,
  path: new RegExp(`^${OPERATIONS[name].path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
}));

export async function serve(
  state: WireState,
  scheme: 'http' | 'https',
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await buffer(incoming);
  const question = questionOf(incoming, scheme, body);
  if (!question) {
    outgoing.writeHead(404).end();
    return;
  }
  state.asked.push(question.name);
  const instead = await state.intercept(question.name, body);
  if (instead === 'hang') return;
  if (instead === 'cut') {
    outgoing.destroy();
    return;
  }
  if (instead === null && question.name === 'followHints') {
    await openStream(state, question, outgoing);
    return;
  }
  const reply = instead === null ? replyOf(await answer(state, question)) : replyInstead(instead);
  const { status, isSigned } = reply;
  const signedRequest = question.request.headers.signature === undefined ? null : question.request;
  const headers = isSigned ? await signAnswer(reply, signedRequest, state.key, state.nowMs()) : reply.headers;
  outgoing.writeHead(status, headers);
  outgoing.end(status === 304 ? undefined : reply.body, () => callWatchers(state));
}

function questionOf(
  { method = '', url = '/', headers }: IncomingMessage,
  scheme: string,
  body: Buffer,
): Question | null {
  const { pathname, searchParams: query } = new URL(url, 'http://centre');
  const plain = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const request: RequestToSign = {
    method,
    url: `${scheme}://${headers.host}${url}`,
    headers: plain,
    body: body.length > 0 ? body : null,
  };
  for (const { name, ...route } of ROUTES) {
    const match = route.method === method ? route.path.exec(pathname) : null;
    if (match) return { name, request, params: match.slice(1).map(decodeURIComponent), query };
  }
  return null;
}

async function openStream(state: WireState, { request, params }: Question, outgoing: ServerResponse): Promise<void> {
  const kiosk = await signerOf(state, request, params[1] ?? '');
  if (typeof kiosk === 'string' || kiosk.revoked) {
    outgoing.writeHead(401).end();
    return;
  }
  kiosk.lastRead = Math.max(kiosk.lastRead, Number(request.headers[REQUEST_COUNT_HEADER]));
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  outgoing.write(': open\n\n');
  state.streams.add(outgoing);
  outgoing.on('close', () => state.streams.delete(outgoing));
  callWatchers(state);
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function replyInstead({
  status,
  headers,
  body = '',
  signed = false,
}: Exclude<Awaited<ReturnType<Interceptor>>, string | null>): Reply {
  return { status, headers: { ...JSON_HEADERS, ...headers }, body: Buffer.from(body), isSigned: signed };
}

function replyOf({ content, isSigned }: Answer): Reply {
  if ('problem' in content) {
    const { problem: kind, above } = content;
    const problem = problemOf(kind, above === undefined ? {} : { above });
    const headers = { 'content-type': PROBLEM_MEDIA_TYPE };
    return { status: problem.status, headers, body: Buffer.from(JSON.stringify(problem)), isSigned };
  }
  const { status, headers, body } = content;
  const text = body === undefined ? '' : JSON.stringify(body);
  return { status, headers: { ...JSON_HEADERS, ...headers }, body: Buffer.from(text), isSigned };
}
