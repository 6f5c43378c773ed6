import { archPath } from '../../../src-renderer/components/arch.tsx';
import { usePage } from '../page-context.ts';
import { type IconName, iconPath } from './icon.tsx';

export type MarkKind = 'well' | 'attention' | 'fault' | 'unknown' | 'bar';

const ICONS: Readonly<Record<MarkKind, IconName>> = {
  well: 'check',
  attention: 'attention',
  fault: 'fault',
  unknown: 'no-network',
  bar: 'ticket',
};
const OUTLINE = archPath({ x: 1, y: 1, width: 54, height: 66 });

/** The arch that shows a state. A word beside it must say the same. */
export const MarkArch = ({ kind }: { kind: MarkKind }) => (
  <svg class={`mark mark-${kind}`} viewBox="0 0 56 68" aria-hidden="true" focusable="false">
    <path class="mark-arch" d={`${OUTLINE}Z`} />
    <path class="mark-icon" transform="translate(12 26) scale(0.125)" d={iconPath(ICONS[kind])} />
  </svg>
);

export function Mark({ kind }: { kind: Exclude<MarkKind, 'bar'> }) {
  const { t } = usePage();
  return (
    <span class={`marked marked-${kind}`}>
      <MarkArch kind={kind} />
      <span class="mark-word">{t(`mark.${kind}`)}</span>
    </span>
  );
}
