import { useMemo } from 'preact/hooks';
import createQr from 'qrcode-generator';

/** The quiet zone that a phone needs around a code, in modules. */
const QUIET = 4;

/** The QR code of a turn's address, as printed. Hidden from screen readers. `gives`: the order in which a screen without room drops it. */
export function FollowCode({ address, gives }: { address: string; gives?: number }) {
  const { modules, path } = useMemo(() => drawn(address), [address]);
  const side = modules + 2 * QUIET;
  return (
    <svg
      class="follow-code"
      {...(gives !== undefined && { 'data-gives': gives })}
      aria-hidden="true"
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect class="follow-paper" x={-QUIET} y={-QUIET} width={side} height={side} />
      <path class="follow-ink" d={path} />
    </svg>
  );
}

/** Draws the code as one path: a module is a square of 1, a row of dark modules is one stroke. */
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
