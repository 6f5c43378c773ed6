import { useWords } from '../speaking.ts';
import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type SwitchRowProps = {
  pictogram: PictogramName;
  name: string;
  subtitle?: string;
  whenOn?: string;
  on: boolean;
  onTouch: () => void;
};

/** A setting that is on or off, and says so in words and in shape; to a screen reader the switch itself says it. `whenOn`: what follows from the size of type. */
export function SwitchRow({ pictogram, name, subtitle, whenOn, on, onTouch }: SwitchRowProps) {
  const { t } = useWords();
  const usual = t(on ? 'access.on' : 'access.off');
  const said = (on ? whenOn : subtitle) ?? usual;
  return (
    <li>
      <button type="button" class="row switch-row" role="switch" aria-checked={on} onClick={onTouch}>
        <Arch class="row-arch">
          <Pictogram name={pictogram} />
        </Arch>
        <span class="row-words">
          <span class="row-name">{name}</span>
          <span class="row-subtitle" aria-hidden={said === usual} data-by-size={whenOn !== undefined}>
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
