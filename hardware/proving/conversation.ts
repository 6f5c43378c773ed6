import type { Link, LinkTrouble } from '../link/contract.ts';
import { startDeadline } from '../link/deadline.ts';

/** Plain questions and answers over an open link, for a printer that is not identified yet. */
export interface Conversation {
  /**
   * Sends a question and collects the bytes received after it until `isWhole` returns true, the link closes or the timeout passes. Drops
   * flow control bytes.
   */
  ask(question: Uint8Array, isWhole: (answer: readonly number[]) => boolean): Promise<readonly number[]>;
}

const XON = 0x11;
const XOFF = 0x13;

/** Resolves to `null` when the link first opens, to the cause when it fails. */
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
