import { useMemo } from 'preact/hooks';
import createQr from 'qrcode-generator';
import { useWords } from '../speaking.ts';

/** What a telephone needs around a code, in modules. */
const QUIET = 4;

/** The QR code of a turn's address, as on its paper; for eyes and telephones alone. */
export function FollowCode({ address }: { address: string }) {
  const { modules, path } = useMemo(() => drawn(address), [address]);
  const side = modules + 2 * QUIET;
  return (
    <svg
      class="follow-code"
      aria-hidden="true"
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect class="follow-paper" x={-QUIET} y={-QUIET} width={side} height={side} />
      <path class="follow-ink" d={path} />
    </svg>
  );
}

/** A module is a square of 1; each row of dark ones is one stroke. */
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

/** Where no paper is: the code with what to do with it. */
export function FollowNote({ address }: { address: string }) {
  const { t } = useWords();
  return (
    <div class="note follow-note">
      <FollowCode address={address} />
      <p>
        <strong>{t('ticket.onPhone')}</strong> {t('ticket.onPhoneHow')}
      </p>
    </div>
  );
}
