import type { Link, LinkTrouble } from '../link/contract.ts';
import { startDeadline } from '../link/deadline.ts';

/** Plain questions and answers over an open link, for a printer that is not identified yet. */
export interface Conversation {
  /** Resolves with the bytes received after the question: at `isWhole`, when the link closes, or at the timeout. Drops flow control. */
  ask(question: Uint8Array, isWhole: (answer: readonly number[]) => boolean): Promise<readonly number[]>;
}

const XON = 0x11;
const XOFF = 0x13;

/** Settles when the link first opens (`null`) or fails (the cause). */
export function firstTurn(link: Link): Promise<LinkTrouble | null> {
  return new Promise((resolve) => {
    const stop = link.onState((state) => {
      if (state.kind === 'opening' || (state.kind === 'closed' && state.trouble === null)) return;
      stop();
      resolve(state.kind === 'open' ? null : state.trouble);
    });
  });
}

export function converse(link: Link, timeoutMs: number): Conversation {
  return {
    ask(question, isWhole) {
      const answer: number[] = [];
      return new Promise((resolve) => {
        const end = () => {
          callOff();
          for (const stop of listening) stop();
          resolve(answer);
        };
        const callOff = startDeadline(timeoutMs, end);
        const listening = [
          link.onBytes((bytes) => {
            for (const byte of bytes) if (byte !== XON && byte !== XOFF) answer.push(byte);
            if (isWhole(answer)) end();
          }),
          link.onState(({ kind }) => {
            if (kind === 'closed') end();
          }),
        ];
        link.send(question);
      });
    },
  };
}
