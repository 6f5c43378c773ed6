import type { ComponentChildren } from 'preact';
import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type RowProps = {
  pictogram: PictogramName;
  /** The step at which a screen without room drops the arch. */
  gives?: number;
  name: string;
  subtitle?: ComponentChildren;
  end?: PictogramName;
  onTouch: () => void;
};

/** A row that opens something: an arch and a name. */
export const Row = ({ pictogram, gives, name, subtitle = null, end = 'enter', onTouch }: RowProps) => (
  <li>
    <button type="button" class="row" onClick={onTouch}>
      <Arch class="row-arch" {...(gives !== undefined && { gives })}>
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
