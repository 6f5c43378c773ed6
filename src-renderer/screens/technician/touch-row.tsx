import type { PartLevel } from '../../../src-main/contract/shared/part-level.ts';
import { PartWords } from './part-row.tsx';

type TouchRowProps = { level: PartLevel; name: string; says: string; figure?: string; onTouch: () => void };

export function TouchRow({ level, onTouch, ...words }: TouchRowProps) {
  return (
    <li class="part part-touched" data-level={level}>
      <button type="button" class="part-touch" onClick={onTouch}>
        <PartWords level={level} {...words} />
      </button>
    </li>
  );
}
