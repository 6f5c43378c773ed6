import type { CentreStatus } from '../../src-main/centre/contract/centre-status.ts';
import type { Centre } from '../../src-main/centre/ports/centre.ts';
import { noCentre } from '../../src-main/centre/wire/no-centre.ts';
import { NO_OFFICE_HOURS } from '../../src-main/centre/wire/office-hours.ts';
import type { Acknowledgement } from '../../src-main/contract/shared/acknowledgement.ts';
import { succeed } from '../../src-main/domain/result.ts';

export interface MemoryCentre extends Centre {
  readonly asked: readonly string[];
  become(change: Partial<CentreStatus>): void;
  acknowledge(acknowledgement: Acknowledgement): void;
}

const UNPAIRED: CentreStatus = {
  ...noCentre({ identity: null }).status(),
  state: 'unpaired',
  url: 'https://torn.example/',
};

export function createMemoryCentre(first: Partial<CentreStatus> = {}): MemoryCentre {
  let status: CentreStatus = { ...UNPAIRED, ...first };
  const asked: string[] = [];
  const listeners: (() => void)[] = [];
  const acknowledged: ((acknowledgement: Acknowledgement) => void)[] = [];
  function become(change: Partial<CentreStatus>): void {
    status = { ...status, ...change };
    for (const listener of listeners) listener();
  }
  return {
    asked,
    become,
    status: () => status,
    hours: { ...NO_OFFICE_HOURS },
    startPairing() {
      asked.push('startPairing');
      become({ state: 'pairing', trouble: null });
    },
    stopPairing() {
      asked.push('stopPairing');
      become({ state: 'unpaired', pairing: null });
    },
    offeredAuthority: () => null,
    tryNow: () => void asked.push('tryNow'),
    isAsking: () => false,
    requeueDeadLetters() {
      asked.push('requeueDeadLetters');
      become({ deadLetters: 0 });
      return succeed(null);
    },
    onOrdered: () => undefined,
    sendDiagnostics: () => Promise.resolve(succeed(null)),
    rotateKey: () => void asked.push('rotateKey'),
    onChange: (listener) => void listeners.push(listener),
    acknowledge(acknowledgement) {
      for (const listener of acknowledged) listener(acknowledgement);
    },
    onAcknowledged: (listener) => void acknowledged.push(listener),
  };
}
