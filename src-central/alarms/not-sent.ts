import { refuse } from '../../src-main/domain/result.ts';

/** The failure of a message that was not accepted. `reason` names no recipient. */
export interface NotSent {
  kind: 'not-sent';
  reason: string;
}

export const notSent = (reason: string) => refuse<NotSent>({ kind: 'not-sent', reason });
