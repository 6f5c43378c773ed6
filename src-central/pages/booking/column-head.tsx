import { archPath } from '../../../src-renderer/components/arch.tsx';

const OUTLINE = `${archPath({ x: 0, y: 0, width: 30, height: 36 })}Z`;

export const ColumnHead = ({ no, id, title }: { no: 1 | 2 | 3; id: string; title: string }) => (
  <div class="column-head">
    <svg viewBox="0 0 30 36" width="30" height="36" aria-hidden="true">
      <path d={OUTLINE} />
      <text x="15" y="28" text-anchor="middle">
        {no}
      </text>
    </svg>
    <h2 id={id}>{title}</h2>
    <kbd>Alt {no}</kbd>
  </div>
);
