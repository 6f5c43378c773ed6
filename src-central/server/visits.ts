import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressSubject } from '../enrolment/address-subject.ts';
import type { Serving } from './serving.ts';

export interface Page {
  status: number;
  mediaType: string;
  text: string;
  headers?: Readonly<Record<string, string>>;
}

/** A request of a browser for a page. */
export interface Visit {
  method: 'GET' | 'POST';
  params: Readonly<Record<string, string | undefined>>;
  query: URLSearchParams;
}

/** The limit of a form's body; our forms have no fields. */
const FORM_BYTES = 1_024;

export const sendPage = (reply: FastifyReply, { status, mediaType, text, headers = {} }: Page): FastifyReply =>
  reply.code(status).headers(headers).header('content-type', mediaType).send(text);

/** Registers a page. Visitors of one address queue behind each other, like all unauthenticated clients. */
export function addVisits(
  { app, ending, isOpen, admission }: Serving,
  url: string,
  visit: (visit: Visit) => Promise<Page>,
  closed: () => Page,
): void {
  app.route<{ Params: Record<string, string | undefined> }>({
    method: ['GET', 'POST'],
    url,
    bodyLimit: FORM_BYTES,
    handler: async (request, reply) => {
      if (ending.signal.aborted || !isOpen()) return sendPage(reply, closed());
      const place = await admission.check(addressSubject(request.ip));
      if (place === null) return sendPage(reply, closed());
      try {
        return sendPage(reply, await visit(visitOf(request)));
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
}: Pick<FastifyRequest<{ Params: Record<string, string | undefined> }>, 'method' | 'params' | 'url'>): Visit => ({
  method: method === 'POST' ? 'POST' : 'GET',
  params,
  query: new URLSearchParams(url.split('?')[1] ?? ''),
});
