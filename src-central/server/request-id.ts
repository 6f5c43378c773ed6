import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { REQUEST_ID_HEADER, RequestId } from '../../src-main/contract/centre/request-id.ts';

/** The client's request id if it is a UUID. Any other text could forge lines of the log. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = RequestId.safeParse(headers[REQUEST_ID_HEADER]);
  return given.success ? given.data.toLowerCase() : randomUUID();
}
