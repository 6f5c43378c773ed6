import type { Link } from '../link/contract.ts';
import type { ScannerProfile } from '../scanner/profile.ts';
import { judgeReading } from './scanner-proof.ts';

/** A scanner sends a code without a pause, so bytes that arrive after a pause of this many milliseconds belong to another code. */
const BURST_PAUSE_MS = 120;

export type ScannerProof =
  | { at: 'opening' | 'waiting' | 'unreadable' | 'no-line'; way: number }
  | { at: 'proven'; way: number; profileId: string };

export interface ScannerProvingOptions {
  /**
   * One factory per serial speed. Each makes a link that is not started. The next speed is tried if the bytes read are not `shown`, the
   * code on the screen.
   */
  links: readonly (() => Link)[];
  shown: string;
  /** Resolves when the device may be opened. */
  ready?: Promise<void>;
  deviceName: string | null;
  profiles: readonly ScannerProfile[];
  onChange(proof: ScannerProof): void;
}

export interface ScannerProving {
  proof(): ScannerProof;
  close(): Promise<void>;
}

export function proveNewScanner(options: ScannerProvingOptions): ScannerProving {
  const { links, shown, deviceName, profiles, onChange } = options;
  let proof: ScannerProof = { at: 'opening', way: 0 };
  let link: Link | null = null;
  let burst: number[] = [];
  let pause: NodeJS.Timeout | undefined;
  let isClosed = false;
  let changing: Promise<void> = options.ready ?? Promise.resolve();

  function become(next: ScannerProof): void {
    if (isClosed) return;
    proof = next;
    onChange(next);
  }

  function openAt(way: number, wasUnreadable: boolean): void {
    changing = changing.then(async () => {
      await link?.close();
      const next = links[way];
      if (isClosed || next === undefined) return;
      link = next();
      link.onBytes(take);
      link.onState((state) => {
        if (state.kind === 'open') become({ at: wasUnreadable ? 'unreadable' : 'waiting', way });
        else if (state.kind === 'closed' && state.trouble !== null) become({ at: 'no-line', way });
      });
      link.start();
    });
  }

  function take(bytes: Uint8Array): void {
    burst.push(...bytes);
    clearTimeout(pause);
    pause = setTimeout(judge, BURST_PAUSE_MS);
  }

  function judge(): void {
    const reading = judgeReading(Uint8Array.from(burst), shown, deviceName, profiles);
    burst = [];
    if (isClosed || proof.at === 'proven') return;
    const { way } = proof;
    if (reading.kind === 'right') become({ at: 'proven', way, profileId: reading.profileId });
    else if (links.length === 1) become({ at: 'unreadable', way });
    else openAt((way + 1) % links.length, true);
  }

  openAt(0, false);
  return {
    proof: () => proof,
    async close() {
      isClosed = true;
      clearTimeout(pause);
      await changing;
      await link?.close();
    },
  };
}
