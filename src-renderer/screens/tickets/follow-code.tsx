import { useMemo } from 'preact/hooks';
import createQr from 'qrcode-generator';

const QUIET = 4;

/**
 * The QR code with the address at which a phone follows the queue, as printed. Hidden from screen readers. `gives`: the step at which
 * `fitFrame` drops the code if the screen has no room.
 */
export function FollowCode({ address, gives }: { address: string; gives?: number }) {
  const { modules, path } = useMemo(() => drawn(address), [address]);
  const side = modules + 2 * QUIET;
  return (
    <svg
      class="follow-code"
      data-gives={gives}
      aria-hidden="true"
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect class="follow-paper" x={-QUIET} y={-QUIET} width={side} height={side} />
      <path class="follow-ink" d={path} />
    </svg>
  );
}

/** Draws the code as one path: each dark module is a square of 1. */
function drawn(address: string): { modules: number; path: string } {
  const code = createQr(0, 'M');
  code.addData(address, 'Alphanumeric');
  code.make();
  const modules = code.getModuleCount();
  const strokes: string[] = [];
  for (let y = 0; y < modules; y += 1)
    for (let x = 0; x < modules; x += 1) if (code.isDark(y, x)) strokes.push(`M${x} ${y}h1v1h-1z`);
  return { modules, path: strokes.join('') };
}
