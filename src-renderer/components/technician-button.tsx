import { useTechnicianWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { Pictogram, type PictogramName } from './pictogram.tsx';

type TechnicianButtonProps = {
  kind: 'primary' | 'secondary' | 'on-dark';
  pictogram: PictogramName;
  text: string;
  /** Marks the chosen button of a group. */
  isPressed?: boolean;
  onTouch: () => void;
};

export function TechnicianButton({ kind, pictogram, text, isPressed, onTouch }: TechnicianButtonProps) {
  return (
    <button
      type="button"
      class={`technician-button technician-button-${kind}`}
      aria-pressed={isPressed}
      onClick={onTouch}
    >
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}

/** Returns from a part of the office's page to its fields. */
export function BackToOffice() {
  const { t } = useTechnicianWords();
  const { openOfficePart } = useSession();
  return (
    <TechnicianButton
      kind="secondary"
      pictogram="back"
      text={t('office.do.goOn')}
      onTouch={() => void openOfficePart('')}
    />
  );
}

export function BackToStatus() {
  const { t } = useTechnicianWords();
  const { back } = useSession();
  return <TechnicianButton kind="secondary" pictogram="back" text={t('pairing.back')} onTouch={back} />;
}
