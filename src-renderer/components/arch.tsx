import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { Standing } from '../standing.ts';

type Box = { x: number; y: number; width: number; height: number };

/**
 * The outline of the arch of the Masia Freixa, a building in Terrassa, from the left foot over the top to the right foot. Three tenths of
 * the height are straight.
 */
export function archPath({ x, y, width, height }: Box): string {
  const right = x + width;
  const top = x + width / 2;
  const spring = y + height * 0.69;
  const shoulder = y + height * 0.306;
  const lean = width * 0.215;
  return (
    `M${x} ${y + height}V${spring}C${x} ${shoulder} ${top - lean} ${y} ${top} ${y}` +
    `S${right} ${shoulder} ${right} ${spring}V${y + height}`
  );
}

const unit = archPath({ x: 0, y: 0, width: 100, height: 100 });
const rectangle = 'M0 100V7Q0 0 7 0H93Q100 0 100 7V100';

/** Whether to draw arches; true until the city's theme is known, because the default theme, Terrassa's, has arches. */
const useArches = (): boolean => useContext(Standing).appearance?.theme.arches ?? true;

type ArchProps = {
  class: string;
  gives?: number | undefined;
  children?: ComponentChildren;
};

/** An arch, or a rectangle in a city without arches. Its CSS class decides its size. */
export function Arch({ class: name, gives, children }: ArchProps) {
  const outline = useArches() ? unit : rectangle;
  return (
    <span class={`arch ${name}`} data-whole data-gives={gives}>
      <svg class="arch-shape" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path d={`${outline}Z`} vector-effect="non-scaling-stroke" />
      </svg>
      {children}
    </span>
  );
}

/** Lines around an arch, each fainter than the one inside it; decoration. */
export function Ribs({ count }: { count: 4 | 5 }) {
  if (!useArches()) return null;
  return (
    <span class="ribs" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <svg
          key={index}
          class={`rib rib-${index + 1}`}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d={unit} vector-effect="non-scaling-stroke" />
        </svg>
      ))}
    </span>
  );
}

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
