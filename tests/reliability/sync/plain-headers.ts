import type { IncomingHttpHeaders } from 'node:http';

/** Joins each header's values into one text, the form in which signatures read headers. */
export const plainHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
