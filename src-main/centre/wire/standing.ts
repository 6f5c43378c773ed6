import type { Acknowledgement } from '../../contract/shared/acknowledgement.ts';
import type { CentreTrouble } from '../contract/centre-status.ts';

export interface Standing {
  trouble(): CentreTrouble | null;
  setTrouble(trouble: CentreTrouble | null): void;
  changed(): void;
  onChange(listener: () => void): void;
  acknowledged(acknowledgement: Acknowledgement): void;
  onAcknowledged(listener: (acknowledgement: Acknowledgement) => void): void;
  ordered(): void;
  onOrdered(listener: () => void): void;
  woken(): void;
  onWoken(listener: () => void): void;
}

export function createStanding(): Standing {
  const listeners: (() => void)[] = [];
  const acknowledgedListeners: ((acknowledgement: Acknowledgement) => void)[] = [];
  const orderedListeners: (() => void)[] = [];
  const wokenListeners: (() => void)[] = [];
  let trouble: CentreTrouble | null = null;
  return {
    trouble: () => trouble,
    setTrouble(next) {
      trouble = next;
    },
    changed() {
      for (const listener of listeners) listener();
    },
    onChange: (listener) => void listeners.push(listener),
    acknowledged({ subjectId, preferential, comeAndFetch }) {
      for (const listener of acknowledgedListeners) listener({ subjectId, preferential, comeAndFetch });
    },
    onAcknowledged: (listener) => void acknowledgedListeners.push(listener),
    ordered() {
      for (const listener of orderedListeners) listener();
    },
    onOrdered: (listener) => void orderedListeners.push(listener),
    woken() {
      for (const listener of wokenListeners) listener();
    },
    onWoken: (listener) => void wokenListeners.push(listener),
  };
}
