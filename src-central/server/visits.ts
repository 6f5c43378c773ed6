import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoreTrouble } from '../database/database.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import { refusalOf } from './answers.ts';
import type { Serving } from './serving.ts';

export interface Page {
  status: number;
  mediaType: string;
  text: string | Buffer;
  headers?: Readonly<Record<string, string | string[]>>;
}

export interface Visit {
  method: 'GET' | 'POST';
  /** The path with its query, as the browser sent it. */
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  query: URLSearchParams;
  headers: FastifyRequest['headers'];
  body: Buffer;
  remoteAddress: string;
}

const FORM_BYTES = 1_024;

export const sendPage = (reply: FastifyReply, { status, mediaType, text, headers = {} }: Page): FastifyReply =>
  reply.code(status).headers(headers).header('content-type', mediaType).send(text);

/** Registers a page. A visitor takes one of the places of the visitor's address (`Admission.check`), like all unauthenticated clients. */
export function addVisits(
  { app, ending, isOpen, admission, meter, logger }: Serving,
  url: string,
  visit: (visit: Visit) => Promise<Page>,
  closed: () => Page,
  bodyLimit: number = FORM_BYTES,
): void {
  app.route<{ Params: Record<string, string | undefined> }>({
    method: ['GET', 'POST'],
    url,
    bodyLimit,
    handler: async (request, reply) => {
      if (ending.signal.aborted || !isOpen()) return sendPage(reply, closed());
      const place = await admission.check(addressSubject(request.ip));
      if (place === null) return sendPage(reply, closed());
      try {
        return sendPage(reply, await visit(visitOf(request)));
      } catch (error) {
        if (!(error instanceof StoreTrouble)) throw error;
        const { kind } = refusalOf(error);
        meter.refused(kind);
        logger.warn({ event: kind, requestId: request.id, method: request.method, path: url, err: error });
        return sendPage(reply, closed());
      } finally {
        place();
      }
    },
  });
}

const visitOf = ({
  method,
  params,
  url,
  headers,
  body,
  ip,
}: FastifyRequest<{ Params: Record<string, string | undefined> }>): Visit => ({
  method: method === 'POST' ? 'POST' : 'GET',
  path: url,
  params,
  headers,
  body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  remoteAddress: ip,
  query: new URLSearchParams(url.split('?')[1] ?? ''),
});
