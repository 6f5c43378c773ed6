import type { ComponentChildren } from 'preact';
import { Arch, Ribs } from './arch.tsx';

/** A wide arch on the façade: lit where the person can go on, unlit where not. */
export function BigArch({ lit, children }: { lit: boolean; children: ComponentChildren }) {
  return (
    <div class="big-arch" data-lit={lit}>
      <Ribs count={4} />
      <Arch class="big-arch-light" />
      <div class="big-arch-words">{children}</div>
    </div>
  );
}
