import type { CallFault } from './call-fault.ts';
import type { CentreClient, Question } from './centre-client.ts';

export interface WakeUpsParts {
  client: Pick<CentreClient, 'follow'>;
  signRead: () => Question | null;
  onOpened: () => void;
  onWakeUp: () => void;
  onEnded: (fault: CallFault, wasOpen: boolean) => void;
}

export interface WakeUps {
  /** Opens the stream unless it is open or opening. */
  listen(): void;
  isOpen(): boolean;
  stop(): void;
}

export function createWakeUps({ client, signRead, onOpened, onWakeUp, onEnded }: WakeUpsParts): WakeUps {
  const ending = new AbortController();
  let state: 'closed' | 'opening' | 'open' = 'closed';
  return {
    listen() {
      if (state !== 'closed' || ending.signal.aborted) return;
      const question = signRead();
      if (!question) return;
      state = 'opening';
      const opened = (): void => {
        state = 'open';
        onOpened();
      };
      void client.follow(question, ending.signal, opened, onWakeUp).then((fault) => {
        const wasOpen = state === 'open';
        state = 'closed';
        if (!ending.signal.aborted) onEnded(fault, wasOpen);
      });
    },
    isOpen: () => state === 'open',
    stop: () => ending.abort(),
  };
}
