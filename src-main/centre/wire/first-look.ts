import { randomBytes } from 'node:crypto';
import type { Log } from '../../ports/log.ts';
import type { CentreStatus } from '../contract/centre-status.ts';
import { fieldsOf } from './call-fault.ts';
import type { CentreClient } from './centre-client.ts';
import type { UnknownAuthority } from './connection.ts';
import type { Standing } from './standing.ts';

/** Checks, before an enrolment, that the centre answers over a verified connection. */
export interface FirstLook {
  /** Asks the centre now, unless an answer is awaited. */
  look(): void;
  /**
   * Keeps the awaited answer from changing the shown trouble, because a pairing begins and shows its own trouble. The next `look` ends
   * this.
   */
  leaveTrouble(): void;
  seen(): boolean;
  isAsked(): boolean;
  /** The unknown authority of the centre's certificate; `null` if the authority is known or was not seen. */
  authority(): UnknownAuthority | null;
}

interface FirstLookParts {
  client: Pick<CentreClient, 'ask'>;
  standing: Standing;
  log: Log;
  isClosed: () => boolean;
  /**
   * Trusts this unknown authority if the `CentreNote` that a technician confirmed names it. True: the next connection accepts the
   * authority.
   */
  believe: (authority: UnknownAuthority) => boolean;
}

const NONCE_BYTES = 24;

export function createFirstLook({ client, standing, log, isClosed, believe }: FirstLookParts): FirstLook {
  let state: 'unseen' | 'asked' | 'seen' = 'unseen';
  let authority: UnknownAuthority | null = null;
  let leavesTrouble = false;
  async function ask(): Promise<void> {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const answer = await client.ask('readTime', { query: { nonce } });
    if (isClosed()) return;
    // The kiosk asks only once more after trusting the authority; a second failure is shown.
    if (!answer.ok && answer.error.authority && believe(answer.error.authority)) return ask();
    const isTheirs = answer.ok && answer.value.body?.nonce === nonce;
    state = isTheirs ? 'seen' : 'unseen';
    authority = answer.ok ? null : (answer.error.authority ?? null);
    if (!answer.ok) log.event(answer.error.kind, fieldsOf(answer.error));
    if (!leavesTrouble) standing.setTrouble(isTheirs ? null : answer.ok ? 'central-answer' : answer.error.kind);
    standing.changed();
  }
  return {
    look() {
      if (state === 'asked') return;
      state = 'asked';
      leavesTrouble = false;
      standing.changed();
      void ask();
    },
    leaveTrouble() {
      leavesTrouble = true;
    },
    seen: () => state === 'seen',
    isAsked: () => state === 'asked',
    authority: () => authority,
  };
}

/** Name and fingerprint of the authority, which a technician compares; the certificate itself does not leave the core. */
export const shownAuthority = (authority: UnknownAuthority | null): CentreStatus['authority'] =>
  authority && { name: authority.name, fingerprint: authority.fingerprint };
