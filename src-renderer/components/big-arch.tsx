import type { ComponentChildren } from 'preact';
import { Arch, Ribs } from './arch.tsx';

/** A wide arch on the start screen: lit if the citizen can go on, unlit otherwise. */
export function BigArch({ lit, children }: { lit: boolean; children: ComponentChildren }) {
  return (
    <div class="big-arch" data-lit={lit}>
      <Ribs count={4} />
      <Arch class="big-arch-light" />
      <div class="big-arch-words">{children}</div>
    </div>
  );
}
