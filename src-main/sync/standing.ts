import type { CentreTrouble } from '../contract/kiosk/centre-status.ts';

/** Why the last try did not succeed, and who is told when anything about the kiosk and its centre has changed. */
export interface Standing {
  trouble(): CentreTrouble | null;
  setTrouble(trouble: CentreTrouble | null): void;
  changed(): void;
  onChange(listener: () => void): void;
}

export function createStanding(): Standing {
  const listeners: (() => void)[] = [];
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
  };
}
