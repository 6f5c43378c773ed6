import { refuse } from '../../src-main/domain/result.ts';

/** `reason` names no recipient. */
export interface NotSent {
  kind: 'not-sent';
  reason: string;
}

export const notSent = (reason: string) => refuse<NotSent>({ kind: 'not-sent', reason });
