import { type Result, refuse, succeed } from '../domain/result.ts';
import { FromCore } from '../session/contract/kiosk-api.ts';

export type LineTrouble = { kind: 'not-json' } | { kind: 'not-in-contract'; where: string };

/** Parses one line from the core. The error names the kind of message and never contains the line. */
export function readFromCore(line: string): Result<FromCore, LineTrouble> {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return refuse({ kind: 'not-json' });
  }
  const checked = FromCore.safeParse(message);
  if (checked.success) return succeed(checked.data);
  return refuse({ kind: 'not-in-contract', where: nameOf(message) });
}

function nameOf(message: unknown): string {
  if (typeof message !== 'object' || message === null) return typeof message;
  if ('push' in message && typeof message.push === 'string') return `push ${message.push.slice(0, 40)}`;
  return 'id' in message ? 'answer' : 'neither an answer nor a push';
}
