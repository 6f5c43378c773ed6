import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { REQUEST_ID_HEADER, RequestId } from '../../src-main/contract/centre/request-id.ts';

/** Returns the client's request id if it is a UUID, because any other text could forge lines of the log. Otherwise a new id. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = RequestId.safeParse(headers[REQUEST_ID_HEADER]);
  return given.success ? given.data.toLowerCase() : randomUUID();
}
