import type { AuditEntry } from '../../src-main/contract/centre/administration.ts';
import { csvLine } from '../csv.ts';

const COLUMNS = [
  'at',
  'lastAt',
  'times',
  'source',
  'actor',
  'name',
  'role',
  'tokenId',
  'kioskId',
  'what',
  'subject',
  'object',
  'result',
  'address',
  'auditId',
  'codeId',
] as const satisfies readonly (keyof AuditEntry)[];

export const auditHead = (): string => csvLine(COLUMNS);
export const auditLines = (entries: readonly AuditEntry[]): string =>
  entries.map((entry) => csvLine(COLUMNS.map((column) => entry[column]))).join('');
