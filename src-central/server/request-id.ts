import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { REQUEST_ID_HEADER, RequestId } from '../../src-main/contract/centre/request-id.ts';

/** What the client calls its request, when that has the form of a UUID: anything else could be written to be read in our log. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = RequestId.safeParse(headers[REQUEST_ID_HEADER]);
  return given.success ? given.data.toLowerCase() : randomUUID();
}
