import type { ComponentChildren } from 'preact';
import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type RowProps = {
  pictogram: PictogramName;
  gives?: number | undefined;
  name: string;
  subtitle?: ComponentChildren;
  end?: PictogramName;
  onTouch: () => void;
};

export const Row = ({ pictogram, gives, name, subtitle = null, end = 'enter', onTouch }: RowProps) => (
  <li>
    <button type="button" class="row" onClick={onTouch}>
      <Arch class="row-arch" gives={gives}>
        <Pictogram name={pictogram} />
      </Arch>
      <span class="row-words">
        <span class="row-name">{name}</span>
        {subtitle !== null && <span class="row-subtitle">{subtitle}</span>}
      </span>
      <span class="row-end">
        <Pictogram name={end} />
      </span>
    </button>
  </li>
);
