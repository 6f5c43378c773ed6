import type { AccessSettings } from '../../../src-main/session/contract/view-state.ts';
import { Arch } from '../../components/arch.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

type TextSize = AccessSettings['textSize'];
const SIZES: readonly TextSize[] = [100, 150, 200];

/** The row for the text size: each touch sets the next of three; three letters show which one is set. */
export function SizeRow({ size, onTouch }: { size: TextSize; onTouch: (next: TextSize) => void }) {
  const { t } = useWords();
  const index = SIZES.indexOf(size);
  return (
    <li>
      <button
        type="button"
        class="row size-row"
        data-grown={size !== 100}
        onClick={() => onTouch(SIZES[index + 1] ?? 100)}
      >
        <Arch class="row-arch">
          <Pictogram name="larger-text" />
        </Arch>
        <span class="row-words">
          <span class="row-name">{t('access.largeText')}</span>
          <span class="row-subtitle">{t('access.size', { size: index + 1, sizes: SIZES.length })}</span>
        </span>
        <span class="row-end sizes" aria-hidden="true">
          {SIZES.map((each) => (
            <span key={each} class="size" data-size={each} data-chosen={each === size}>
              A
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}
