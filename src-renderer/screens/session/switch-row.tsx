import { Arch } from '../../components/arch.tsx';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

type SwitchRowProps = {
  pictogram: PictogramName;
  name: string;
  subtitle?: string;
  /** A consequence of the text size that is shown instead of on or off; `null`: none. */
  bySize?: string | null;
  on: boolean;
  onTouch: () => void;
};

/** A setting that is on or off, shown in words and by shape; screen readers read the switch's state. */
export function SwitchRow({ pictogram, name, subtitle, bySize, on, onTouch }: SwitchRowProps) {
  const { t } = useWords();
  const usual = t(on ? 'access.on' : 'access.off');
  const said = bySize ?? (on ? usual : (subtitle ?? usual));
  return (
    <li>
      <button type="button" class="row switch-row" role="switch" aria-checked={on} onClick={onTouch}>
        <Arch class="row-arch">
          <Pictogram name={pictogram} />
        </Arch>
        <span class="row-words">
          <span class="row-name">{name}</span>
          <span class="row-subtitle" aria-hidden={said === usual} data-by-size={bySize !== undefined}>
            {said}
          </span>
        </span>
        <span class="row-end switch">
          <span class="switch-knob">{on && <Pictogram name="check" />}</span>
        </span>
      </button>
    </li>
  );
}
