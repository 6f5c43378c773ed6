import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';

type TechnicianChoiceProps = {
  strong: string;
  rest?: string;
  chosen?: boolean;
  lang?: string;
  pictogram?: PictogramName | undefined;
  onTouch: () => void;
};

export function TechnicianChoice({
  strong,
  rest = '',
  chosen = false,
  lang,
  pictogram,
  onTouch,
}: TechnicianChoiceProps) {
  return (
    <li>
      <button type="button" class="technician-choice" lang={lang} aria-pressed={chosen} onClick={onTouch}>
        {pictogram !== undefined && <Pictogram name={pictogram} />}
        <span>
          <strong>{strong}</strong>
          {rest !== '' && <span>{rest}</span>}
        </span>
        {chosen && <Pictogram name="check" />}
      </button>
    </li>
  );
}
